//! Resampling with replacement, seeded.
//!
//! B. Efron and R. J. Tibshirani, *An Introduction to the Bootstrap* (1993), chapters 6 and 13: the
//! percentile interval.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};

use crate::estimate::Interval;
use crate::quantile::selected;

/// Resamples for an interval. Efron & Tibshirani (§14.3) ask for 1,000 or more for 95 % limits; with
/// 2,000 the Monte-Carlo error of a limit is about a tenth of its own sampling error.
pub const RESAMPLES: usize = 2_000;

/// A stream of resampling draws; the same seed gives the same draws everywhere.
pub struct Draws(Pcg64Mcg);

impl Draws {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// An index below `n`, `n > 0`, by multiply-and-shift (D. Lemire, ACM TOMACS 29 (2019) 3); its
    /// bias, below n/2⁶⁴, is far beneath anything seen in a bootstrap, and the draws stay the same
    /// when a library changes its way of drawing ranges.
    pub fn index(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// A draw from the exponential distribution of mean 1.
    pub fn exponential(&mut self) -> f64 {
        // The middle of one of 2⁵³ equal steps, so that the logarithm is finite.
        let uniform = ((self.0.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        -uniform.ln()
    }

    /// Draws from `n` values with replacement, one fewer than there are, and counts in `times` how often each is drawn: the scatter
    /// of an average of n − 1 draws from n values is the unbiased standard error of their average, where n draws fall short of it
    /// by the factor √((n−1)/n) (P. J. McCarthy and C. B. Snowden, "The bootstrap and finite population sampling", Vital and
    /// Health Statistics 2-95, 1985).
    pub fn resample_one_fewer(&mut self, n: usize, times: &mut Vec<u32>) {
        times.clear();
        times.resize(n, 0);
        (1..n).for_each(|_| times[self.index(n)] += 1);
    }
}

/// The middle `level` of bootstrap replicates, stated as `reached`. Replicates that are not finite
/// (a degenerate resample) are ranked as they are, not dropped.
pub(crate) fn percentile_interval(replicates: &mut [f64], level: f64, reached: f64) -> Interval {
    let outside = (1.0 - level) / 2.0;
    Interval { low: selected(replicates, outside), high: selected(replicates, 1.0 - outside), level: reached }
}

/// The most that resampling `n` units can promise for a median: no resample leaves the range, and the
/// range holds the true median with probability `1 − 2^(1−n)` only.
pub(crate) fn level_borne(n: usize, level: f64) -> f64 {
    level.min(1.0 - 0.5f64.powi(n.saturating_sub(1).min(1_000) as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_fixes_the_draws() {
        let draw = |seed| {
            let mut d = Draws::new(seed);
            (0..8).map(|_| d.index(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(5743), draw(5743));
        assert_ne!(draw(5743), draw(5744));
    }

    #[test]
    fn indices_are_even() {
        let mut counts = [0u32; 6];
        let mut draws = Draws::new(1);
        for _ in 0..60_000 {
            counts[draws.index(6)] += 1;
        }
        // Five standard deviations of a binomial(60000, 1/6) are 456.
        assert!(counts.iter().all(|&c| c.abs_diff(10_000) <= 456), "{counts:?}");
    }

    #[test]
    fn the_percentile_interval_cuts_both_tails_alike() {
        let mut replicates: Vec<f64> = (0..=1_000).rev().map(f64::from).collect();
        let i = percentile_interval(&mut replicates, 0.95, 0.9);
        assert!((i.low - 25.0).abs() <= 1e-9 && (i.high - 975.0).abs() <= 1e-9);
        assert_eq!(i.level, 0.9);
    }

    #[test]
    fn infinite_replicates_give_an_infinite_end_not_nan() {
        let mut replicates = vec![1.0; 30];
        replicates.extend([f64::INFINITY; 30]);
        let i = percentile_interval(&mut replicates, 0.95, 0.95);
        assert_eq!((i.low, i.high), (1.0, f64::INFINITY));
    }

    #[test]
    fn few_units_promise_less_than_was_asked() {
        assert_eq!(level_borne(3, 0.95), 0.75);
        assert_eq!(level_borne(5, 0.95), 0.9375);
        assert_eq!(level_borne(6, 0.95), 0.95);
    }
}
