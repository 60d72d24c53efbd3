//! What a comparison of two builds can say of two sources: where code lies differs between builds, and speed with it.
//!
//! However many launches there are, they share the layout of their build: the build is a level above the launch (T. Kalibera
//! and R. Jones, "Rigorous benchmarking in reasonable time", ISMM 2013). Few builds tell little of how much builds differ, so
//! what they tell is joined to what is known of it beforehand, as for the variances of genes of which three chips were made
//! (G. K. Smyth, "Linear models and empirical Bayes methods", Stat. Appl. Genet. Mol. Biol. 3 (2004) art. 3): the variance is
//! the mean of both, each counted by its degrees of freedom, and a *t* law with the sum of them stands for the normal one.

use super::verdict::Verdict;
use crate::error::StatsError;
use crate::estimate::Interval;
use crate::median;
use crate::normal::normal_quantile;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::collections::BTreeMap;

/// The relative difference between two builds of one source whose functions begin with a cache line: standard deviation of the
/// log of one build's time. `tenfold selftest` finds it for each cell.
pub const SPREAD: f64 = 0.002;

/// By how many degrees of freedom [`SPREAD`] counts: as much as seven builds.
const KNOWN_BY: f64 = 6.0;

/// What the layouts add to the error of a log ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Added {
    /// Standard error of the mean over builds.
    error: f64,
    /// Its degrees of freedom.
    freedom: f64,
    /// Whether all builds of either side agree that the log ratio is above zero, or all that it is below.
    agree: bool,
}

impl Added {
    /// Of units with these log ratios, each of a build of either side.
    ///
    /// # Errors
    /// No units, or another number of them.
    pub(super) fn of(logs: &[f64], builds: &[[usize; 2]]) -> Result<Added, StatsError> {
        if logs.len() != builds.len() {
            return Err(StatsError::Unpaired { what: "builds of units", left: logs.len(), right: builds.len() });
        }
        if logs.is_empty() {
            return Err(StatsError::TooFew { what: "units of builds", needed: 1, present: 0 });
        }
        let (mut squares, mut freedom, mut inverses, mut all) = (0.0, 0.0, 0.0, Vec::new());
        for side in [0, 1] {
            let mut of_build: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
            logs.iter().zip(builds).for_each(|(log, own)| of_build.entry(own[side]).or_default().push(*log));
            let medians = of_build.values().map(|logs| median(logs)).collect::<Result<Vec<f64>, _>>()?;
            let n = medians.len() as f64;
            let mean = medians.iter().sum::<f64>() / n;
            squares += medians.iter().map(|m| (m - mean).powi(2)).sum::<f64>();
            freedom += n - 1.0;
            inverses += 1.0 / n;
            all.extend(medians);
        }
        let variance = (KNOWN_BY * SPREAD * SPREAD + squares) / (KNOWN_BY + freedom);
        let agree = all.iter().all(|m| *m > 0.0) || all.iter().all(|m| *m < 0.0);
        Ok(Added { error: (variance * inverses).sqrt(), freedom: KNOWN_BY + freedom, agree })
    }

    /// `interval` of a log ratio around `value`, widened.
    pub(super) fn widened(&self, value: f64, interval: Interval) -> Interval {
        let own = student(self.freedom).inverse_cdf((1.0 + interval.level) / 2.0) * self.error;
        let end = |end: f64| (end - value).hypot(own);
        Interval { low: value - end(interval.low), high: value + end(interval.high), ..interval }
    }

    /// The p-value of a log ratio of `value` that had `p` without this error. The degrees of freedom of the sum are those of
    /// Satterthwaite (1946), where the launches' error has many.
    pub(super) fn p_value(&self, value: f64, p: f64) -> f64 {
        let z = -normal_quantile(p / 2.0);
        if p >= 1.0 || value == 0.0 || z <= 0.0 {
            return 1.0;
        }
        let sum = (value / z).hypot(self.error);
        let freedom = self.freedom * (sum / self.error).powi(4);
        2.0 * student(freedom).sf(value.abs() / sum)
    }

    /// `verdict`, unless some build says otherwise.
    pub(super) fn agreed(&self, verdict: Verdict, otherwise: Verdict) -> Verdict {
        if self.agree { verdict } else { otherwise }
    }
}

fn student(freedom: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, freedom).expect("a positive number of degrees of freedom")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_build_a_side_has_what_is_known_beforehand() {
        let added = Added::of(&[0.01; 8], &[[0, 0]; 8]).unwrap();
        assert!((added.error - SPREAD * 2f64.sqrt()).abs() < 1e-15);
        assert_eq!((added.freedom, added.agree), (KNOWN_BY, true));
        // t of 6 degrees of freedom at 97.5 %: 2.4469.
        let wide = added.widened(0.01, Interval { low: 0.01, high: 0.01, level: 0.95 });
        assert!((wide.high - 0.01 - 2.446_912 * added.error).abs() < 1e-8, "{wide:?}");
    }

    #[test]
    fn builds_that_differ_widen_and_do_not_agree() {
        // A's builds differ by 2 %, B's not at all.
        let of = [[0, 0], [0, 1], [1, 0], [1, 1]];
        let added = Added::of(&[0.01, 0.01, -0.01, -0.01], &of).unwrap();
        let variance = (KNOWN_BY * SPREAD * SPREAD + 2.0 * 0.01f64.powi(2)) / (KNOWN_BY + 2.0);
        assert!((added.error - variance.sqrt()).abs() < 1e-15 && added.freedom == KNOWN_BY + 2.0 && !added.agree);
        let none = Verdict::NoDifference { detectable: 1.0 };
        assert_eq!(added.agreed(Verdict::Slower, none), none);
    }

    #[test]
    fn a_p_value_grows_by_the_error_of_builds() {
        let added = Added::of(&[0.02; 8], &[[0, 0]; 8]).unwrap();
        // Launches that leave no doubt: what is left is t = 0.02 / 0.002828 = 7.071 with 6 degrees of freedom.
        assert!((added.p_value(0.02, 1e-300) - 0.000_40).abs() < 1e-4, "{}", added.p_value(0.02, 1e-300));
        assert!(added.p_value(0.02, 0.04) > 0.04);
        assert_eq!((added.p_value(0.0, 0.5), added.p_value(0.1, 1.0)), (1.0, 1.0));
    }

    #[test]
    fn units_without_builds_are_refused() {
        assert!(Added::of(&[0.1], &[]).is_err() && Added::of(&[], &[]).is_err());
    }
}
