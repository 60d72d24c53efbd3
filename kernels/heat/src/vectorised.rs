//! Eight points per instruction, row by row.

use crate::block::{close_frame, in_turn};
use crate::row::{Row, fastest};
use crate::{Block, Params, Stencil};
use std::ops::Range;
use tenfold_kernel::Workspace;

/// Runs all steps on the calling thread.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (cols, stride) = (input.cols.len(), input.stride());
    let scratch = space.buffer(input.cells.len());
    let [mut next, mut after] = in_turn(params.steps, &mut output.cells, scratch);
    close_frame(next, cols, 1);
    close_frame(after, cols, 1);

    // Steps: the first one reads the input where it lies.
    let sweep = Sweep { stencil: Stencil::new(params.nu), row: fastest(), stride, cols: 1..cols + 1 };
    let inside = stride..next.len() - stride;
    sweep.step(&input.cells, &mut next[inside.clone()]);
    for _ in 1..params.steps {
        sweep.step(next, &mut after[inside.clone()]);
        std::mem::swap(&mut next, &mut after);
    }
}

/// A way over the rows of a framed grid.
pub struct Sweep {
    /// The arithmetic of a point.
    pub stencil: Stencil,
    /// The loop over a row.
    pub row: Row,
    /// Cells from one row to the next.
    pub stride: usize,
    /// The columns to update.
    pub cols: Range<usize>,
}

impl Sweep {
    // Heart: a row at a time, by the loop that the machine runs fastest.
    /// One step of the rows of `to`; `from` holds the same rows with one more on either side.
    pub fn step(&self, from: &[f64], to: &mut [f64]) {
        let Range { start, end } = self.cols;
        for (i, to) in to.chunks_exact_mut(self.stride).enumerate() {
            let row = |i: usize| &from[i * self.stride..][start - 1..end + 1];
            (self.row)(self.stencil, row(i), row(i + 1), row(i + 2), &mut to[start..end]);
        }
    }
}
