//! How much a profiler slows down what it watches.

use serde::{Deserialize, Serialize};

/// How much longer a run takes under the profiler.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overhead {
    /// The median over the pairs of `with / without − 1`: 0.02 means 2 % longer. Negative where noise is greater than
    /// the overhead.
    pub share: f64,
    /// The least of the pairs.
    pub least: f64,
    /// The greatest of the pairs.
    pub greatest: f64,
    /// How many pairs.
    pub pairs: usize,
}

/// The overhead from seconds per run `without` and `with` the profiler. The i-th of each were measured side by side (in
/// one process, alternating), so that what else the machine did is in both. `None` without a pair, or where a time is not
/// a positive number.
pub fn overhead(without: &[f64], with: &[f64]) -> Option<Overhead> {
    let mut shares: Vec<f64> = without.iter().zip(with).map(|(without, with)| with / without - 1.0).collect();
    let times_are_sound = without.iter().chain(with).all(|t| t.is_finite() && *t > 0.0);
    if shares.is_empty() || !times_are_sound {
        return None;
    }
    shares.sort_by(f64::total_cmp);
    let (n, middle) = (shares.len(), shares.len() / 2);
    let median = if n % 2 == 1 { shares[middle] } else { (shares[middle - 1] + shares[middle]) / 2.0 };
    Some(Overhead { share: median, least: shares[0], greatest: shares[n - 1], pairs: n })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_disturbed_pair_does_not_move_the_median() {
        let found = overhead(&[1.0, 2.0, 4.0], &[1.25, 2.5, 40.0]).unwrap();
        assert_eq!(found, Overhead { share: 0.25, least: 0.25, greatest: 9.0, pairs: 3 });
        assert_eq!(overhead(&[1.0, 1.0], &[1.0, 1.5]).unwrap().share, 0.25);
    }

    #[test]
    fn no_number_comes_from_no_time() {
        for (without, with) in [(&[][..], &[][..]), (&[0.0], &[1.0]), (&[1.0], &[f64::NAN]), (&[1.0], &[])] {
            assert_eq!(overhead(without, with), None);
        }
    }
}
