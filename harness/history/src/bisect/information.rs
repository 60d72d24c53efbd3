//! What a measurement would tell.

use std::f64::consts::TAU;

/// Points at which the integral is taken: with a smooth function that vanishes at both ends the sum converges faster than any
/// power of the step, and 60 are exact to some six digits.
const POINTS: usize = 60;

/// How far beyond the mean a normal distribution is followed, in standard deviations.
const REACH: f64 = 6.0;

/// A normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Normal {
    pub mean: f64,
    pub variance: f64,
}

impl Normal {
    fn density(&self, x: f64) -> f64 {
        (-(x - self.mean).powi(2) / (2.0 * self.variance)).exp() / (TAU * self.variance).sqrt()
    }

    /// The one with mean and variance of a mixture of several, each with its weight; `None` where no weight is above zero.
    pub(super) fn of_mixture(parts: impl Iterator<Item = (f64, Normal)> + Clone) -> Option<(f64, Normal)> {
        let weight: f64 = parts.clone().map(|(weight, _)| weight).sum();
        if weight <= 0.0 {
            return None;
        }
        let mean = parts.clone().map(|(w, part)| w * part.mean).sum::<f64>() / weight;
        let variance = parts.map(|(w, part)| w * (part.variance + (part.mean - mean).powi(2))).sum::<f64>() / weight;
        Some((weight, Normal { mean, variance }))
    }
}

/// How much a value tells of which of two distributions it came from, in nats, where the second has the probability `second`:
/// their mutual information.
pub(super) fn information(second: f64, [a, b]: [Normal; 2]) -> f64 {
    // Each around its own mean: between two that lie far apart there is nothing to be summed.
    let of = |own: Normal, share: f64| {
        let step = 2.0 * REACH / POINTS as f64;
        let gain = |i: usize| {
            let deviate = step * i as f64 - REACH;
            let x = own.mean + deviate * own.variance.sqrt();
            let whole = (1.0 - second) * a.density(x) + second * b.density(x);
            (-deviate * deviate / 2.0).exp() * (own.density(x) / whole).ln()
        };
        if share > 0.0 { share * step / TAU.sqrt() * (0..=POINTS).map(gain).sum::<f64>() } else { 0.0 }
    };
    of(a, 1.0 - second) + of(b, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(mean: f64) -> Normal {
        Normal { mean, variance: 1.0 }
    }

    #[test]
    fn what_lies_far_apart_tells_all_and_what_is_the_same_nothing() {
        for mean in [9.0, 1e3, 1e9] {
            assert!((information(0.5, [at(0.0), at(mean)]) - 2f64.ln()).abs() < 1e-4, "{mean}");
        }
        assert!(information(0.5, [at(0.0), at(0.0)]).abs() < 1e-12);
        assert_eq!(information(0.0, [at(0.0), at(9.0)]), 0.0);
    }

    #[test]
    fn the_capacity_of_a_noisy_channel_is_that_of_the_table() {
        // A binary input over a Gaussian channel at a signal-to-noise ratio of 0 dB: 0.4859 bits.
        let bits = information(0.5, [at(-1.0), at(1.0)]) / 2f64.ln();
        assert!((bits - 0.4859).abs() < 1e-4, "{bits}");
    }

    #[test]
    fn a_mixture_has_the_variance_within_and_between() {
        let (weight, both) = Normal::of_mixture([(1.0, at(0.0)), (3.0, at(4.0))].into_iter()).unwrap();
        assert_eq!((weight, both.mean, both.variance), (4.0, 3.0, 4.0));
        assert_eq!(Normal::of_mixture([(0.0, at(0.0))].into_iter()), None);
    }
}
