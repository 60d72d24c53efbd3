//! The Universal Scalability Law: contention, and the cost of agreement.

use super::law::{Law, Point, Quality};
use crate::error::StatsError;
use crate::estimate::Estimate;

/// A fit of X(N) = γN / (1 + α(N − 1) + βN(N − 1)) (N. J. Gunther, *Guerrilla Capacity Planning*, 2007,
/// chapter 5; "A general theory of computational scalability", arXiv:0808.1431).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usl {
    /// α, contention: the share of the work that waits for its turn.
    pub contention: Estimate,
    /// β, coherency: the cost of each pair of workers agreeing. Negative values say that the law does
    /// not hold.
    pub coherency: Estimate,
    /// γ, the fitted rate of one worker, problems per second.
    pub one_worker: Estimate,
    /// √((1 − α)/β), the number of workers beyond which throughput falls. Infinite where β <= 0 and
    /// there is no such number; zero where α >= 1 and more workers never help.
    pub peak: Estimate,
    /// How well the law fits.
    pub quality: Quality,
}

impl Usl {
    /// The speed-up X(N)/γ the law predicts on `workers`.
    pub fn speedup(&self, workers: f64) -> f64 {
        let (a, b) = (self.contention.value, self.coherency.value);
        workers / (1.0 + a * (workers - 1.0) + b * workers * (workers - 1.0))
    }
}

/// Fits the law to strong-scaling times, linear in the cost NT = (1 + α(N−1) + βN(N−1))/γ.
///
/// # Errors
/// Fewer than 4 different numbers of workers, a point without times, a time that is not positive and
/// finite, a bad level.
pub fn usl(points: &[Point], level: f64, seed: u64) -> Result<Usl, StatsError> {
    const LAW: Law<3, 4> = Law {
        what: "numbers of workers for the Universal Scalability Law",
        basis: |n| [1.0, n - 1.0, n * (n - 1.0)],
        target: |n, seconds| n * seconds,
        quantities: |[c, ca, cb]| [ca / c, cb / c, 1.0 / c, peak(ca / c, cb / c)],
    };
    let ([contention, coherency, one_worker, peak], quality) = LAW.fit(points, level, seed)?;
    Ok(Usl { contention, coherency, one_worker, peak, quality })
}

fn peak(contention: f64, coherency: f64) -> f64 {
    if coherency > 0.0 { ((1.0 - contention).max(0.0) / coherency).sqrt() } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(a: f64, b: f64, workers: &[u32]) -> Vec<Point> {
        let seconds = |n: f64| (1.0 + a * (n - 1.0) + b * n * (n - 1.0)) / (2.5 * n);
        workers.iter().map(|&n| Point { workers: n, seconds: vec![seconds(f64::from(n)); 6] }).collect()
    }

    #[test]
    fn exact_times_give_the_exact_law_and_its_peak() {
        let fit = usl(&law(0.04, 0.0006, &[1, 2, 4, 8, 16, 32, 64]), 0.95, 1).unwrap();
        assert!((fit.contention.value - 0.04).abs() <= 1e-13);
        assert!((fit.coherency.value - 0.0006).abs() <= 1e-15);
        assert!((fit.one_worker.value - 2.5).abs() <= 1e-12);
        assert!((fit.peak.value - 40.0).abs() <= 1e-9);
        // The peak is a maximum of the speed-up.
        assert!(fit.speedup(40.0) > fit.speedup(39.0) && fit.speedup(40.0) > fit.speedup(41.0));
    }

    #[test]
    fn without_coherency_cost_there_is_no_peak() {
        let fit = usl(&law(0.04, -0.0001, &[1, 2, 4, 8]), 0.95, 1).unwrap();
        assert_eq!(fit.peak.value, f64::INFINITY);
        assert_eq!(peak(1.5, 0.1), 0.0);
    }

    #[test]
    fn three_points_are_refused() {
        assert!(matches!(
            usl(&law(0.04, 0.0006, &[1, 2, 4]), 0.95, 1),
            Err(StatsError::TooFew { needed: 4, present: 3, .. })
        ));
    }
}
