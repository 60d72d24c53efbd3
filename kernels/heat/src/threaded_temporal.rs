//! Bands of rows, one for each thread, and several steps between two meetings: the threads share less of the memory's
//! bandwidth, and wait for each other less often.

use crate::block::{close_frame, in_turn};
use crate::row::fastest;
use crate::wavefront::{Source, Target, Wavefront, depth, passes};
use crate::{Block, Params, Stencil};
use rayon::prelude::*;
use tenfold_kernel::Workspace;

/// Runs all steps on the rayon pool it is called in.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (rows, cols, stride) = (input.rows.len(), input.cols.len(), input.stride());
    let scratch = space.buffer(input.cells.len());
    let [mut next, mut after] = in_turn(passes(params.steps), &mut output.cells, scratch);
    close_frame(next, cols, 1);
    close_frame(after, cols, 1);

    // Bands: whole rows, as many of them as there are threads; each thread has rings of its own.
    let threads = rayon::current_num_threads();
    let band = rows.div_ceil(threads).max(1);
    let rings = space.buffer(threads * Wavefront::SCRATCH);
    let inside = stride..next.len() - stride;
    let mut pass = |number: usize, from: &[f64], to: &mut [f64]| {
        let wavefront =
            Wavefront { stencil: Stencil::new(params.nu), row: fastest(), depth: depth(params.steps, number) };
        let source = Source { cells: from, stride, rows: 1..rows + 1, cols: 1..cols + 1 };
        let bands = to[inside.clone()].par_chunks_mut(band * stride).zip(rings.par_chunks_mut(Wavefront::SCRATCH));
        bands.enumerate().for_each(|(k, (cells, rings))| {
            let band = 1 + k * band..(1 + (k + 1) * band).min(rows + 1);
            let target = Target { cells, stride, col: 1 };
            wavefront.advance(&source, [band, 1..cols + 1], target, rings);
        });
    };

    // Steps: the first pass reads the input where it lies.
    pass(0, &input.cells, next);
    for number in 1..passes(params.steps) {
        pass(number, next, after);
        std::mem::swap(&mut next, &mut after);
    }
}
