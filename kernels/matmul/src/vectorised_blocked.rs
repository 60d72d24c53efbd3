//! Whole vectors, and blocks of B that stay in the cache while all rows of A meet them.

use crate::vectorised::fused;
use crate::{Operands, Params, Product};
use std::array::from_fn;
use std::ops::Range;
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Setting, Workspace, on_path};

/// Rows and columns of a block of B: 128 KiB, which every second-level cache holds.
const BLOCK: [usize; 2] = [32, 512];

/// Multiplies on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Operands, _: &Workspace, output: &mut Product) {
    // Operands: as they lie.
    let ([_, k, n], a, b) = (setting.params.shape(), &input.a[..], &input.b[..]);

    // Product: a block of B after the other.
    output.c.fill(0.0);
    let c = &mut output.c[..];
    let cut = |extent: usize, size| (0..extent).step_by(size).map(move |start| start..extent.min(start + size));
    for columns in cut(n, BLOCK[1]) {
        for rows in cut(k, BLOCK[0]) {
            let block = [&rows, &columns];
            on_path!(setting.path, add(block: [&Range<usize>; 2], a: &[f64], b: &[f64], c: &mut [f64], k: usize, n: usize));
        }
    }
}

/// Adds to C what a block of B contributes to it.
#[inline(always)]
fn add<S: Simd>(simd: S, block: [&Range<usize>; 2], a: &[f64], b: &[f64], c: &mut [f64], k: usize, n: usize) {
    let [rows, columns] = block;
    for (a, c) in a.chunks_exact(k).zip(c.chunks_exact_mut(n)) {
        for first in rows.clone().step_by(4) {
            // Behind the last row the same once more, times 0.
            let factors = from_fn(|i| if first + i < rows.end { a[first + i] } else { 0.0 });
            let lines = from_fn(|i| &b[(first + i).min(rows.end - 1) * n..][columns.clone()]);
            gather(simd, factors, lines, &mut c[columns.clone()]);
        }
    }
}

// Heart: four rows of B for each time that a row of C is loaded and stored.
/// Adds four rows of B, each times its factor, to a row of C.
#[inline(always)]
fn gather<S: Simd>(simd: S, factors: [f64; 4], rows: [&[f64]; 4], c: &mut [f64]) {
    let (whole, rest) = S::as_mut_simd_f64s(c);
    let vectors = rows.map(|row| &S::as_simd_f64s(row).0[..whole.len()]);
    let splats = factors.map(|factor| simd.splat_f64s(factor));
    for (v, c) in whole.iter_mut().enumerate() {
        let two = fused(simd, splats[1], vectors[1][v], fused(simd, splats[0], vectors[0][v], *c));
        *c = fused(simd, splats[3], vectors[3][v], fused(simd, splats[2], vectors[2][v], two));
    }
    let done = rows[0].len() - rest.len();
    for (j, c) in rest.iter_mut().enumerate() {
        for i in 0..4 {
            *c += factors[i] * rows[i][done + j];
        }
    }
}
