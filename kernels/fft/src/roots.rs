//! Roots of unity and wave numbers: what every transform and every step is made of.

use std::f64::consts::TAU;
use tenfold_kernel::pulp::c64;

/// exp(−2πi·k/n), for n a power of two. The angle is at most a quarter turn, so that it is rounded little, and the four
/// quarters of the circle are exact.
pub fn root(k: usize, n: usize) -> c64 {
    let (quarter, rest) = (4 * (k % n) / n, (4 * (k % n)) % n);
    let (sin, cos) = (TAU * rest as f64 / (4 * n) as f64).sin_cos();
    match quarter {
        0 => c64::new(cos, -sin),
        1 => c64::new(-sin, -cos),
        2 => c64::new(-cos, sin),
        _ => c64::new(sin, cos),
    }
}

/// The wave number at place `k` of `n`: those from n/2 on are negative.
pub fn wave_number(k: usize, n: usize) -> f64 {
    if 2 * k < n { k as f64 } else { k as f64 - n as f64 }
}

/// Diffusivity of the published problem.
const ALPHA: f64 = 1e-6;

/// By what a wave of number `k` along one axis has decayed at time `t`: exp(−4π²·α·t·k²).
pub fn decay(k: f64, t: usize) -> f64 {
    (-TAU * TAU * ALPHA * t as f64 * k * k).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_lie_on_the_circle_and_quarters_are_exact() {
        for n in [1, 2, 4, 8, 64, 1024] {
            for k in 0..2 * n {
                let angle = TAU * k as f64 / n as f64;
                assert!((root(k, n) - c64::new(angle.cos(), -angle.sin())).norm_sqr() < 1e-29, "{k} of {n}");
            }
        }
        let quarters = [0, 1, 2, 3].map(|k| root(k, 4));
        assert_eq!(quarters, [(1.0, 0.0), (0.0, -1.0), (-1.0, 0.0), (0.0, 1.0)].map(|(re, im)| c64::new(re, im)));
    }

    #[test]
    fn the_upper_half_of_the_wave_numbers_is_negative() {
        let all = |n: usize| (0..n).map(|k| wave_number(k, n)).collect::<Vec<_>>();
        assert_eq!(all(4), [0.0, 1.0, -2.0, -1.0]);
        assert_eq!((all(1), all(2)), (vec![0.0], vec![0.0, -1.0]));
    }
}
