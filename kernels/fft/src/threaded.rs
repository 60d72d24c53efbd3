//! Threaded: a share of the planes for each thread, and then of the rows.

use crate::field::checksum;
use crate::passes::{Pass, Plan};
use crate::{Evolved, Field, Params};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

pub use crate::vectorised::plan;

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, Plan>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept; what is on its way to it or back has a place of the same size.
    let (plan, path, steps) = (setting.plan, setting.path, setting.params.steps);
    let (spectrum, between) = (space.buffer(plan.spectrum()), space.buffer(plan.between()));
    let tiles = space.buffer(plan.tile() * rayon::current_num_threads());
    let waves = space.buffer(plan.decay_room());

    // Forward: planes along y and x, then rows along z, which they change places for.
    let mut shared = |pass: Pass, to: &mut [f64]| share(&pass, to, tiles, plan.tile());
    shared(plan.planes_forward(path, &input.values), between);
    shared(plan.rows_forward(path, between), spectrum);
    if steps == 0 {
        let planes = output.field.par_chunks_mut(plan.plane()).enumerate();
        planes.for_each(|(first, plane)| plan.turned(spectrum, first, plane));
    }

    // Steps: the field after each follows from the transform at once. Waves decay as they are read.
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        shared(plan.rows_back(path, spectrum, plan.decay(t, waves)), between);
        shared(plan.planes_back(path, between), &mut output.field);
        *sum = checksum(setting.params, &plan.planes, &output.field);
    }
}

// Heart: no two threads write the same piece, though each reads them all.
/// Has each thread fill its share of the pieces of `to`, with a tile of its own.
fn share(pass: &Pass, to: &mut [f64], tiles: &mut [f64], tile: usize) {
    let pieces = pass.pieces.div_ceil(tiles.len() / tile);
    let shares = to.par_chunks_mut(pieces * pass.piece()).zip(tiles.par_chunks_mut(tile));
    shares.enumerate().for_each(|(k, (to, tile))| pass.fill(k * pieces, to, tile));
}
