//! An estimate as figures draw and say it.

use tenfold_analysis::format;
use tenfold_stats::Estimate;

/// An interpolated interval may end a rounding error beside the median itself.
const ROUNDING: f64 = 1e-12;

/// What a figure asks of an estimate.
pub(crate) trait Drawn {
    /// Lower end of the interval; the value itself where there is none.
    fn low(&self) -> f64;

    /// Upper end of the interval; the value itself where there is none.
    fn high(&self) -> f64;

    /// Whether value and interval are finite and in order; only such are drawn.
    fn is_sound(&self) -> bool;

    /// Whether it can stand on a logarithmic axis: sound, and its interval above zero.
    fn is_positive(&self) -> bool {
        self.is_sound() && self.low() > 0.0
    }

    /// In words: `1.20 ms [1.18, 1.23], n = 12`.
    fn in_seconds(&self) -> String;

    /// In words: `413× [402, 421], n = 12`.
    fn as_ratio(&self) -> String;

    /// In words, every number as `write` writes it: `82 % [79 %, 84 %], n = 12`.
    fn in_words(&self, write: impl Fn(f64) -> String) -> String;
}

impl Drawn for Estimate {
    fn low(&self) -> f64 {
        self.interval.map_or(self.value, |interval| interval.low)
    }

    fn high(&self) -> f64 {
        self.interval.map_or(self.value, |interval| interval.high)
    }

    fn is_sound(&self) -> bool {
        let slack = ROUNDING * (1.0 + self.value.abs());
        let (low, high) = (self.low() - slack, self.high() + slack);
        low.is_finite() && low <= self.value && self.value <= high && high.is_finite()
    }

    fn in_seconds(&self) -> String {
        match self.interval {
            Some(i) => format!("{}, n = {}", format::seconds_interval(self.value, i.low, i.high), self.n),
            None => self.in_words(format::seconds),
        }
    }

    fn as_ratio(&self) -> String {
        match self.interval {
            Some(i) => format!("{}, n = {}", format::ratio_interval(self.value, i.low, i.high), self.n),
            None => self.in_words(format::ratio),
        }
    }

    fn in_words(&self, write: impl Fn(f64) -> String) -> String {
        let interval = match self.interval {
            Some(interval) => format!(" [{}, {}]", write(interval.low), write(interval.high)),
            None => ", no interval".into(),
        };
        format!("{}{interval}, n = {}", write(self.value), self.n)
    }
}

/// An estimate with these ends of its interval.
#[cfg(test)]
pub(crate) fn between(value: f64, (low, high): (f64, f64), n: usize) -> Estimate {
    let interval = tenfold_stats::Interval { low, high, level: tenfold_analysis::findings::LEVEL };
    Estimate { value, interval: Some(interval), n }
}
