//! Bands of rows, one for each thread; the end of a step is where the threads meet.

use crate::block::in_turn;
use crate::stencil::Sweep;
use crate::{Block, Params};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Runs all steps on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (steps, [rows, cols]) = (setting.params.steps, input.size());
    let [mut next, mut after] = in_turn(steps, space, output);

    // Steps: in bands of whole rows, as many as there are threads; the first step reads the input where it lies.
    let sweep = Sweep::new(setting, input, 1..cols + 1);
    let band = rows.div_ceil(rayon::current_num_threads()).max(1) * input.stride();
    let inside = input.stride()..next.len() - input.stride();
    let step = |from: &[f64], to: &mut [f64]| {
        let bands = to[inside.clone()].par_chunks_mut(band);
        bands.enumerate().for_each(|(k, to)| sweep.step(&from[k * band..], to));
    };
    step(&input.cells, next);
    for _ in 1..steps {
        step(next, after);
        std::mem::swap(&mut next, &mut after);
    }
}
