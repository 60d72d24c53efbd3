//! threaded: a block for each thread.

use crate::{Numbers, Outcome, Params, vectorised};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Runs the variant on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Numbers, _: &Workspace, output: &mut Outcome) {
    // Squares: a block for each thread; its sums are added in the order of the blocks, whoever is done first.
    let path = setting.path;
    let block = input.x.len().div_ceil(rayon::current_num_threads());
    let blocks = input.x.par_chunks(block).zip(output.squares.par_chunks_mut(block));
    let sums: Vec<f64> = blocks.map(|(x, squares)| vectorised::squares(path, x, squares)).collect();
    output.sum[0] = sums.iter().sum();
}
