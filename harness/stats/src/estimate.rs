//! A number with its interval and the count of units it rests on.

use crate::error::{StatsError, within};
use crate::normal::normal_quantile;

/// The usual confidence level, 95 %.
pub const LEVEL: f64 = 0.95;

/// Least level accepted: below one half the two ends of an order-statistic interval would cross.
const LEAST_LEVEL: f64 = 0.5;
/// Greatest level accepted; a level of 1 would need infinitely many values.
const GREATEST_LEVEL: f64 = 0.999_999;

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end, in the unit of the estimate.
    pub low: f64,
    /// Upper end, in the unit of the estimate.
    pub high: f64,
    /// The level the method reaches, such as 0.95; where the data bear less than was asked, that.
    pub level: f64,
}

impl Interval {
    /// Whether `value` lies inside, ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Upper end less lower end.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }

    /// The standard error of a normal estimate that has this interval.
    pub fn standard_error(&self) -> f64 {
        self.width() / 2.0 / normal_quantile((1.0 + self.level) / 2.0)
    }
}

/// A value, its interval where there is one, and the number of independent units behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// `None` where `n` is too small for an interval of the level asked.
    pub interval: Option<Interval>,
    /// Independent units: launches, rounds or plain values, as the function says.
    pub n: usize,
}

impl Estimate {
    /// The estimate of `f(x)` for a monotone `f`: an interval's coverage survives a monotone map.
    /// Falling functions swap the ends.
    pub fn map_monotone(self, f: impl Fn(f64) -> f64) -> Self {
        let interval = self.interval.map(|i| {
            let (a, b) = (f(i.low), f(i.high));
            Interval { low: a.min(b), high: a.max(b), level: i.level }
        });
        Self { value: f(self.value), interval, n: self.n }
    }
}

/// Refuses a confidence level that no method here can serve.
pub(crate) fn check_level(level: f64) -> Result<(), StatsError> {
    within("confidence level", level, LEAST_LEVEL, GREATEST_LEVEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_falling_map_swaps_the_ends() {
        let e = Estimate { value: 2.0, interval: Some(Interval { low: 1.0, high: 4.0, level: LEVEL }), n: 9 };
        let inverse = e.map_monotone(|x| 1.0 / x);
        assert_eq!(inverse.value, 0.5);
        assert_eq!(inverse.interval, Some(Interval { low: 0.25, high: 1.0, level: LEVEL }));
        assert_eq!(inverse.n, 9);
    }

    #[test]
    fn an_interval_holds_its_ends() {
        let i = Interval { low: 1.0, high: 2.0, level: LEVEL };
        assert!(i.contains(1.0) && i.contains(2.0));
        assert!(!i.contains(2.1) && !i.contains(f64::NAN));
        assert_eq!(i.width(), 1.0);
    }

    #[test]
    fn levels_of_zero_one_and_nan_are_refused() {
        for level in [0.0, 0.49, 1.0, f64::NAN] {
            assert!(check_level(level).is_err());
        }
        assert!(check_level(LEVEL).is_ok());
    }
}
