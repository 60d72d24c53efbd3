//! Amdahl's law: a fixed problem on more workers.

use super::law::{Law, Point, Quality};
use crate::error::StatsError;
use crate::estimate::Estimate;

/// A fit of T(p) = T₁ (s + (1 − s)/p) (G. M. Amdahl, AFIPS Spring Joint Computer Conference 1967,
/// 483–485, in the form that later became usual).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amdahl {
    /// The serial fraction s; negative where the speed-up is superlinear.
    pub serial: Estimate,
    /// T₁, the fitted time on one worker, seconds.
    pub one_worker: Estimate,
    /// How well the law fits.
    pub quality: Quality,
}

impl Amdahl {
    /// The time the law predicts on `workers`, above 1, in seconds: as sure as its serial fraction is.
    pub fn seconds(&self, workers: f64) -> Estimate {
        self.serial.map_monotone(|serial| self.one_worker.value * (serial + (1.0 - serial) / workers))
    }
}

/// Fits Amdahl's law to strong-scaling times, linear in T = A + B/p with s = A/(A + B).
///
/// # Errors
/// Fewer than 3 different numbers of workers, a point without times, a time that is not positive and
/// finite, a bad level.
pub fn amdahl(points: &[Point], level: f64, seed: u64) -> Result<Amdahl, StatsError> {
    const LAW: Law<2, 2> = Law {
        what: "numbers of workers for Amdahl's law",
        basis: |p| [1.0, 1.0 / p],
        target: |_, seconds| seconds,
        quantities: |[a, b]| [a / (a + b), a + b],
    };
    let ([serial, one_worker], quality) = LAW.fit(points, level, seed)?;
    Ok(Amdahl { serial, one_worker, quality })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(serial: f64, workers: &[u32], launches: usize) -> Vec<Point> {
        let seconds = |p: u32| 8.0 * (serial + (1.0 - serial) / f64::from(p));
        workers.iter().map(|&p| Point { workers: p, seconds: vec![seconds(p); launches] }).collect()
    }

    #[test]
    fn exact_times_give_the_exact_law() {
        let fit = amdahl(&law(0.05, &[1, 2, 4, 8, 64], 6), 0.95, 1).unwrap();
        assert!((fit.serial.value - 0.05).abs() <= 1e-14);
        assert!((fit.one_worker.value - 8.0).abs() <= 1e-13);
        assert!((fit.seconds(8.0).value - 8.0 * (0.05 + 0.95 / 8.0)).abs() <= 1e-12);
        assert!(fit.quality.residual <= 1e-14);
        assert!(fit.serial.interval.unwrap().width() <= 1e-14);
        assert_eq!((fit.quality.points, fit.serial.n), (5, 6));
    }

    #[test]
    fn superlinear_times_show_as_a_negative_fraction() {
        let fit = amdahl(&law(-0.02, &[1, 2, 4, 8], 3), 0.95, 1).unwrap();
        assert!((fit.serial.value + 0.02).abs() <= 1e-14);
    }

    #[test]
    fn two_points_are_refused_and_so_are_three_of_the_same() {
        for workers in [&[1, 2][..], &[1, 2, 2, 1][..], &[][..]] {
            let Err(StatsError::TooFew { needed, present, .. }) = amdahl(&law(0.1, workers, 3), 0.95, 1) else {
                panic!("{workers:?} were accepted")
            };
            assert_eq!((needed, present), (3, workers.len().min(2)));
        }
    }

    #[test]
    fn two_launches_give_a_value_without_an_interval() {
        let fit = amdahl(&law(0.1, &[1, 2, 4], 2), 0.95, 1).unwrap();
        assert_eq!((fit.serial.interval, fit.serial.n), (None, 2));
    }

    #[test]
    fn impossible_points_are_refused() {
        assert!(amdahl(&law(0.1, &[0, 1, 2, 4], 3), 0.95, 1).is_err());
        assert!(amdahl(&law(0.1, &[1, 2, 4], 0), 0.95, 1).is_err());
        assert!(amdahl(&law(0.1, &[1, 2, 4], 3), 2.0, 1).is_err());
    }
}
