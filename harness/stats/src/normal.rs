//! The normal distribution.

use statrs::distribution::{ContinuousCDF, Normal};

/// The standard normal deviate exceeded with probability `1 − p`, `0 < p < 1`; outside, infinite or no number.
pub fn normal_quantile(p: f64) -> f64 {
    if (0.0..=1.0).contains(&p) { Normal::standard().inverse_cdf(p) } else { f64::NAN }
}

/// The probability that a standard normal value is at most `z`.
pub fn normal_probability(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_tables_are_reproduced() {
        // Abramowitz & Stegun, table 26.5.
        for (p, z) in [
            (0.5, 0.0),
            (0.9, 1.281_551_565_545),
            (0.975, 1.959_963_984_540),
            (0.995, 2.575_829_303_549),
            (0.001, -3.090_232_306_168),
        ] {
            assert!((normal_quantile(p) - z).abs() <= 5e-9, "{p}: {}", normal_quantile(p));
        }
    }

    #[test]
    fn outside_the_unit_interval_there_is_no_number() {
        assert!(!normal_quantile(0.0).is_finite());
        assert!(normal_quantile(f64::NAN).is_nan());
        assert!(normal_quantile(1.5).is_nan());
    }

    #[test]
    fn a_deviate_has_the_probability_it_is_the_deviate_of() {
        for p in [1e-6, 0.01, 0.5, 0.975, 0.999] {
            assert!((normal_probability(normal_quantile(p)) / p - 1.0).abs() < 1e-7, "{p}");
        }
    }
}
