//! Several steps per pass through memory, so that memory no longer sets the pace: the wavefront.
//!
//! A step of row i needs rows i − 1 … i + 1 of the step before. So as soon as the first step has reached row i, the second
//! can do row i − 1, the third row i − 2, and so on: a front of `depth` rows, one for each step, moves down together.
//! Between two steps only three rows have to be kept, in a ring that stays in the cache; memory is read once and written
//! once for all steps.

use crate::block::in_turn;
use crate::vectorised::row;
use crate::wavefront::{KEPT, LINE, Source, Target, Wavefront, depth, passes, reach};
use crate::{Block, Params};
use std::ops::Range;
use tenfold_kernel::{Setting, Workspace, pulp::Simd};

/// Runs all steps on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (steps, [rows, cols]) = (setting.params.steps, input.size());
    let [mut next, mut after] = in_turn(passes(steps), space, output);
    let rings = space.buffer(Wavefront::SCRATCH);

    // Steps: as many per pass as its wavefront is deep; the first pass reads the input where it lies.
    let mut pass = |number: usize, from: &[f64], to: &mut [f64]| {
        let (source, target) = (Source::whole(from, [rows, cols]), Target::inside(to, cols, 1));
        Wavefront::new(setting, depth(steps, number)).advance(&source, source.points.clone(), target, rings);
    };
    pass(0, &input.cells, next);
    for number in 1..passes(steps) {
        pass(number, next, after);
        std::mem::swap(&mut next, &mut after);
    }
}

/// Advances the tile `rows` × `cols` of `source` by all steps of `front`.
#[inline(always)]
pub fn tile<S: Simd>(
    simd: S,
    front: &Wavefront,
    source: &Source,
    [rows, cols]: [Range<usize>; 2],
    to: &mut Target,
    scratch: &mut [f64],
) {
    let (depth, [all_rows, all_cols]) = (front.depth, &source.points);
    // Whole cache lines: a column lies equally far from the start of a line in all rings, so that loads of the rows above and
    // below split no more lines than the store does.
    let width = (cols.len() + 2 * depth).next_multiple_of(LINE);
    // Cells of the rings that no step fills are the boundary, where u = 0.
    let (zeros, rings) = scratch[..((depth - 1) * KEPT + 1) * width].split_at_mut(width);
    zeros.fill(0.0);
    rings.fill(0.0);
    let slot = |step: usize, i: usize| ((step - 1) * KEPT + i % KEPT) * width;

    for first in reach(&rows, depth - 1, all_rows).start..rows.end + depth - 1 {
        // Heart: the first step is at row `first`, every other one row behind the step before it.
        for step in 1..=depth.min(first) {
            let (i, to_go) = (first + 1 - step, depth - step);
            if !reach(&rows, to_go, all_rows).contains(&i) {
                continue;
            }
            // Column j of the grid is column j + depth − cols.start of a ring.
            let span = reach(&cols, to_go, all_cols);
            let in_ring = span.start + depth - cols.start..span.end + depth - cols.start;
            let (before, rest) = rings.split_at_mut(slot(step, 0));
            let old = |i: usize| match step {
                1 => &source.cells[i * source.stride..][span.start - 1..span.end + 1],
                _ if !all_rows.contains(&i) => &zeros[..span.len() + 2],
                _ => &before[slot(step - 1, i)..][in_ring.start - 1..in_ring.end + 1],
            };
            let new = match to_go {
                0 => &mut to.cells[(i - rows.start) * to.stride + to.col..][..span.len()],
                _ => &mut rest[slot(1, i)..][in_ring.clone()],
            };
            row(simd, front.stencil, [old(i - 1), old(i), old(i + 1)], new);
        }
    }
}
