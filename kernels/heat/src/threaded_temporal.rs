//! Bands of rows, one for each thread, and several steps between two meetings: the threads share less of the memory's
//! bandwidth, and wait for each other less often.

use crate::block::in_turn;
use crate::wavefront::{Source, Target, Wavefront, depth, passes};
use crate::{Block, Params};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Runs all steps on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last; each thread has rings of its own.
    let (steps, [rows, cols], stride) = (setting.params.steps, input.size(), input.stride());
    let [mut next, mut after] = in_turn(passes(steps), space, output);
    let threads = rayon::current_num_threads();
    let rings = space.buffer(threads * Wavefront::SCRATCH);

    // Steps: several per pass, in bands of whole rows; the first pass reads the input where it lies.
    let (band, inside) = (rows.div_ceil(threads).max(1), stride..next.len() - stride);
    let mut pass = |number: usize, from: &[f64], to: &mut [f64]| {
        let source = Source::whole(from, [rows, cols]);
        let wavefront = Wavefront::new(setting, depth(steps, number));
        let bands = to[inside.clone()].par_chunks_mut(band * stride).zip(rings.par_chunks_mut(Wavefront::SCRATCH));
        bands.enumerate().for_each(|(k, (cells, rings))| {
            let band = 1 + k * band..(1 + (k + 1) * band).min(rows + 1);
            wavefront.advance(&source, [band, 1..cols + 1], Target { cells, stride, col: 1 }, rings);
        });
    };
    pass(0, &input.cells, next);
    for number in 1..passes(steps) {
        pass(number, next, after);
        std::mem::swap(&mut next, &mut after);
    }
}
