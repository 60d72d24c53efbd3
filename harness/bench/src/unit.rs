//! Wall-clock time for criterion, with rates in the kernel's own unit instead of "elem/s".

use criterion::Throughput;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use std::time::{Duration, Instant};

/// Wall-clock time.
pub(crate) struct Clock {
    format: Format,
}

impl Clock {
    /// `symbol` is what is counted per second: "cell".
    pub(crate) fn new(symbol: &str) -> Clock {
        Clock { format: Format { symbol: symbol.to_string() } }
    }
}

impl Measurement for Clock {
    type Intermediate = Instant;
    type Value = Duration;

    fn start(&self) -> Instant {
        Instant::now()
    }
    fn end(&self, start: Instant) -> Duration {
        start.elapsed()
    }
    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }
    fn zero(&self) -> Duration {
        Duration::ZERO
    }
    fn to_f64(&self, time: &Duration) -> f64 {
        time.as_nanos() as f64
    }
    fn formatter(&self) -> &dyn ValueFormatter {
        &self.format
    }
}

struct Format {
    symbol: String,
}

/// The greatest SI prefix not above `rate`, as factor and letter.
fn prefix(rate: f64) -> (f64, &'static str) {
    let known = [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];
    known.into_iter().find(|(factor, _)| rate >= *factor).unwrap_or((1.0, ""))
}

/// criterion's trait returns a `&'static str` as the unit. There are a handful of them in a process, each kept for good.
fn kept(unit: String) -> &'static str {
    use std::collections::BTreeSet;
    use std::sync::Mutex;
    static UNITS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut units = UNITS.lock().unwrap_or_else(|e| e.into_inner());
    if let Some(unit) = units.get(unit.as_str()) {
        return unit;
    }
    let unit: &'static str = Box::leak(unit.into_boxed_str());
    units.insert(unit);
    unit
}

impl ValueFormatter for Format {
    // Times as criterion shows them.
    fn scale_values(&self, typical: f64, values: &mut [f64]) -> &'static str {
        WallTime.formatter().scale_values(typical, values)
    }
    fn scale_for_machines(&self, values: &mut [f64]) -> &'static str {
        WallTime.formatter().scale_for_machines(values)
    }

    fn scale_throughputs(&self, typical: f64, throughput: &Throughput, values: &mut [f64]) -> &'static str {
        let Throughput::Elements(amount) = *throughput else {
            return WallTime.formatter().scale_throughputs(typical, throughput, values);
        };
        let per_second = |nanoseconds: f64| amount as f64 / (nanoseconds * 1e-9);
        let (factor, letter) = prefix(per_second(typical));
        for value in values {
            *value = per_second(*value) / factor;
        }
        kept(format!("{letter}{}/s", self.symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_the_kernels_unit_and_an_si_prefix() {
        let clock = Clock::new("cell");
        for (nanoseconds, amount, value, unit) in
            [(1e9, 500, 500.0, "cell/s"), (1e6, 3_000_000, 3.0, "Gcell/s"), (1e3, 2_000_000, 2.0, "Tcell/s")]
        {
            let mut values = [nanoseconds];
            let shown = clock.formatter().scale_throughputs(nanoseconds, &Throughput::Elements(amount), &mut values);
            assert_eq!((values[0].round(), shown), (value, unit));
        }
    }
}
