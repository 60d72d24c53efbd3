//! Sample quantiles by linear interpolation.
//!
//! Type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
//! Statistician 50 (1996) 361–365: the order statistic at position `1 + (n − 1)p`. It is the default
//! of NumPy, R and Excel, so a reader can repeat every figure.

use crate::error::{StatsError, finite, within};

/// The median: the middle value, or the mean of the two middle values.
///
/// # Errors
/// No values, or a value that is not finite.
pub fn median(values: &[f64]) -> Result<f64, StatsError> {
    quantile(values, 0.5)
}

/// The `p`-quantile, `0 <= p <= 1`.
///
/// # Errors
/// No values, a value that is not finite, or `p` outside its range.
pub fn quantile(values: &[f64], p: f64) -> Result<f64, StatsError> {
    finite("values", values, 1)?;
    check_p(p)?;
    Ok(selected(&mut values.to_vec(), p))
}

/// A sorted copy of at least one finite value.
pub(crate) fn sorted(values: &[f64]) -> Result<Vec<f64>, StatsError> {
    finite("values", values, 1)?;
    let mut v = values.to_vec();
    v.sort_unstable_by(f64::total_cmp);
    Ok(v)
}

/// Passes a probability on, or refuses it.
pub(crate) fn check_p(p: f64) -> Result<f64, StatsError> {
    within("quantile", p, 0.0, 1.0).map(|()| p)
}

/// The `p`-quantile of sorted, non-empty values, `0 <= p <= 1`.
pub(crate) fn of_sorted(sorted: &[f64], p: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * p;
    let below = position.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    between(sorted[below], sorted[above], position - below as f64)
}

/// The `p`-quantile of non-empty values, in linear time; `values` are reordered.
///
/// The bootstrap takes thousands of quantiles, and sorting each resample would dominate it.
pub(crate) fn selected(values: &mut [f64], p: f64) -> f64 {
    let position = (values.len() - 1) as f64 * p;
    let below = position.floor() as usize;
    let (_, &mut a, rest) = values.select_nth_unstable_by(below, f64::total_cmp);
    let b = rest.iter().copied().min_by(f64::total_cmp).unwrap_or(a);
    between(a, b, position - below as f64)
}

/// So much of the way from `a` to `b`.
fn between(a: f64, b: f64, share: f64) -> f64 {
    // Bootstrap replicates may be infinite, and neither 0 × ∞ nor ∞ − ∞ is a number.
    if share == 0.0 || a == b { a } else { a + share * (b - a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_the_middles() {
        assert_eq!(median(&[7.0]), Ok(7.0));
        assert_eq!(median(&[3.0, 1.0, 2.0]), Ok(2.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Ok(2.5));
    }

    #[test]
    fn quantiles_interpolate_between_neighbours() {
        let v = [10.0, 20.0, 30.0, 40.0, 50.0];
        assert_eq!(quantile(&v, 0.0), Ok(10.0));
        assert_eq!(quantile(&v, 1.0), Ok(50.0));
        assert_eq!(quantile(&v, 0.25), Ok(20.0));
        assert_eq!(quantile(&v, 0.125), Ok(15.0));
    }

    #[test]
    fn selection_and_sorting_agree() {
        let v = [5.0, -1.0, 3.0, 3.0, 9.0, 2.5, 0.0];
        for p in [0.0, 0.1, 0.25, 0.5, 0.77, 1.0] {
            assert_eq!(quantile(&v, p), Ok(of_sorted(&sorted(&v).unwrap(), p)));
        }
    }

    #[test]
    fn nothing_nan_and_wild_probabilities_are_refused() {
        assert!(matches!(median(&[]), Err(StatsError::TooFew { needed: 1, present: 0, .. })));
        assert!(matches!(median(&[1.0, f64::NAN]), Err(StatsError::NotFinite { index: 1, .. })));
        assert!(matches!(quantile(&[1.0], 1.5), Err(StatsError::OutOfRange { .. })));
    }
}
