//! Jacobi's iteration in closed form.
//!
//! With ψ = 0 at the start, ψ after k iterations is Σ_{i<k} Mⁱ b: M replaces every point by the mean of its neighbours,
//! with 0 on the walls, and b is what the walls add to those means. The sines sin(pπi/(n+1)) sin(qπj/(n+1)) are
//! eigenvectors of M, with the eigenvalues 1 − σ, σ = sin²(pπh/2) + sin²(qπh/2), h = 1/(n+1). So in their basis M is a
//! factor, and the sum a geometric one: every point is known after any number of iterations, without any of them.

use crate::flow::on_the_wall;
use std::f64::consts::PI;

/// Σ_{i<k} (1 − σ)ⁱ, without cancellation where σ is small.
pub fn growth(sigma: f64, k: usize) -> f64 {
    if sigma < 1.0 { -(k as f64 * (-sigma).ln_1p()).exp_m1() / sigma } else { (1.0 - decay(sigma, k)) / sigma }
}

/// (1 − σ)ᵏ: what the k-th power of M leaves of a mode.
pub fn decay(sigma: f64, k: usize) -> f64 {
    if sigma < 1.0 { (k as f64 * (-sigma).ln_1p()).exp() } else { (1.0 - sigma).powi(k as i32) }
}

/// The interior points, row by row, where each mode of b counts `weight(σ)` times: [`growth`] makes ψ after k
/// iterations, 1/σ the steady state, [`decay`] what iteration k + 1 changes.
pub fn series(n: usize, weight: impl Fn(f64) -> f64) -> Vec<f64> {
    let half_turn = n + 1;
    // Whole turns are dropped before the angle is rounded.
    let sine = |i: usize| (PI * (i % (2 * half_turn)) as f64 / half_turn as f64).sin();
    let sines: Vec<f64> = (0..n * n).map(|k| sine((k / n + 1) * (k % n + 1))).collect();
    let halves: Vec<f64> = (1..=n).map(|p| (PI * p as f64 / (2 * half_turn) as f64).sin().powi(2)).collect();
    // What a point next to a wall gets of it.
    let from_walls = |k: usize| {
        let (i, j) = (k / n + 1, k % n + 1);
        let neighbours = [(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)];
        neighbours.into_iter().map(|(i, j)| on_the_wall(n, i, j)).sum::<f64>() / 4.0
    };
    let walls: Vec<f64> = (0..n * n).map(from_walls).collect();
    let mut modes = product(n, &product(n, &sines, &walls), &sines);
    for (k, mode) in modes.iter_mut().enumerate() {
        *mode *= weight(halves[k / n] + halves[k % n]) * (2.0 / half_turn as f64).powi(2);
    }
    product(n, &product(n, &sines, &modes), &sines)
}

/// The product of two n × n matrices.
fn product(n: usize, a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut c = vec![0.0; n * n];
    for (a, c) in a.chunks_exact(n).zip(c.chunks_exact_mut(n)) {
        for (a, b) in a.iter().zip(b.chunks_exact(n)).filter(|(a, _)| **a != 0.0) {
            c.iter_mut().zip(b).for_each(|(c, b)| *c += a * b);
        }
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The steady states that a direct solver found.
    #[test]
    fn the_steady_state_is_the_published_one() {
        for (n, published, tolerance) in [(32, 1542.0985515483, 1e-9), (320, 1546244.2222111889, 1e-5)] {
            let sum = series(n, f64::recip).iter().sum::<f64>();
            assert!((sum - published).abs() < tolerance, "n = {n}: {sum}");
        }
    }
}
