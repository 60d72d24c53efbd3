//! Series whose truth is known: noise with a planted change, and how a detector did on it.

use super::Step;
use crate::normal::normal_quantile;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};

/// How a night scatters around the level, with a standard deviation of 1 (without its spikes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// Normal.
    Gaussian,
    /// Student's t with 3 degrees of freedom.
    HeavyTailed,
    /// Normal, and 10 more in one night of 20.
    Spiky,
    /// Normal, each night keeping half of the deviation of the one before.
    Autocorrelated,
}

impl Noise {
    /// All of them.
    pub const EACH: [Noise; 4] = [Noise::Gaussian, Noise::HeavyTailed, Noise::Spiky, Noise::Autocorrelated];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Noise::Gaussian => "Gaussian",
            Noise::HeavyTailed => "heavy-tailed",
            Noise::Spiky => "spiky",
            Noise::Autocorrelated => "autocorrelated",
        }
    }

    /// `nights` of it.
    pub fn series(self, nights: usize, seed: u64) -> Vec<f64> {
        let mut draws = Pcg64Mcg::seed_from_u64(seed);
        let mut before = normal(&mut draws);
        let mut night = || match self {
            Noise::Gaussian => normal(&mut draws),
            Noise::HeavyTailed => {
                let squares: f64 = (0..3).map(|_| normal(&mut draws).powi(2)).sum();
                // t₃ has a variance of 3.
                normal(&mut draws) / squares.sqrt()
            }
            Noise::Spiky => normal(&mut draws) + if uniform(&mut draws) < 0.05 { 10.0 } else { 0.0 },
            Noise::Autocorrelated => {
                before = 0.5 * before + 0.75f64.sqrt() * normal(&mut draws);
                before
            }
        };
        (0..nights).map(|_| night()).collect()
    }
}

/// What is planted from a night on, in standard deviations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// Another level.
    Step(f64),
    /// So much more every night.
    Creep(f64),
    /// One night, and then as before.
    Spike(f64),
}

impl Change {
    /// `series` with it from `at` on.
    pub fn planted(self, mut series: Vec<f64>, at: usize) -> Vec<f64> {
        for (since, value) in series.iter_mut().skip(at).enumerate() {
            *value += match self {
                Change::Step(size) => size,
                Change::Creep(a_night) => a_night * (since + 1) as f64,
                Change::Spike(size) if since == 0 => size,
                Change::Spike(_) => 0.0,
            };
        }
        series
    }
}

/// How many nights with a change planted at `at` it took until one was called, the first of them counted as 1.
pub fn nights(called: impl IntoIterator<Item = usize>, at: usize) -> Option<usize> {
    called.into_iter().find(|called| *called >= at).map(|called| called + 1 - at)
}

/// When the changes were called.
pub fn called(steps: &[Step]) -> impl Iterator<Item = usize> + '_ {
    steps.iter().map(|step| step.called)
}

/// In the middle of one of 2⁵³ equal parts of 0 … 1.
fn uniform(draws: &mut Pcg64Mcg) -> f64 {
    ((draws.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

fn normal(draws: &mut Pcg64Mcg) -> f64 {
    normal_quantile(uniform(draws))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_scatters_as_it_says() {
        let n = 40_000;
        for (noise, variance, kept) in [
            (Noise::Gaussian, 1.0, 0.0),
            (Noise::HeavyTailed, 1.0, 0.0),
            (Noise::Spiky, 1.0 + 100.0 * 0.05 * 0.95, 0.0),
            (Noise::Autocorrelated, 1.0, 0.5),
        ] {
            let values = noise.series(n, 3);
            let mean = values.iter().sum::<f64>() / n as f64;
            let covariance = |lag: usize| {
                values.iter().zip(&values[lag..]).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / n as f64
            };
            // The variance of t₃ converges slowly.
            let within = if noise == Noise::HeavyTailed { 0.25 } else { 0.05 };
            assert!((covariance(0) / variance - 1.0).abs() < within, "{noise:?}: {}", covariance(0));
            assert!((covariance(1) / covariance(0) - kept).abs() < 0.03, "{noise:?}");
            assert_eq!(values, noise.series(n, 3));
            assert_ne!(values[..9], noise.series(9, 4));
        }
    }

    #[test]
    fn changes_are_planted_from_their_night_on_and_counted_from_it() {
        let planted = |change: Change| change.planted(vec![0.0; 5], 2);
        assert_eq!(planted(Change::Step(3.0)), [0.0, 0.0, 3.0, 3.0, 3.0]);
        assert_eq!(planted(Change::Creep(0.5)), [0.0, 0.0, 0.5, 1.0, 1.5]);
        assert_eq!(planted(Change::Spike(9.0)), [0.0, 0.0, 9.0, 0.0, 0.0]);
        assert_eq!(nights([1, 3], 2), Some(2));
        assert_eq!((nights([2], 2), nights([1], 2)), (Some(1), None));
    }
}
