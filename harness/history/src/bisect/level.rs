//! What is known of each commit that was measured.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// No error is below this: a clock with coarse steps repeats itself, and proves nothing by it.
const LEAST_ERROR: f64 = 1e-5;

/// One measurement of a commit against GOOD.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Its place: 1 is the first commit after GOOD.
    pub commit: usize,
    /// Logarithm of its time over GOOD's.
    pub log_ratio: f64,
    /// The standard error of that, without what builds differ by.
    pub error: f64,
}

impl Probe {
    pub(super) fn variance(&self) -> f64 {
        self.error.max(LEAST_ERROR).powi(2)
    }
}

/// All probes of one commit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    /// Its place.
    pub commit: usize,
    /// Their mean, weighted by what each is worth.
    pub value: f64,
    /// The variance of that.
    pub variance: f64,
}

/// The commits that were measured, by place.
pub(super) fn levels(probes: &[Probe]) -> Vec<Level> {
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for probe in probes {
        let (sum, weight) = sums.entry(probe.commit).or_default();
        *sum += probe.log_ratio / probe.variance();
        *weight += 1.0 / probe.variance();
    }
    sums.into_iter()
        .map(|(commit, (sum, weight))| Level { commit, value: sum / weight, variance: 1.0 / weight })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probes_of_a_commit_are_weighted_by_their_errors() {
        let probe = |commit, log_ratio, error| Probe { commit, log_ratio, error };
        let levels = levels(&[probe(9, 1.0, 0.5), probe(2, 0.02, 0.01), probe(2, 0.05, 0.02), probe(7, 0.3, 0.0)]);
        assert_eq!(levels.iter().map(|l| l.commit).collect::<Vec<_>>(), [2, 7, 9]);
        // Weights of 10,000 and 2,500.
        assert!((levels[0].value - 0.026).abs() < 1e-15 && (levels[0].variance - 1.0 / 12_500.0).abs() < 1e-15);
        assert!(levels[1].variance > 0.0, "no measurement is exact");
    }
}
