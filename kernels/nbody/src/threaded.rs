//! Threaded: some groups of bodies for each task; all tasks read all sources.

use crate::groups::{load, steps, store};
use crate::{Bodies, Params, State, vectorised_rsqrt};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Tasks for each thread: enough that one which is disturbed does not keep the others waiting for long.
const TASKS: usize = 4;

/// Runs all steps.
pub fn run(setting: &Setting<Params>, bodies: &Bodies, space: &Workspace, state: &mut State) {
    // Memory: the bodies in groups, and once more one by one, as they pull.
    let (groups, sources) = load(bodies, space);

    // Steps: the pulls, and then each of the steps.
    let (path, softening) = (setting.path, setting.params.softening);
    let task = groups.len().div_ceil(TASKS * rayon::current_num_threads());
    steps(setting.params, groups, sources, |sources, groups| {
        groups.par_chunks_mut(task).for_each(|groups| vectorised_rsqrt::pull(path, softening, sources, groups));
    });
    store(groups, state);
}
