//! A vector of points at a time, row by row.

use crate::block::in_turn;
use crate::stencil::{Stencil, Sweep};
use crate::{Block, Params};
use std::ops::Range;
use tenfold_kernel::{Setting, Workspace, pulp::Simd};

/// Runs all steps on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let [mut next, mut after] = in_turn(setting.params.steps, space, output);

    // Steps: the first one reads the input where it lies.
    let sweep = Sweep::new(setting, input, 1..input.size()[1] + 1);
    let inside = input.stride()..next.len() - input.stride();
    sweep.step(&input.cells, &mut next[inside.clone()]);
    for _ in 1..setting.params.steps {
        sweep.step(next, &mut after[inside.clone()]);
        std::mem::swap(&mut next, &mut after);
    }
}

// Heart: a vector at a time.
/// Updates a row: `to[j]` from `here[j + 1]` and its four neighbours. The rows of the step before are two cells longer.
#[inline(always)]
pub fn row<S: Simd>(simd: S, stencil: Stencil, [above, here, below]: [&[f64]; 3], to: &mut [f64]) {
    let (n, lanes) = (to.len(), S::F64_LANES);
    let (left, right) = (&here[..n], &here[2..n + 2]);
    let (above, here, below) = (&above[1..n + 1], &here[1..n + 1], &below[1..n + 1]);
    if n < lanes || lanes == 2 {
        // Two lanes are what the compiler fills by itself, in a loop that it unrolls.
        return (0..n).for_each(|j| to[j] = stencil.at(here[j], left[j], right[j], above[j], below[j]));
    }
    // Only the stores of the first and the last vector may cross a cache line. These two overlap the vectors beside them:
    // a point that is computed twice gets the same value.
    let aligned = to.as_ptr().align_offset(size_of::<S::f64s>()).min(n);
    let (keep, nu) = (simd.splat_f64s(stencil.keep), simd.splat_f64s(stencil.nu));
    for points in &[0..lanes, aligned..n, n - lanes..n] {
        let (left, right) = (vectors::<S>(left, points), vectors::<S>(right, points));
        let (above, below) = (vectors::<S>(above, points), vectors::<S>(below, points));
        let here = vectors::<S>(here, points);
        let to = S::as_mut_simd_f64s(&mut to[points.clone()]).0;
        for v in 0..to.len() {
            let around = simd.add_f64s(simd.add_f64s(left[v], right[v]), simd.add_f64s(above[v], below[v]));
            to[v] = simd.add_f64s(simd.mul_f64s(keep, here[v]), simd.mul_f64s(nu, around));
        }
    }
}

/// The whole vectors of `points` in `row`.
#[inline(always)]
fn vectors<'a, S: Simd>(row: &'a [f64], points: &Range<usize>) -> &'a [S::f64s] {
    S::as_simd_f64s(&row[points.clone()]).0
}
