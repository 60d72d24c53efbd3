//! threaded: a block for each thread, the sums added at the end.

use crate::{Numbers, Params, Outcome, vectorised::squares};
use rayon::prelude::*;
use tenfold_kernel::Workspace;

pub fn run(_params: &Params, input: &Numbers, _space: &Workspace, output: &mut Outcome) {
    let block = input.x.len().div_ceil(rayon::current_num_threads());
    let blocks = input.x.par_chunks(block).zip(output.squares.par_chunks_mut(block));
    output.sum = blocks.map(|(x, y)| squares(x, y)).sum();
}
