//! Several steps per pass through memory, so that memory no longer sets the pace.

use crate::block::{close_frame, in_turn};
use crate::row::fastest;
use crate::wavefront::{Source, Target, Wavefront, depth, passes};
use crate::{Block, Params, Stencil};
use tenfold_kernel::Workspace;

/// Runs all steps on the calling thread.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (rows, cols, stride) = (input.rows.len(), input.cols.len(), input.stride());
    let scratch = space.buffer(input.cells.len());
    let [mut next, mut after] = in_turn(passes(params.steps), &mut output.cells, scratch);
    close_frame(next, cols, 1);
    close_frame(after, cols, 1);

    // Passes: tile by tile, each by a wavefront of as many steps as the pass is deep.
    let rings = space.buffer(Wavefront::SCRATCH);

    // Heart: a wavefront takes several steps while the rows are in cache.
    let mut pass = |number: usize, from: &[f64], to: &mut [f64]| {
        let wavefront =
            Wavefront { stencil: Stencil::new(params.nu), row: fastest(), depth: depth(params.steps, number) };
        let source = Source { cells: from, stride, rows: 1..rows + 1, cols: 1..cols + 1 };
        wavefront.advance(&source, [1..rows + 1, 1..cols + 1], Target::inside(to, cols, 1), rings);
    };

    // Steps: the first pass reads the input where it lies.
    pass(0, &input.cells, next);
    for number in 1..passes(params.steps) {
        pass(number, next, after);
        std::mem::swap(&mut next, &mut after);
    }
}
