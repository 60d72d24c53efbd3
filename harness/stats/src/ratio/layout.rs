//! What a comparison of two builds can say of two sources: where code lies differs between builds, and speed with it.
//!
//! However many launches there are, they share the layout of their build: the build is a level above the launch (T. Kalibera
//! and R. Jones, "Rigorous benchmarking in reasonable time", ISMM 2013). Few builds tell little of how much builds differ, so
//! what they tell is joined to what is known of it beforehand, as for the variances of genes of which three chips were made
//! (G. K. Smyth, "Linear models and empirical Bayes methods", Stat. Appl. Genet. Mol. Biol. 3 (2004) art. 3): the variance is
//! the mean of both, each counted by its degrees of freedom, and a *t* law with the sum of them stands for the normal one.
//!
//! Medians of builds also differ because each is of few launches. What that makes up is taken off, as in an analysis of
//! variance: the launches' own error is in the interval already, and on a noisy machine it would count twice.

use super::verdict::Verdict;
use crate::error::StatsError;
use crate::estimate::{Interval, LEVEL};
use crate::median;
use crate::median_interval::median_interval;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::collections::BTreeMap;

/// The relative difference between two builds of one source whose functions begin with a cache line: standard deviation of the
/// log of one build's time. `tenfold selftest` finds it for each cell: of most it is less.
pub const SPREAD: f64 = 0.003;

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
        // The launches without their builds, and how often the variance of their median is in the sum of squares.
        let (mut without, mut times) = (logs.to_vec(), 0.0);
        for side in [0, 1] {
            let mut of_build: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
            logs.iter().zip(builds).for_each(|(log, own)| of_build.entry(own[side]).or_default().push(*log));
            let medians = of_build.values().map(|logs| median(logs)).collect::<Result<Vec<f64>, _>>()?;
            let n = medians.len() as f64;
            let mean = medians.iter().sum::<f64>() / n;
            squares += medians.iter().map(|m| (m - mean).powi(2)).sum::<f64>();
            let of_which: BTreeMap<usize, f64> = of_build.into_keys().zip(medians.iter().copied()).collect();
            without.iter_mut().zip(builds).for_each(|(log, own)| *log -= of_which[&own[side]] - mean);
            // Of n builds each has an nth of the launches.
            times += n * (n - 1.0);
            freedom += n - 1.0;
            inverses += 1.0 / n;
            all.extend(medians);
        }
        let by_launches = times * variance_of_median(&without, freedom)?;
        let variance = (KNOWN_BY * SPREAD * SPREAD + (squares - by_launches).max(0.0)) / (KNOWN_BY + freedom);
        let agree = all.iter().all(|m| *m > 0.0) || all.iter().all(|m| *m < 0.0);
        Ok(Added { error: (variance * inverses).sqrt(), freedom: KNOWN_BY + freedom, agree })
    }

    /// `interval` of a log ratio around `value`, widened.
    pub(super) fn widened(&self, value: f64, interval: Interval) -> Interval {
        let own = student(self.freedom).inverse_cdf((1.0 + interval.level) / 2.0) * self.error;
        let end = |end: f64| (end - value).hypot(own);
        Interval { low: value - end(interval.low), high: value + end(interval.high), ..interval }
    }

    /// The p-value of a log ratio of `value` whose launches alone leave it this `error`. The degrees of freedom of the sum are those
    /// of Satterthwaite (1946), where the launches' error has many.
    pub(super) fn p_value(&self, value: f64, error: f64) -> f64 {
        let sum = error.hypot(self.error);
        let freedom = self.freedom * (sum / self.error).powi(4);
        2.0 * student(freedom).sf(value.abs() / sum)
    }

    /// `verdict`, unless some build says otherwise.
    pub(super) fn agreed(&self, verdict: Verdict, otherwise: Verdict) -> Verdict {
        if self.agree { verdict } else { otherwise }
    }
}

/// The variance of the median of `values`, which are what is left after so many numbers were fitted; 0 where they are too few to
/// tell.
fn variance_of_median(values: &[f64], fitted: f64) -> Result<f64, StatsError> {
    let left = values.len() as f64 - fitted;
    let interval = median_interval(values, LEVEL)?.filter(|_| left > 0.0);
    let error = interval.map_or(0.0, |interval| interval.standard_error());
    Ok(error.powi(2) * values.len() as f64 / left.max(1.0))
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
    fn launches_that_scatter_are_no_builds_that_differ() {
        // Sixteen launches of 4 × 4 builds, the same builds in both cases: once they differ, once only the launches scatter.
        let builds: Vec<[usize; 2]> = (0..64).map(|i| [i % 4, (i / 4) % 4]).collect();
        let error = |log: &dyn Fn(usize) -> f64| {
            let logs: Vec<f64> = (0..64).map(log).collect();
            Added::of(&logs, &builds).unwrap().error
        };
        let differing = error(&|i| 0.02 * (i % 4) as f64);
        let scattering = error(&|i| 0.02 * ((i * 37 + 11) % 64) as f64 / 16.0);
        let alike = error(&|_| 0.0);
        assert!(differing > 0.008, "{differing}");
        assert_eq!(scattering, alike);
    }

    #[test]
    fn a_p_value_grows_by_the_error_of_builds() {
        let added = Added::of(&[0.02; 8], &[[0, 0]; 8]).unwrap();
        // t = 0.02 / 0.00424 with 6 degrees of freedom; t = 0.02 / 0.00656 with 34.2.
        assert!((added.p_value(0.02, 0.0) - 0.003_278).abs() < 1e-6, "{}", added.p_value(0.02, 0.0));
        assert!((added.p_value(0.02, 0.005) - 0.004_396).abs() < 1e-6, "{}", added.p_value(0.02, 0.005));
        assert!((added.p_value(0.0, 0.005) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn units_without_builds_are_refused() {
        assert!(Added::of(&[0.1], &[]).is_err() && Added::of(&[], &[]).is_err());
    }
}
