//! A block of the grid on each rank; halos travel while the points that need none are computed.

use crate::block::{close_frame, in_turn};
use crate::halo::{Halo, one_exchange};
use crate::vectorised::update;
use crate::{Block, Params, Stencil};
use std::ops::Range;
use tenfold_comm::Comm;
use tenfold_kernel::{Messages, Workspace};

/// Runs all steps on this rank's block.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block, comm: &Comm) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (rows, cols, stride) = (input.rows.len(), input.cols.len(), input.stride());
    let scratch = space.buffer(input.cells.len());
    let line = space.buffer(rows.max(cols));
    let [mut next, mut after] = in_turn(params.steps, &mut output.cells, scratch);
    close_frame(next, cols);
    close_frame(after, cols);

    // Blocks: the rim is all that a neighbour's points reach in one step.
    let halo = Halo::new(params.n, input, comm);
    let stencil = Stencil::new(params.nu);
    let inner = |length: usize| 2..length.max(2);
    let interior = |from: &[f64], to: &mut [f64]| points(stencil, stride, inner(rows), inner(cols), from, to);
    let rim = |from: &[f64], to: &mut [f64]| {
        let bottom = rows.max(1)..rows + 1;
        points(stencil, stride, 1..2.min(rows + 1), 1..cols + 1, from, to);
        points(stencil, stride, bottom, 1..cols + 1, from, to);
        points(stencil, stride, inner(rows), 1..2.min(cols + 1), from, to);
        points(stencil, stride, inner(rows), cols.max(1)..cols + 1, from, to);
    };

    // Steps: the first one reads the input where it lies, whose halo is filled already.
    interior(&input.cells, next);
    rim(&input.cells, next);
    for _ in 1..params.steps {
        let travelling = halo.begin(next, line, comm);
        interior(next, after);
        halo.finish(travelling, next, line);
        rim(next, after);
        std::mem::swap(&mut next, &mut after);
    }
}

/// One step of the points `rows` × `cols`, counted in the framed block.
fn points(stencil: Stencil, stride: usize, rows: Range<usize>, cols: Range<usize>, from: &[f64], to: &mut [f64]) {
    for i in rows {
        let row = |i: usize| &from[i * stride..][cols.start - 1..cols.end + 1];
        let to = &mut to[i * stride..][cols.clone()];
        update(stencil, row(i - 1), row(i), row(i + 1), to);
    }
}

/// The messages of one run: an exchange between every two steps.
pub fn messages(params: &Params, ranks: usize) -> Messages {
    let (once, times) = (one_exchange(params.n, ranks), params.steps as u64 - 1);
    Messages { count: times * once.count, bytes: times * once.bytes }
}
