//! Tosses of a fair coin: the distribution behind the sign test and the interval of the median.
//!
//! Each value lies above the true median with probability ½, so the number above it is binomial with
//! p = ½ whatever the shape of the noise (W. J. Dixon and A. M. Mood, "The statistical sign test",
//! JASA 41 (1946) 557–566).

/// P(S = k) for S heads in `n` tosses of a fair coin, for every `k` from 0 to `n`.
///
/// Weights grow outward from the mode by exact ratios `C(n, k−1)/C(n, k) = k/(n−k+1)` and are divided
/// by their sum, so neither factorials nor logarithms lose digits; far tails underflow to zero.
pub(crate) fn tosses(n: usize) -> Vec<f64> {
    let mode = n / 2;
    let mut weights = vec![0.0; n + 1];
    weights[mode] = 1.0;
    for k in (1..=mode).rev() {
        weights[k - 1] = weights[k] * k as f64 / (n - k + 1) as f64;
    }
    for k in mode + 1..=n {
        weights[k] = weights[n - k];
    }
    let total: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|w| *w /= total);
    weights
}

/// P(S ≤ k) for S heads in `n` tosses of a fair coin, for every `k` from 0 to `n`.
pub(crate) fn cumulative(n: usize) -> Vec<f64> {
    let mut sum = 0.0;
    tosses(n)
        .into_iter()
        .map(|p| {
            sum += p;
            sum
        })
        .collect()
}

/// Two-sided p-value of the exact sign test: could these signs come from a median of zero?
///
/// Zeros are counted with the smaller side, the choice that never helps to reject (dropping them, as
/// Dixon and Mood do, would turn a coarse clock's ties into evidence). With this rule
/// `p <= 1 − level` exactly when the exact order-statistic interval of that level excludes zero.
pub fn sign_test(positive: usize, zero: usize, negative: usize) -> f64 {
    let n = positive + zero + negative;
    let minority = n - positive.max(negative);
    (2.0 * cumulative(n)[minority]).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_tosses_are_pascals_row() {
        let c = cumulative(4);
        let expected = [1.0 / 16.0, 5.0 / 16.0, 11.0 / 16.0, 15.0 / 16.0, 1.0];
        for (a, b) in c.iter().zip(expected) {
            assert!((a - b).abs() <= 1e-15, "{a} {b}");
        }
        assert_eq!(cumulative(0), [1.0]);
        assert_eq!(cumulative(1), [0.5, 1.0]);
    }

    #[test]
    fn odd_and_large_counts_are_symmetric() {
        for n in [3usize, 7, 101, 20_001] {
            let c = cumulative(n);
            assert!((c[n / 2] - 0.5).abs() <= 1e-12, "{n}: {}", c[n / 2]);
            assert!((c[n] - 1.0).abs() <= 1e-12);
        }
    }

    #[test]
    fn six_equal_signs_are_the_fewest_that_reject_at_five_per_cent() {
        assert_eq!(sign_test(6, 0, 0), 2.0 / 64.0);
        assert_eq!(sign_test(0, 0, 5), 2.0 / 32.0);
        assert_eq!(sign_test(9, 0, 1), 2.0 * 11.0 / 1024.0);
    }

    #[test]
    fn zeros_never_help_to_reject() {
        assert_eq!(sign_test(6, 1, 0), sign_test(6, 0, 1));
        assert_eq!(sign_test(0, 5, 0), 1.0);
        assert_eq!(sign_test(0, 0, 0), 1.0);
    }
}
