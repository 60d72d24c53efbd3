//! Distributed, static: each rank counts its block of rows.

use crate::{Counts, Params, Points, vectorised};
use tenfold_comm::Traffic;
use tenfold_kernel::{Setting, Workspace};

/// Counts the rows of `points`, this rank's block.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: a block of rows, as many on every rank.
    let image = counts.start(points.rows.clone());

    // Rows.
    vectorised::count(setting.path, setting.params.max_iter, points, points.rows.clone(), image);

    // The image is complete when the last rank is done.
    setting.comm.barrier();
}

/// Those of the barrier: an empty message to the rank 1, 2, 4, … further on.
pub fn messages(_: &Params, _: usize, ranks: usize) -> Traffic {
    Traffic { messages: ranks.next_power_of_two().ilog2().into(), bytes: 0 }
}
