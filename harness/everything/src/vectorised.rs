//! As many products at once as a vector has lanes.

use crate::{Operands, Params, Product, order};
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Path, Setting, Workspace, on_path};

pub fn plan(setting: &Setting<Params>, input: &Operands) -> Vec<f64> {
    packed(&input.b, order(setting.params)).collect()
}

pub fn run(setting: &Setting<Params, Vec<f64>>, input: &Operands, _space: &Workspace, output: &mut Product) {
    // Operands: B column by column.
    let (n, a, b) = (order(setting.params), &input.a, setting.plan);

    // Product: each entry is a row times a column.
    output.c.fill(0.0);
    add_product(setting.path, n, a, b, &mut output.c);
}

/// B, of so many columns, column by column.
pub fn packed(b: &[f64], columns: usize) -> impl Iterator<Item = f64> {
    (0..columns).flat_map(move |j| b[j..].iter().step_by(columns).copied())
}

/// Adds A·B to C: A's rows and the columns of B, which is packed, have `depth` entries.
pub fn add_product(path: Path, depth: usize, a: &[f64], b: &[f64], c: &mut [f64]) {
    on_path!(path, all(depth: usize, a: &[f64], b: &[f64], c: &mut [f64]));
}

// Heart: a row times a column, lane by lane.
#[inline(always)]
fn all<S: Simd>(simd: S, depth: usize, a: &[f64], b: &[f64], c: &mut [f64]) {
    let rows = a.chunks_exact(depth).flat_map(|a| b.chunks_exact(depth).map(move |b| (a, b)));
    for ((a, b), c) in rows.zip(c) {
        let ((a, last_a), (b, last_b)) = (S::as_simd_f64s(a), S::as_simd_f64s(b));
        let sums = a.iter().zip(b).fold(simd.splat_f64s(0.0), |sum, (&a, &b)| simd.mul_add_e_f64s(a, b, sum));
        *c += simd.reduce_sum_f64s(sums) + last_a.iter().zip(last_b).map(|(a, b)| a * b).sum::<f64>();
    }
}
