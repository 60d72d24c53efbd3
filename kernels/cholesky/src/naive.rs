//! The definition, solved for one entry of L after the other, row by row (Cholesky–Banachiewicz).
//!
//! Both factors of each sum lie along rows of L. The additions have to wait for each other, as their order is given: with the
//! strict rounding of Rust and C, no compiler may change it.

use crate::{Factor, Matrix, Params};
use tenfold_kernel::{Setting, Workspace};

/// Factors on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Matrix, _: &Workspace, output: &mut Factor) {
    // Matrix: as it lies; only its lower half is read.
    let (n, a, l) = (setting.params.order(), &input.a, &mut output.l);

    // Factor: each entry by those before it.
    for (i, a) in a.chunks_exact(n).enumerate() {
        let (done, rest) = l.split_at_mut(i * n);
        let row = &mut rest[..n];
        for (j, above) in done.chunks_exact(n).enumerate() {
            row[j] = (a[j] - dot(&row[..j], &above[..j])) / above[j];
        }
        row[i] = (a[i] - dot(&row[..i], &row[..i])).sqrt();
        row[i + 1..].fill(0.0);
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}
