//! Threaded: a share of the planes for each thread, and then of the modes.

use crate::modes::Modes;
use crate::plan::Plan;
use crate::planes::Planes;
use crate::{Params, Velocity};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

pub use crate::vectorised::plan;

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Plan>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: modes of the velocity in three states; fields on their way from modes to points, and back.
    let (params, plan, path) = (setting.params, setting.plan, setting.path);
    let [states, outward, inward] = plan.sizes().map(|size| space.buffer::<f64>(size));
    let (threads, planes, size) = (rayon::current_num_threads(), Planes::new(path, plan), plan.n * plan.n);
    let scratch = space.buffer::<f64>(threads * plan.scratch());
    let (own, share) = (plan.scratch(), plan.n.div_ceil(threads));

    // Start: the modes of the velocity.
    let shares = inward.par_chunks_mut(share * plan.plane()).zip(scratch.par_chunks_mut(own)).enumerate();
    shares.for_each(|(k, (to, scratch))| {
        let first = k * share * size;
        planes.begin(input.components().map(|component| &component[first..]), to, scratch);
    });
    advance(&Modes::begin(path, plan, inward), plan, [states, outward, scratch], threads);

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in 0..4 * params.steps {
        let shares = inward.par_chunks_mut(share * plan.plane()).zip(scratch.par_chunks_mut(own)).enumerate();
        shares.for_each(|(k, (to, scratch))| planes.advance(outward, k * share, to, scratch));
        advance(&Modes::stage(path, plan, params, inward, stage), plan, [states, outward, scratch], threads);
    }

    // Answer: the points.
    let [u, v, w] = output.components_mut().map(|component| component.par_chunks_mut(share * size));
    let shares = u.zip(v).zip(w).zip(scratch.par_chunks_mut(own)).enumerate();
    shares.for_each(|(k, (((u, v), w), scratch))| planes.end(outward, k * share, [u, v, w], scratch));
}

// Heart: sheets of modes are as independent as planes of points; threads meet only between the two.
/// Has each thread advance its share of the sheets.
fn advance(modes: &Modes, plan: &Plan, [states, outward, scratch]: [&mut [f64]; 3], threads: usize) {
    let share = (plan.cut + 1).div_ceil(threads);
    let sheets = states.par_chunks_mut(share * plan.state()).zip(outward.par_chunks_mut(share * modes.sheet()));
    let shares = sheets.zip(scratch.par_chunks_mut(plan.scratch())).enumerate();
    shares.for_each(|(k, ((states, to), scratch))| modes.advance(k * share, states, to, scratch));
}
