//! Gustafson's law: a problem that grows with the workers.

use super::law::{Law, Point, Quality};
use crate::error::StatsError;
use crate::estimate::Estimate;

/// A fit of the scaled speed-up S(p) = s + (1 − s)p (J. L. Gustafson, "Reevaluating Amdahl's law",
/// CACM 31 (1988) 532–533).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gustafson {
    /// The serial fraction s of the time on the parallel machine.
    pub serial: Estimate,
    /// The fitted time on one worker, seconds.
    pub one_worker: Estimate,
    /// How well the law fits.
    pub quality: Quality,
}

impl Gustafson {
    /// The scaled speed-up the law predicts on `workers`: work done per time, against one worker.
    pub fn scaled_speedup(&self, workers: f64) -> f64 {
        self.serial.value + (1.0 - self.serial.value) * workers
    }
}

/// Fits Gustafson's law to weak-scaling times (the work of each worker the same at every point),
/// linear in the work done per time, p/T = A + Bp with s = A/(A + B).
///
/// # Errors
/// Fewer than 3 different numbers of workers, a point without times, a time that is not positive and
/// finite, a bad level.
pub fn gustafson(points: &[Point], level: f64, seed: u64) -> Result<Gustafson, StatsError> {
    const LAW: Law<2, 2> = Law {
        what: "numbers of workers for Gustafson's law",
        basis: |p| [1.0, p],
        target: |p, seconds| p / seconds,
        quantities: |[a, b]| [a / (a + b), 1.0 / (a + b)],
    };
    let ([serial, one_worker], quality) = LAW.fit(points, level, seed)?;
    Ok(Gustafson { serial, one_worker, quality })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_times_give_the_exact_law() {
        let seconds = |p: f64| 3.0 * p / (0.1 + 0.9 * p);
        let points: Vec<Point> =
            [1, 2, 4, 16, 1024].map(|p| Point { workers: p, seconds: vec![seconds(f64::from(p)); 4] }).into();
        let fit = gustafson(&points, 0.95, 1).unwrap();
        assert!((fit.serial.value - 0.1).abs() <= 1e-13);
        assert!((fit.one_worker.value - 3.0).abs() <= 1e-12);
        assert!((fit.scaled_speedup(1024.0) - 921.7).abs() <= 1e-9);
        assert_eq!(fit.serial.interval.unwrap().level, 0.875);
    }

    #[test]
    fn two_points_are_refused() {
        let points = [1, 2].map(|p| Point { workers: p, seconds: vec![1.0; 3] });
        assert!(matches!(gustafson(&points, 0.95, 1), Err(StatsError::TooFew { needed: 3, present: 2, .. })));
    }
}
