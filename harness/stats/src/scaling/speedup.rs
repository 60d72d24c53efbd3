//! Efficiency and the experimentally determined serial fraction of one measured speed-up.

use crate::error::StatsError;
use crate::estimate::Estimate;

/// Efficiency, speed-up per worker: 1 is ideal, above 1 superlinear.
///
/// `speedup` is base time / time on `workers`, as [`crate::Table::ratio`] gives it.
/// In weak scaling the ratio of times is the efficiency itself.
///
/// # Errors
/// No workers.
pub fn efficiency(speedup: Estimate, workers: u32) -> Result<Estimate, StatsError> {
    at_least("workers of an efficiency", workers, 1)?;
    Ok(speedup.map_monotone(|s| s / f64::from(workers)))
}

/// The experimentally determined serial fraction e = (1/S − 1/p) / (1 − 1/p) of a speed-up S on p
/// workers (A. H. Karp and H. P. Flatt, "Measuring parallel processor performance", CACM 33 (1990)
/// 539–543). Growing with p it shows overhead, constant a serial part; negative, a superlinear speed-up.
///
/// # Errors
/// Fewer than 2 workers: one worker has no parallel part to speak of.
pub fn karp_flatt(speedup: Estimate, workers: u32) -> Result<Estimate, StatsError> {
    at_least("workers of a serial fraction", workers, 2)?;
    let p = f64::from(workers);
    Ok(speedup.map_monotone(|s| (1.0 / s - 1.0 / p) / (1.0 - 1.0 / p)))
}

fn at_least(what: &'static str, workers: u32, needed: usize) -> Result<(), StatsError> {
    let present = workers as usize;
    if present < needed { Err(StatsError::TooFew { what, needed, present }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Interval;

    fn speedup(value: f64) -> Estimate {
        let interval = Some(Interval { low: value - 1.0, high: value + 1.0, level: 0.95 });
        Estimate { value, interval, n: 9 }
    }

    #[test]
    fn ideal_half_and_no_speedup() {
        assert_eq!(efficiency(speedup(4.0), 4).unwrap().value, 1.0);
        assert_eq!(karp_flatt(speedup(4.0), 4).unwrap().value, 0.0);
        assert_eq!(karp_flatt(speedup(1.0), 4).unwrap().value, 1.0);
        assert!(karp_flatt(speedup(5.0), 4).unwrap().value < 0.0);
    }

    #[test]
    fn a_higher_speedup_is_a_lower_serial_fraction() {
        let e = karp_flatt(speedup(3.0), 4).unwrap().interval.unwrap();
        assert!(e.low < e.high);
        assert!((e.low - 0.0).abs() <= 1e-15);
        assert!((e.high - (0.5 - 0.25) / 0.75).abs() <= 1e-15);
    }

    #[test]
    fn too_few_workers_are_refused() {
        assert!(efficiency(speedup(1.0), 0).is_err());
        assert!(matches!(karp_flatt(speedup(1.0), 1), Err(StatsError::TooFew { needed: 2, present: 1, .. })));
    }
}
