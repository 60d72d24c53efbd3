//! Two cells that were not measured round by round: the fallback.
//!
//! Nothing cancels here, so the interval is as wide as the launches differ. The launches of each cell
//! are resampled by themselves and the ratio of the two medians is taken each time (T. Kalibera and
//! R. Jones, "Quantifying performance changes with effect size confidence intervals", University of Kent
//! TR 4-12, 2012). Samples within a launch are not resampled on top: their scatter is in the launches'
//! medians already, and counting it twice made 95 % intervals cover 99 % in simulation (A. C. Davison
//! and D. V. Hinkley, *Bootstrap Methods and their Application*, 1997, §3.8, give the algebra).

use super::Comparison;
use super::verdict::{Decision, verdict};
use crate::bootstrap::{Draws, RESAMPLES, level_borne, percentile_interval};
use crate::error::{StatsError, positive};
use crate::estimate::{Estimate, Interval};
use crate::launches::{FEWEST_LAUNCHES, Summary};
use crate::quantile::{median, selected};

/// Compares the medians over launches of two cells, launches of samples each. The unit is the launch
/// and `n` the smaller number of launches. No interval, and no verdict, below 3 launches on a side;
/// up to 5 the interval's level says how much less than 95 % they bear; a verdict at one false alarm
/// in a hundred needs 8.
///
/// # Errors
/// No launches, a launch without samples, a time that is not positive and finite, a bad decision.
pub fn unpaired(base: &[Vec<f64>], new: &[Vec<f64>], decision: Decision, seed: u64) -> Result<Comparison, StatsError> {
    decision.check()?;
    let medians = |launches: &[Vec<f64>]| {
        launches.iter().try_for_each(|l| positive("times of a launch", l, 1))?;
        Summary::Median.of_each(launches)
    };
    let (base, new) = (medians(base)?, medians(new)?);
    let value = median(&base)? / median(&new)?;
    let n = base.len().min(new.len());
    if n < FEWEST_LAUNCHES {
        let ratio = Estimate { value, interval: None, n };
        return Ok(Comparison { ratio, p_value: 1.0, verdict: verdict(None) });
    }
    let (mut draws, mut buffer) = (Draws::new(seed), Vec::new());
    let mut replicate = |of: &[f64]| {
        draws.resample(of, &mut buffer);
        selected(&mut buffer, 0.5)
    };
    let mut logs: Vec<f64> = (0..RESAMPLES).map(|_| (replicate(&base) / replicate(&new)).ln()).collect();
    let mut interval = |level| percentile_interval(&mut logs, level, level_borne(n, level));
    let shown = interval(decision.level);
    let deciding = interval(decision.deciding_level());
    let ratio = Interval { low: shown.low.exp(), high: shown.high.exp(), level: shown.level };
    Ok(Comparison {
        ratio: Estimate { value, interval: Some(ratio), n },
        p_value: p_value(&logs, n),
        verdict: verdict(Some(deciding).filter(|i| i.level >= decision.deciding_level())),
    })
}

/// Twice the share of replicates on the wrong side of zero, one added to each count so that it is
/// never zero (Davison & Hinkley 1997, §4.2), and never less than `n` units can show.
fn p_value(logs: &[f64], n: usize) -> f64 {
    let count = |holds: fn(&f64) -> bool| logs.iter().filter(|l| holds(l)).count();
    let wrong = count(|l| *l <= 0.0).min(count(|l| *l >= 0.0));
    let share = (wrong + 1) as f64 / (logs.len() + 1) as f64;
    (2.0 * share).max(1.0 - level_borne(n, 1.0)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratio::Verdict;

    fn cell(launches: usize, middle: f64) -> Vec<Vec<f64>> {
        (0..launches).map(|i| middle * (1.0 + 0.001 * i as f64)).map(|m| vec![m; 5]).collect()
    }

    #[test]
    fn a_clear_difference_is_found_and_repeats_exactly() {
        let run = || unpaired(&cell(9, 2.0), &cell(10, 1.0), Decision::default(), 7).unwrap();
        let c = run();
        assert_eq!(c, run());
        assert_eq!((c.verdict, c.ratio.n), (Verdict::Faster, 9));
        assert!(c.ratio.interval.unwrap().contains(c.ratio.value));
        let back = unpaired(&cell(9, 1.0), &cell(9, 2.0), Decision::default(), 7).unwrap();
        assert_eq!(back.verdict, Verdict::Slower);
    }

    #[test]
    fn few_launches_raise_no_alarm_however_large_the_difference() {
        for n in [1, 2, 3, 7] {
            let c = unpaired(&cell(n, 5.0), &cell(n, 1.0), Decision::default(), 7).unwrap();
            assert_eq!(c.verdict, Verdict::NoDifference { detectable: f64::INFINITY }, "{n}");
            assert_eq!(c.ratio.interval.is_some(), n >= 3);
            assert!(c.p_value > 0.01);
        }
    }

    #[test]
    fn equal_cells_differ_by_nothing() {
        let c = unpaired(&cell(9, 1.0), &cell(9, 1.0), Decision::default(), 7).unwrap();
        assert!(matches!(c.verdict, Verdict::NoDifference { detectable } if detectable < 0.02));
        assert!(c.p_value > 0.5);
    }

    #[test]
    fn mistakes_are_named() {
        let d = Decision::default();
        assert!(unpaired(&[], &cell(3, 1.0), d, 1).is_err());
        assert!(unpaired(&[vec![-1.0]], &cell(3, 1.0), d, 1).is_err());
        assert!(unpaired(&[vec![]], &cell(3, 1.0), d, 1).is_err());
    }
}
