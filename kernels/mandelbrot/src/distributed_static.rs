//! Distributed, static: each rank counts its block of rows.

use crate::{Counts, Params, Points, vectorised};
use tenfold_comm::Comm;
use tenfold_kernel::Workspace;

/// Counts the rows of `points`, this rank's block.
pub fn run(params: &Params, points: &Points, space: &Workspace, counts: &mut Counts, comm: &Comm) {
    // Share: a block of rows, as many on every rank.
    vectorised::run(params, points, space, counts);

    // The image is complete when the last rank is done.
    comm.barrier();
}
