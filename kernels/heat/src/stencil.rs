//! The arithmetic of one point, written once, and the way over the rows of a grid with it.

use crate::vectorised::row;
use crate::{Block, Params};
use std::ops::Range;
use tenfold_kernel::{Path, Setting, on_path, pulp::Simd};

/// u + ν·(left + right + above + below − 4u), as `keep`·u + ν·((left + right) + (above + below)) with
/// `keep` = 1 − 4ν: six operations.
///
/// Every variant evaluates this expression in this order and without fused multiply-adds, so all of them agree to the
/// last bit. Swapping left with right or above with below changes no bit, as additions of two numbers commute: mirrored
/// starts give mirrored answers exactly.
#[derive(Clone, Copy, Debug)]
pub struct Stencil {
    /// Weight of the point itself: 1 − 4ν.
    pub keep: f64,
    /// Weight of each neighbour: ν.
    pub nu: f64,
}

/// Floating-point operations of one point update as defined.
pub const FLOPS: f64 = 6.0;

impl Stencil {
    /// The stencil of the diffusion number ν = κ·dt/h².
    pub fn new(nu: f64) -> Self {
        Stencil { keep: 1.0 - 4.0 * nu, nu }
    }

    /// The new value of a point.
    #[inline(always)]
    pub fn at(self, here: f64, left: f64, right: f64, above: f64, below: f64) -> f64 {
        self.keep * here + self.nu * ((left + right) + (above + below))
    }
}

/// A way over the rows of a framed grid.
pub struct Sweep {
    stencil: Stencil,
    path: Path,
    stride: usize,
    cols: Range<usize>,
}

impl Sweep {
    /// Over the columns `cols` of `grid` and of those like it.
    pub fn new<L>(setting: &Setting<Params, L>, grid: &Block, cols: Range<usize>) -> Self {
        Sweep { stencil: Stencil::new(setting.params.nu), path: setting.path, stride: grid.stride(), cols }
    }

    /// One step of the rows of `to`; `from` holds the same rows with one more on either side.
    pub fn step(&self, from: &[f64], to: &mut [f64]) {
        let sweep = self;
        on_path!(self.path, rows(sweep: &Sweep, from: &[f64], to: &mut [f64]));
    }
}

#[inline(always)]
fn rows<S: Simd>(simd: S, sweep: &Sweep, from: &[f64], to: &mut [f64]) {
    let Sweep { stencil, stride, cols: Range { start, end }, .. } = *sweep;
    for (i, to) in to.chunks_exact_mut(stride).enumerate() {
        let line = |i: usize| &from[i * stride..][start - 1..end + 1];
        row(simd, stencil, [line(i), line(i + 1), line(i + 2)], &mut to[start..end]);
    }
}
