//! Threaded: a share of the planes for each thread, and then of the modes.

use crate::modes::Modes;
use crate::plan::Plan;
use crate::{Params, Velocity};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

pub use crate::vectorised::plan;

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Plan>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: modes of the velocity in three states; fields on their way from modes to points, and back.
    let (params, plan, threads) = (setting.params, setting.plan, rayon::current_num_threads());
    let [states, outward, inward, scratch] = plan.sizes(threads).map(|size| space.buffer::<f64>(size));
    let (own, share, size) = (scratch.len() / threads, plan.n.div_ceil(threads), plan.n * plan.n);

    // Start: the modes of the velocity.
    let shares = inward.par_chunks_mut(share * plan.plane()).zip(scratch.par_chunks_mut(own)).enumerate();
    shares.for_each(|(k, (to, scratch))| plan.begin(input.components(), k * share, to, scratch));
    advance(&Modes::new(plan, params, inward, None), plan, [states, outward, scratch], threads);

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in 0..4 * params.steps {
        let shares = inward.par_chunks_mut(share * plan.plane()).zip(scratch.par_chunks_mut(own)).enumerate();
        shares.for_each(|(k, (to, scratch))| plan.advance(outward, k * share, to, scratch));
        advance(&Modes::new(plan, params, inward, Some(stage)), plan, [states, outward, scratch], threads);
    }

    // Answer: the points.
    let [u, v, w] = output.components_mut().map(|component| component.par_chunks_mut(share * size));
    let shares = u.zip(v).zip(w).zip(scratch.par_chunks_mut(own)).enumerate();
    shares.for_each(|(k, (((u, v), w), scratch))| plan.end(outward, k * share, [u, v, w], scratch));
}

// Heart: sheets of modes are as independent as planes of points; threads meet only between the two.
/// Has each thread advance its share of the sheets.
fn advance(modes: &Modes, plan: &Plan, [states, outward, scratch]: [&mut [f64]; 3], threads: usize) {
    let share = plan.sheets.len().div_ceil(threads);
    let sheets = states.par_chunks_mut(share * plan.state()).zip(outward.par_chunks_mut(share * modes.sheet));
    let shares = sheets.zip(scratch.par_chunks_mut(scratch.len() / threads)).enumerate();
    shares.for_each(|(k, ((states, to), scratch))| modes.advance(k * share, states, to, scratch));
}
