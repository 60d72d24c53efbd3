//! Vectorised, row by row: dot product and gradient in vectors, one sample at a time.

use crate::data::Rows;
pub use crate::training::plan;
use crate::training::{Largest, train};
use crate::{Data, Model, Params, vectorised};
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

fn add(path: Path, rows: Rows, weights: &[f64], scale: f64, gradient: &mut [f64], sums: &mut [i64]) {
    on_path!(path, singly(rows: Rows, weights: &[f64], scale: f64, gradient: &mut [f64], sums: &mut [i64]));
}

// Heart: weights and gradient are loaded anew for each sample.
#[inline(always)]
fn singly<S: Simd>(simd: S, rows: Rows, weights: &[f64], scale: f64, gradient: &mut [f64], sums: &mut [i64]) {
    vectorised::groups::<S, 1>(simd, rows, weights, scale, gradient, sums);
}
