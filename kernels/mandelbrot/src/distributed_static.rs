//! Distributed, static: each rank counts its block of rows.

use crate::{Counts, Params, Points, vectorised};
use tenfold_comm::{Traffic, sent_by};
use tenfold_kernel::{Setting, Workspace};

/// Counts the rows of `points`, this rank's block.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: a block of rows, as many on every rank.
    let image = counts.start(points.rows.clone());

    // Rows.
    let im = &points.im[points.rows.clone()];
    vectorised::count(setting.path, setting.params.max_iter, &points.re, im, image);

    // The image is complete when the last rank is done.
    setting.comm.barrier();
}

/// Those of the barrier.
pub fn messages(_: &Params, _: usize, ranks: usize) -> Traffic {
    sent_by::barrier(ranks)
}
