//! Bands of rows, one for each thread; the end of a step is where the threads meet.

use crate::block::{close_frame, in_turn};
use crate::row::fastest;
use crate::vectorised::Sweep;
use crate::{Block, Params, Stencil};
use rayon::prelude::*;
use tenfold_kernel::Workspace;

/// Runs all steps on the rayon pool it is called in.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (rows, cols, stride) = (input.rows.len(), input.cols.len(), input.stride());
    let scratch = space.buffer(input.cells.len());
    let [mut next, mut after] = in_turn(params.steps, &mut output.cells, scratch);
    close_frame(next, cols, 1);
    close_frame(after, cols, 1);

    // Bands: whole rows, as many of them as there are threads.
    let sweep = Sweep { stencil: Stencil::new(params.nu), row: fastest(), stride, cols: 1..cols + 1 };
    let band = rows.div_ceil(rayon::current_num_threads()).max(1) * stride;
    let inside = stride..next.len() - stride;
    let step = |from: &[f64], to: &mut [f64]| {
        let bands = to[inside.clone()].par_chunks_mut(band);
        bands.enumerate().for_each(|(k, to)| sweep.step(&from[k * band..], to));
    };

    // Steps: the first one reads the input where it lies.
    step(&input.cells, next);
    for _ in 1..params.steps {
        step(next, after);
        std::mem::swap(&mut next, &mut after);
    }
}
