//! Estimates: a median over launches and how sure it is.

use tenfold_stats::{Decision, Estimate, LEVEL, median_estimate, paired};

/// The median of one value a launch with its interval; `None` where there is no finite value.
pub(super) fn over_launches(values: &[f64]) -> Option<Estimate> {
    median_estimate(values, LEVEL).ok()
}

/// How many times as fast as `base` times of the same rounds are; `None` where there is no round.
pub(super) fn of_pairs(base: &[f64], times: &[f64]) -> Option<Estimate> {
    paired(base, times, Decision::default()).ok().map(|comparison| comparison.ratio)
}

/// The least number of launches for which an interval exists: the widest one, from the least to the greatest of n
/// values, holds the median with probability 1 − 2/2ⁿ.
pub(crate) fn fewest_for_an_interval() -> usize {
    (1.0 - (1.0 - LEVEL).log2()).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_exists_from_six_launches_on_and_not_before() {
        let launches = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(fewest_for_an_interval(), 6);
        assert!(over_launches(&launches).unwrap().interval.is_some());
        assert!(over_launches(&launches[..5]).unwrap().interval.is_none());
    }
}
