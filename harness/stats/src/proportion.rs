//! Exact bounds of a proportion.
//!
//! C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
//! Biometrika 26 (1934) 404–413: the greatest proportion under which so few successes (the least under which so many)
//! are not yet too unlikely. Never too narrow, for any number of trials.

use crate::error::{StatsError, within};
use crate::estimate::check_level;

/// The proportion that is at most this, with `level`: one-sided.
///
/// # Errors
/// No trials, more successes than trials, or a bad level.
pub fn at_most(successes: usize, trials: usize, level: f64) -> Result<f64, StatsError> {
    check(successes, trials, level)?;
    if successes == trials {
        return Ok(1.0);
    }
    // P(S <= successes) falls as p grows.
    Ok(bisect(|p| at_most_chance(successes, trials, p) > 1.0 - level))
}

/// The proportion that is at least this, with `level`: one-sided.
///
/// # Errors
/// As [`at_most`].
pub fn at_least(successes: usize, trials: usize, level: f64) -> Result<f64, StatsError> {
    check(successes, trials, level)?;
    Ok(1.0 - at_most(trials - successes, trials, level)?)
}

fn check(successes: usize, trials: usize, level: f64) -> Result<(), StatsError> {
    check_level(level)?;
    if trials == 0 {
        return Err(StatsError::TooFew { what: "trials for a proportion", needed: 1, present: 0 });
    }
    within("successes", successes as f64, 0.0, trials as f64)
}

/// P(S <= k) for S binomial(n, p), 0 < p < 1: the terms in logarithms, for p^n underflows.
fn at_most_chance(k: usize, n: usize, p: f64) -> f64 {
    let mut log_term = n as f64 * (-p).ln_1p();
    let mut sum = log_term.exp();
    for i in 1..=k {
        log_term += ((n - i + 1) as f64 / i as f64).ln() + p.ln() - (-p).ln_1p();
        sum += log_term.exp();
    }
    sum
}

/// Where `holds` turns from true to false on 0 … 1.
fn bisect(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if holds(middle) { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms_are_reproduced() {
        // No success: (1 − p)^n = 0.05; all but none: its mirror image.
        for n in [1, 10, 300, 5000] {
            let exact = 1.0 - 0.05f64.powf(1.0 / n as f64);
            assert!((at_most(0, n, 0.95).unwrap() - exact).abs() < 1e-12);
            assert!((at_least(n, n, 0.95).unwrap() - (1.0 - exact)).abs() < 1e-12);
        }
        assert_eq!(at_most(7, 7, 0.95), Ok(1.0));
        assert_eq!(at_least(0, 7, 0.95), Ok(0.0));
    }

    #[test]
    fn printed_values_are_reproduced() {
        // scipy.stats.beta.ppf(0.95, 21, 1980) and (0.975, 9, 2): the bounds of 20 in 2,000 and of 8 in 10.
        assert!((at_most(20, 2000, 0.95).unwrap() - 0.014_498_062_606_976_6).abs() < 1e-12);
        assert!((at_most(8, 10, 0.975).unwrap() - 0.974_789_273_673_166_6).abs() < 1e-12);
    }

    #[test]
    fn mistakes_are_named() {
        assert!(at_most(0, 0, 0.95).is_err());
        assert!(at_most(3, 2, 0.95).is_err());
        assert!(at_most(1, 2, 1.0).is_err());
    }
}
