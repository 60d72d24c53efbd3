//! Roots of unity and decays: what every transform and every step is made of.

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

/// Diffusivity of the published problem.
const ALPHA: f64 = 1e-6;

/// By what the wave at place `k` of `len` along one axis has decayed at time `t`: exp(−4π²·α·t·k²). The numbers of
/// waves from len/2 on are negative: k − len.
pub fn decay(k: usize, len: usize, t: usize) -> f64 {
    let k = k.min(len - k) as f64;
    (-TAU * TAU * ALPHA * t as f64 * k * k).exp()
}
