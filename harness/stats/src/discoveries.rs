//! Many comparisons at once: how many of the alarms are false?
//!
//! Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal
//! Statistical Society B 57 (1995) 289–300. Of the comparisons it calls discoveries the expected share
//! that is false is at most the rate asked, for independent (and positively dependent) comparisons.

use crate::error::{StatsError, finite, within};

/// Adjusted p-values in the order of `p_values`: the least rate at which each is a discovery.
///
/// # Errors
/// A p-value that is not in 0 … 1.
pub fn adjusted(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    finite("p-values", p_values, 0)?;
    p_values.iter().try_for_each(|&p| within("p-value", p, 0.0, 1.0))?;
    let m = p_values.len();
    let mut by_size: Vec<usize> = (0..m).collect();
    by_size.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut result = vec![1.0; m];
    let mut least: f64 = 1.0;
    for (rank, &i) in by_size.iter().enumerate().rev() {
        least = least.min(p_values[i] * m as f64 / (rank + 1) as f64);
        result[i] = least;
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_s_example_makes_four_discoveries() {
        // Benjamini & Hochberg 1995, §4.1: fifteen p-values, q = 0.05.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let found = adjusted(&p).unwrap();
        assert_eq!(found.iter().filter(|&&p| p <= 0.05).count(), 4);
        assert!(found[..4].iter().all(|&p| p <= 0.05));
    }

    #[test]
    fn order_is_kept_and_a_larger_p_never_wins() {
        assert_eq!(adjusted(&[0.04, 0.01, 0.03]).unwrap(), [0.04, 0.03, 0.04]);
        assert_eq!(adjusted(&[0.2]).unwrap(), [0.2]);
        assert_eq!(adjusted(&[]).unwrap(), [0.0; 0]);
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        assert!(adjusted(&[0.5, f64::NAN]).is_err());
        assert!(adjusted(&[1.1]).is_err());
    }
}
