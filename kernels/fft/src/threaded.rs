//! Threaded: a share of the planes for each thread, and then of the rows.

use crate::field::checksum;
use crate::passes::{Pass, Plan, Way};
use crate::{Evolved, Field, Params};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

pub use crate::vectorised::plan;

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, Plan>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept; what is on its way to it or back has a place of the same size.
    let (plan, params, threads) = (setting.plan, setting.params, rayon::current_num_threads());
    let [spectrum, between, tiles, waves] = plan.sizes(threads).map(|size| space.buffer(size));
    let mut shared = |pass: Pass, to: &mut [f64]| share(&pass, to, tiles, threads);

    // Forward: planes along y and x, then rows along z, which they change places for.
    shared(plan.planes(&input.values, Way::Forward), between);
    shared(plan.rows(between, Way::Forward), spectrum);
    if params.steps == 0 {
        shared(plan.planes(spectrum, Way::Turned), &mut output.field);
    }

    // Steps: the field after each follows from the transform at once. Waves decay as they are read.
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        shared(plan.rows(spectrum, plan.decayed(t, waves)), between);
        shared(plan.planes(between, Way::Back), &mut output.field);
        *sum = checksum(params, &plan.planes, &output.field);
    }
}

// Heart: no two threads write the same piece, though each reads them all.
/// Has each thread fill its share of the pieces of `to`, with a tile of its own.
fn share(pass: &Pass, to: &mut [f64], tiles: &mut [f64], threads: usize) {
    let (pieces, tile) = (pass.pieces.div_ceil(threads), tiles.len() / threads);
    let shares = to.par_chunks_mut(pieces * pass.writes[0]).zip(tiles.par_chunks_mut(tile));
    shares.enumerate().for_each(|(k, (to, tile))| pass.fill(k * pieces, to, tile));
}
