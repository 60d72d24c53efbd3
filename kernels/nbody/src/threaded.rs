//! Threaded: some groups of bodies for each task; all tasks read all sources.

use crate::groups::{Group, Source, drift, groups, kick, load, store};
use crate::{Bodies, Params, State, vectorised_rsqrt};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Tasks for each thread: enough that one which is disturbed does not keep the others waiting for long.
const TASKS: usize = 4;

/// Runs all steps.
pub fn run(setting: &Setting<Params>, bodies: &Bodies, space: &Workspace, state: &mut State) {
    // Memory: the bodies in groups, and once more one by one, as they pull.
    let n = bodies.masses.len();
    let (groups, sources) = (space.buffer(groups(n)), space.buffer(n));
    load(bodies, groups, sources);

    // Steps: half a kick, a drift, and half a kick by the pulls at the new positions, with which the next step begins.
    let Params { steps, dt, softening, .. } = *setting.params;
    let path = setting.path;
    let task = groups.len().div_ceil(TASKS * rayon::current_num_threads());
    let pull = |sources: &[Source], groups: &mut [Group]| {
        groups.par_chunks_mut(task).for_each(|groups| vectorised_rsqrt::pull(path, softening, sources, groups));
    };
    pull(sources, groups);
    for _ in 0..steps {
        drift(dt, groups, sources);
        pull(sources, groups);
        kick(dt, groups);
    }
    store(groups, state);
}
