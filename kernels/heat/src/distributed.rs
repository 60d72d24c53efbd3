//! A block of the grid on each rank; halos travel while the points that need none are computed.

use crate::block::{close_frame, in_turn};
use crate::halo::{Halo, one_exchange};
use crate::row::fastest;
use crate::vectorised::Sweep;
use crate::{Block, Params, Stencil};
use std::ops::Range;
use tenfold_comm::Comm;
use tenfold_kernel::{Messages, Workspace};

/// Runs all steps on this rank's block.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block, comm: &Comm) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (rows, cols, stride) = (input.rows.len(), input.cols.len(), input.stride());
    let scratch = space.buffer(input.cells.len());
    let halo = Halo::new(params.n, 1, comm.size(), comm.rank());
    let buffer = space.buffer(halo.scratch());
    let [mut next, mut after] = in_turn(params.steps, &mut output.cells, scratch);
    close_frame(next, cols, 1);
    close_frame(after, cols, 1);

    // Blocks: the rim is what a neighbour's points reach in one step, the interior what they do not.
    let step = |rows: Range<usize>, cols: Range<usize>, from: &[f64], to: &mut [f64]| {
        let sweep = Sweep { stencil: Stencil::new(params.nu), row: fastest(), stride, cols };
        sweep.step(&from[(rows.start - 1) * stride..], &mut to[rows.start * stride..rows.end * stride]);
    };
    let ([top, inner_rows, bottom], [left, inner_cols, right]) = (thirds(rows), thirds(cols));
    let interior = |from: &[f64], to: &mut [f64]| step(inner_rows.clone(), inner_cols.clone(), from, to);
    let rim = |from: &[f64], to: &mut [f64]| {
        step(top.clone(), 1..cols + 1, from, to);
        step(inner_rows.clone(), left.clone(), from, to);
        step(inner_rows.clone(), right.clone(), from, to);
        step(bottom.clone(), 1..cols + 1, from, to);
    };

    // Steps: the first one reads the input where it lies, whose halo is filled already.
    interior(&input.cells, next);
    rim(&input.cells, next);
    for _ in 1..params.steps {
        let travelling = halo.begin(0..2, next, buffer, comm);
        interior(next, after);
        halo.finish(travelling, next, buffer);
        rim(next, after);
        std::mem::swap(&mut next, &mut after);
    }
}

/// The first, the inner and the last of the lines 1 … `len` of a framed block; they overlap nowhere.
fn thirds(len: usize) -> [Range<usize>; 3] {
    let (first, last) = (1 + len.min(1), len.max(1));
    let inner_end = last.max(first);
    [1..first, first..inner_end, inner_end..len + 1]
}

/// The messages of one run: an exchange between every two steps.
pub fn messages(params: &Params, ranks: usize) -> Messages {
    let (once, times) = (one_exchange(params.n, ranks), params.steps as u64 - 1);
    Messages { count: times * once.count, bytes: times * once.bytes }
}
