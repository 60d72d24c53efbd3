//! Vectorised: eight samples at a time, so that weights and gradient are loaded once for all of them.

use crate::data::Rows;
pub use crate::training::plan;
use crate::training::{Largest, train};
use crate::{Data, Model, Params};
use std::array::from_fn;
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Path, Setting, Workspace, on_path};

/// Takes all steps on the calling thread.
pub fn run(setting: &Setting<Params, Largest>, data: &Data, space: &Workspace, model: &mut Model) {
    // Memory: a gradient, and the sums that it is rounded to.
    let (gradient, sums) = (space.buffer(data.features), space.buffer(data.features + 1));

    // Steps: all begin with weights of 0.
    train(setting, data, model, sums, |batch, scale, weights, sums| {
        data.pieces(batch).for_each(|rows| add(setting.path, rows, weights, scale, gradient, sums));
    });
}

/// Adds the gradient of a piece and its squared residuals, as multiples of 1/`scale`, to `sums`. `gradient` is scratch.
pub fn add(path: Path, rows: Rows, weights: &[f64], scale: f64, gradient: &mut [f64], sums: &mut [i64]) {
    on_path!(path, by_eight(rows: Rows, weights: &[f64], scale: f64, gradient: &mut [f64], sums: &mut [i64]));
}

#[inline(always)]
fn by_eight<S: Simd>(simd: S, rows: Rows, weights: &[f64], scale: f64, gradient: &mut [f64], sums: &mut [i64]) {
    groups::<S, 8>(simd, rows, weights, scale, gradient, sums);
}

/// As [`add`], `R` samples at a time; those that are left go singly.
#[inline(always)]
pub fn groups<S: Simd, const R: usize>(simd: S, rows: Rows, w: &[f64], scale: f64, g: &mut [f64], sums: &mut [i64]) {
    let (n, whole, mut squares) = (w.len(), rows.y.len() / R * R, 0.0);
    g.fill(0.0);
    for (x, y) in rows.x.chunks_exact(R * n).zip(rows.y.chunks_exact(R)) {
        group::<S, R>(simd, x, y, w, g, &mut squares);
    }
    for (x, y) in rows.x[whole * n..].chunks_exact(n).zip(rows.y[whole..].chunks_exact(1)) {
        group::<S, 1>(simd, x, y, w, g, &mut squares);
    }
    sums.iter_mut().zip(g.iter().chain([&squares])).for_each(|(sum, part)| *sum += (part * scale) as i64);
}

// Heart: a vector of the weights for R dot products, a vector of the gradient for R samples that add to it.
#[inline(always)]
fn group<S: Simd, const R: usize>(simd: S, x: &[f64], y: &[f64], w: &[f64], g: &mut [f64], squares: &mut f64) {
    let (n, (w, last_w), (g, last_g)) = (w.len(), S::as_simd_f64s(w), S::as_mut_simd_f64s(g));
    let vectors: [&[S::f64s]; R] = from_fn(|row| &S::as_simd_f64s(&x[row * n..][..n]).0[..w.len()]);
    let last: [&[f64]; R] = from_fn(|row| &x[(row + 1) * n - last_w.len()..][..last_w.len()]);
    let mut sums = [simd.splat_f64s(0.0); R];
    for (j, &w) in w.iter().enumerate() {
        for (sum, x) in sums.iter_mut().zip(&vectors) {
            *sum = fused(simd, x[j], w, *sum);
        }
    }
    let rest = |row: usize| last[row].iter().zip(last_w).map(|(x, w)| x * w).sum::<f64>();
    let residuals: [f64; R] = from_fn(|row| simd.reduce_sum_f64s(sums[row]) + rest(row) - y[row]);
    for (j, g) in g[..w.len()].iter_mut().enumerate() {
        for (x, &residual) in vectors.iter().zip(&residuals) {
            *g = fused(simd, x[j], simd.splat_f64s(residual), *g);
        }
    }
    for (x, residual) in last.iter().zip(residuals) {
        last_g.iter_mut().zip(*x).for_each(|(g, x)| *g += residual * x);
        *squares += residual * residual;
    }
}

/// x·y + z, fused where there is an instruction for it.
#[inline(always)]
fn fused<S: Simd>(simd: S, x: S::f64s, y: S::f64s, z: S::f64s) -> S::f64s {
    if S::F64_LANES > 2 { simd.mul_add_f64s(x, y, z) } else { simd.add_f64s(simd.mul_f64s(x, y), z) }
}
