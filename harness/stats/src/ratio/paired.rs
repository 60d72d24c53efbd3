//! Interleaved rounds: each holds one time of either cell, measured within moments of each other.
//!
//! Whatever slows a whole round cancels in its log ratio. The signs of the log ratios are tosses of a
//! fair coin where nothing changed (the exact sign test), so the rate of false alarms is known without
//! any assumption about the noise.

use super::Comparison;
use super::verdict::{Decision, verdict};
use crate::error::{StatsError, positive};
use crate::fair_coin::sign_test;
use crate::median_interval::{median_estimate, median_interval_exact};
use crate::quantile::median;

/// Compares times (or any positive costs) paired by round: `base[i]` and `new[i]` are of round i.
/// The unit is the round; rounds must be independent of each other.
///
/// # Errors
/// Slices of different length, none at all, a time that is not positive and finite, a bad decision.
pub fn paired(base: &[f64], new: &[f64], decision: Decision) -> Result<Comparison, StatsError> {
    compare(&log_ratios(base, new)?, decision)
}

/// Compares rounds nested in launches: each launch is (times of base, times of new), paired by round.
/// A launch stands with the median of its log ratios and the unit is the launch, because launches of
/// one binary differ by more than their rounds do.
///
/// # Errors
/// As [`paired`], for each launch.
pub fn paired_launches(launches: &[(Vec<f64>, Vec<f64>)], decision: Decision) -> Result<Comparison, StatsError> {
    let medians = launches.iter().map(|(base, new)| median(&log_ratios(base, new)?)).collect::<Result<Vec<_>, _>>()?;
    if medians.is_empty() {
        return Err(StatsError::TooFew { what: "launches", needed: 1, present: 0 });
    }
    compare(&medians, decision)
}

fn log_ratios(base: &[f64], new: &[f64]) -> Result<Vec<f64>, StatsError> {
    if base.len() != new.len() {
        return Err(StatsError::Unpaired { what: "times paired by round", left: base.len(), right: new.len() });
    }
    positive("times of base", base, 1)?;
    positive("times of new", new, 1)?;
    Ok(base.iter().zip(new).map(|(b, n)| b.ln() - n.ln()).collect())
}

fn compare(logs: &[f64], decision: Decision) -> Result<Comparison, StatsError> {
    decision.check()?;
    let count = |holds: fn(&f64) -> bool| logs.iter().filter(|l| holds(l)).count();
    let (up, down) = (count(|l| *l > 0.0), count(|l| *l < 0.0));
    Ok(Comparison {
        ratio: median_estimate(logs, decision.level)?.map_monotone(f64::exp),
        p_value: sign_test(up, logs.len() - up - down, down),
        // The exact interval, not the interpolated one: here the promise is a bound.
        verdict: verdict(median_interval_exact(logs, decision.deciding_level())?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratio::Verdict;

    /// `n` rounds whose common speed drifts wildly.
    fn drifting(n: usize) -> Vec<f64> {
        (0..n).map(|i| 1.0 + (i % 5) as f64).collect()
    }

    fn times(of: &[f64], factor: f64) -> Vec<f64> {
        of.iter().map(|t| t * factor).collect()
    }

    #[test]
    fn drift_cancels_and_the_ratio_is_exact() {
        let base = drifting(10);
        let c = paired(&base, &times(&base, 0.5), Decision::default()).unwrap();
        assert!((c.ratio.value - 2.0).abs() <= 1e-15);
        assert_eq!((c.verdict, c.ratio.n), (Verdict::Faster, 10));
        assert_eq!(c.p_value, 2.0 / 1024.0);
        let back = paired(&times(&base, 0.5), &base, Decision::default()).unwrap();
        assert_eq!(back.verdict, Verdict::Slower);
        assert!((back.ratio.value - 0.5).abs() <= 1e-15);
    }

    #[test]
    fn the_same_times_twice_are_no_difference_of_zero_width() {
        let base = drifting(10);
        let c = paired(&base, &base, Decision::default()).unwrap();
        assert_eq!((c.ratio.value, c.p_value), (1.0, 1.0));
        assert_eq!(c.verdict, Verdict::NoDifference { detectable: 0.0 });
    }

    #[test]
    fn seven_rounds_are_too_few_for_one_alarm_in_a_hundred() {
        let verdict_of = |n| {
            let base = drifting(n);
            paired(&base, &times(&base, 2.0), Decision::default()).unwrap().verdict
        };
        assert_eq!(verdict_of(7), Verdict::NoDifference { detectable: f64::INFINITY });
        assert_eq!(verdict_of(8), Verdict::Slower);
    }

    #[test]
    fn the_verdict_agrees_with_the_sign_test() {
        // k rounds say faster, the rest slower, one is a tie.
        for n in [8usize, 15, 30] {
            for k in 0..n {
                let base = vec![1.0; n];
                let mut new = vec![2.0; n];
                new[..k].fill(0.5);
                new[n - 1] = 1.0;
                let c = paired(&base, &new, Decision::default()).unwrap();
                let alarm = !matches!(c.verdict, Verdict::NoDifference { .. });
                assert_eq!(alarm, c.p_value <= 0.01, "n {n}, k {k}, p {}", c.p_value);
            }
        }
    }

    #[test]
    fn launches_are_the_units() {
        let launch = (vec![1.0; 50], vec![0.9; 50]);
        let few = paired_launches(&vec![launch.clone(); 3], Decision::default()).unwrap();
        assert_eq!(few.ratio.n, 3);
        assert_eq!(few.verdict, Verdict::NoDifference { detectable: f64::INFINITY });
        let many = paired_launches(&vec![launch; 8], Decision::default()).unwrap();
        assert_eq!(many.verdict, Verdict::Faster);
    }

    #[test]
    fn mistakes_are_named() {
        let d = Decision::default();
        assert!(matches!(paired(&[1.0], &[], d), Err(StatsError::Unpaired { left: 1, right: 0, .. })));
        assert!(matches!(paired(&[], &[], d), Err(StatsError::TooFew { .. })));
        assert!(matches!(paired(&[0.0], &[1.0], d), Err(StatsError::NotPositive { .. })));
        assert!(matches!(paired_launches(&[], d), Err(StatsError::TooFew { .. })));
    }
}
