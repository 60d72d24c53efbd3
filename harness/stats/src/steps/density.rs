//! The densities that noise is made of.

use std::f64::consts::PI;

/// How innovations are distributed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tail {
    Normal,
    /// Student's t with 3 degrees of freedom.
    Student,
}

impl Tail {
    /// The logarithm of the density of a standardised innovation.
    pub fn log_density(self, z: f64) -> f64 {
        match self {
            Tail::Normal => -0.5 * (z * z + (2.0 * PI).ln()),
            // Γ(2) / (Γ(3/2) √(3π)) (1 + z²/3)⁻²
            Tail::Student => (2.0 / (PI * 3f64.sqrt())).ln() - 2.0 * (z * z / 3.0).ln_1p(),
        }
    }

    /// The weight of an innovation in the likeliest level and scale.
    pub fn weight(self, z: f64) -> f64 {
        match self {
            Tail::Normal => 1.0,
            Tail::Student => 4.0 / (3.0 + z * z),
        }
    }

    /// Rounds of weighting that come near enough to the likeliest. Normal ones need a second only where nights have errors.
    pub fn rounds(self) -> usize {
        match self {
            Tail::Normal => 2,
            Tail::Student => 6,
        }
    }

    /// Standard deviation of an innovation of scale 1.
    pub fn deviation(self) -> f64 {
        match self {
            Tail::Normal => 1.0,
            Tail::Student => 3f64.sqrt(),
        }
    }

    /// How many robust standard deviations away a point is an outlier.
    pub fn far(self) -> f64 {
        match self {
            Tail::Normal => 4.0,
            Tail::Student => 20.0,
        }
    }
}

/// √(τ/π) u⁻² exp(−τ/u²) with τ = `mode`²: it has its greatest values at ±`mode`, none at 0, and sums to 1 (V. E. Johnson and
/// D. Rossell, "On the use of non-local prior densities in Bayesian hypothesis tests", Journal of the Royal Statistical Society B
/// 72 (2010) 143–170).
pub(super) fn inverse_moment(u: f64, mode: f64) -> f64 {
    let ratio = mode / u;
    if ratio.abs() > 20.0 { 0.0 } else { ratio * ratio / (mode * PI.sqrt()) * (-ratio * ratio).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ∫ f from −`end` to `end`, by Simpson's rule.
    fn sum(end: f64, f: impl Fn(f64) -> f64) -> f64 {
        let n = 40_000;
        let h = 2.0 * end / f64::from(n);
        let weight = |i: i32| {
            if i == 0 || i == n {
                1.0
            } else if i % 2 == 1 {
                4.0
            } else {
                2.0
            }
        };
        (0..=n).map(|i| weight(i) * f(h * f64::from(i) - end)).sum::<f64>() * h / 3.0
    }

    #[test]
    fn densities_sum_to_one() {
        assert!((sum(12.0, |z| Tail::Normal.log_density(z).exp()) - 1.0).abs() < 1e-9);
        // Beyond ±200 a t with 3 degrees has 2.8e-7, and an inverse moment of mode 3 has 2 · 3 / (200 √π).
        assert!((sum(200.0, |z| Tail::Student.log_density(z).exp()) - 1.0).abs() < 1e-6);
        let beyond = 2.0 * 3.0 / (200.0 * PI.sqrt());
        assert!((sum(200.0, |u| inverse_moment(u, 3.0)) + beyond - 1.0).abs() < 1e-5);
        assert!(inverse_moment(3.0, 3.0) > inverse_moment(2.9, 3.0).max(inverse_moment(3.1, 3.0)));
        assert_eq!(inverse_moment(0.0, 3.0), 0.0);
    }
}
