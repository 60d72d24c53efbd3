//! distributed: a block for each rank.

use crate::{Numbers, Outcome, Params, vectorised};
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Setting, Workspace};

/// Runs the variant on this rank's block.
pub fn run(setting: &Setting<Params>, input: &Numbers, _: &Workspace, output: &mut Outcome) {
    // Squares: this rank's block; one message call makes the sum of all of its sum.
    output.sum[0] = vectorised::squares(setting.path, &input.x, &mut output.squares);
    setting.comm.allreduce(&mut output.sum, Op::Sum);
}

/// What a rank sends.
pub fn messages(_: &Params, rank: usize, ranks: usize) -> Traffic {
    sent_by::allreduce(size_of::<f64>(), rank, ranks)
}
