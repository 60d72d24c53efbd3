//! Samples nested in launches: the launch is the unit.
//!
//! T. Kalibera and R. Jones, "Rigorous benchmarking in reasonable time", ISMM 2013: repetition counts
//! at the highest level that varies. More samples within a launch never make up for few launches, for
//! what differs between launches (address layout, environment size, placement) is fixed within one.

use crate::bootstrap::{Draws, RESAMPLES, level_borne, percentile_interval};
use crate::error::{StatsError, finite};
use crate::estimate::{Estimate, check_level};
use crate::median_interval::median_estimate;
use crate::quantile::{check_p, selected};

/// Fewest launches the bootstrap resamples: of two it would only ever show the two and their mean.
pub const FEWEST_LAUNCHES: usize = 3;

/// What stands for one launch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Summary {
    /// The median of its samples: the usual choice.
    Median,
    /// A stated quantile, `0 <= p <= 1`; a low one (such as 0.1) is robust against neighbours that can
    /// only ever make a sample slower. Use the same one for everything compared.
    Quantile(f64),
}

impl Summary {
    /// The probability of the quantile meant.
    fn p(self) -> Result<f64, StatsError> {
        match self {
            Self::Median => Ok(0.5),
            Self::Quantile(p) => check_p(p),
        }
    }

    /// One number for each launch.
    ///
    /// # Errors
    /// No launches, a launch without samples, a sample that is not finite, or a bad quantile.
    pub fn of_each(self, launches: &[Vec<f64>]) -> Result<Vec<f64>, StatsError> {
        let p = self.p()?;
        if launches.is_empty() {
            return Err(StatsError::TooFew { what: "launches", needed: 1, present: 0 });
        }
        launches
            .iter()
            .map(|samples| {
                finite("samples of a launch", samples, 1)?;
                Ok(selected(&mut samples.clone(), p))
            })
            .collect()
    }
}

/// An estimate over launches with the number of samples inside them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoLevel {
    /// The median over launches; `n` counts launches.
    pub estimate: Estimate,
    /// Launches, the units behind the interval.
    pub launches: usize,
    /// Samples in all launches together; they sharpen each launch's summary, not the interval.
    pub samples: usize,
}

/// The median over launches of each launch's summary, with the interpolated order-statistic interval
/// (see [`crate::median_interval()`]): from 6 launches on for 95 %.
///
/// # Errors
/// No launches, a launch without samples, a sample that is not finite, a bad quantile or level.
pub fn over_launches(launches: &[Vec<f64>], summary: Summary, level: f64) -> Result<TwoLevel, StatsError> {
    let estimate = median_estimate(&summary.of_each(launches)?, level)?;
    Ok(two_level(estimate, launches))
}

/// As [`over_launches`] for few launches: launches are resampled, then the samples within each, and
/// the interval is the middle of the replicates. It exists from 3 launches on, and its level says how
/// little they bear: at most `1 − 2^(1−launches)`, 75 % for 3, 87.5 % for 4, 93.75 % for 5. That is a
/// lower bound: the scatter within launches is counted again, which widens the interval where it matters.
/// From 6 launches on prefer [`over_launches`], whose level is near what was asked.
///
/// # Errors
/// As [`over_launches`].
pub fn hierarchical_bootstrap(
    launches: &[Vec<f64>],
    summary: Summary,
    level: f64,
    seed: u64,
) -> Result<TwoLevel, StatsError> {
    check_level(level)?;
    let n = launches.len();
    let value = selected(&mut summary.of_each(launches)?, 0.5);
    let interval = if n < FEWEST_LAUNCHES {
        None
    } else {
        let p = summary.p()?;
        let mut resampler = Resampler::new(seed);
        let mut replicates: Vec<f64> = (0..RESAMPLES).map(|_| resampler.median_of(launches, p)).collect();
        Some(percentile_interval(&mut replicates, level, level_borne(n, level)))
    };
    Ok(two_level(Estimate { value, interval, n }, launches))
}

/// Draws replicates of a median over launches, reusing its buffers.
pub(crate) struct Resampler {
    draws: Draws,
    summaries: Vec<f64>,
    samples: Vec<f64>,
}

impl Resampler {
    /// A resampler with the draws of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { draws: Draws::new(seed), summaries: Vec::new(), samples: Vec::new() }
    }

    /// One replicate: launches drawn with replacement, samples drawn within each, the `p`-quantile of
    /// each, the median of those. Launches must not be empty.
    pub(crate) fn median_of(&mut self, launches: &[Vec<f64>], p: f64) -> f64 {
        self.summaries.clear();
        for _ in launches {
            let launch = &launches[self.draws.index(launches.len())];
            self.draws.resample(launch, &mut self.samples);
            self.summaries.push(selected(&mut self.samples, p));
        }
        selected(&mut self.summaries, 0.5)
    }
}

fn two_level(estimate: Estimate, launches: &[Vec<f64>]) -> TwoLevel {
    TwoLevel { estimate, launches: launches.len(), samples: launches.iter().map(Vec::len).sum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n` launches whose medians are 1 … n, each of three samples.
    fn counting(n: usize) -> Vec<Vec<f64>> {
        (1..=n).map(|i| i as f64).map(|m| vec![m + 0.1, m - 0.1, m]).collect()
    }

    #[test]
    fn samples_do_not_count_as_units() {
        let one_long = vec![(0..1_000).map(f64::from).collect::<Vec<_>>(); 2];
        let r = over_launches(&one_long, Summary::Median, 0.95).unwrap();
        assert_eq!((r.launches, r.samples, r.estimate.n), (2, 2_000, 2));
        assert_eq!(r.estimate.interval, None);
        assert_eq!(r.estimate.value, 499.5);
    }

    #[test]
    fn the_interval_is_that_of_the_launch_medians() {
        let r = over_launches(&counting(9), Summary::Median, 0.95).unwrap();
        let medians: Vec<f64> = (1..=9).map(f64::from).collect();
        assert_eq!(r.estimate, median_estimate(&medians, 0.95).unwrap());
    }

    #[test]
    fn a_low_quantile_may_stand_for_a_launch() {
        let r = over_launches(&counting(3), Summary::Quantile(0.0), 0.95).unwrap();
        assert_eq!(r.estimate.value, 1.9);
        assert!(over_launches(&counting(3), Summary::Quantile(-0.1), 0.95).is_err());
    }

    #[test]
    fn the_bootstrap_is_seeded_and_says_what_few_launches_bear() {
        let run = |seed, n| hierarchical_bootstrap(&counting(n), Summary::Median, 0.95, seed);
        assert_eq!(run(1, 4), run(1, 4));
        let four = run(1, 4).unwrap().estimate.interval.unwrap();
        assert_eq!(four.level, 0.875);
        assert!(four.low >= 0.9 && four.low < 2.5 && four.high > 2.5 && four.high <= 4.1);
        assert_eq!(run(1, 2).unwrap().estimate.interval, None);
        assert_eq!(run(1, 1).unwrap().estimate.value, 1.0);
    }

    #[test]
    fn launches_without_samples_are_refused() {
        assert!(over_launches(&[], Summary::Median, 0.95).is_err());
        assert!(over_launches(&[vec![1.0], vec![]], Summary::Median, 0.95).is_err());
        assert!(hierarchical_bootstrap(&[vec![f64::NAN]], Summary::Median, 0.95, 1).is_err());
    }
}
