//! Vectorised: only the waves that are kept, eight lines at once, and one pass over memory for each way between modes and points.

use crate::modes::Modes;
use crate::plan::Plan;
use crate::planes::Planes;
use crate::{Params, Velocity};
use tenfold_kernel::{Part, Setting, Workspace};

/// The share, which is all, and the twiddle factors.
pub fn plan(setting: &Setting<Params>, _: &Velocity) -> Plan {
    Plan::new(setting.params, Part::WHOLE)
}

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Plan>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: modes of the velocity in three states; fields on their way from modes to points, and back.
    let (params, plan, path) = (setting.params, setting.plan, setting.path);
    let [states, outward, inward] = plan.sizes().map(|size| space.buffer(size));
    let (scratch, planes) = (space.buffer(plan.scratch()), Planes::new(path, plan));

    // Start: the modes of the velocity.
    planes.begin(input.components(), inward, scratch);
    Modes::begin(path, plan, inward).advance(0, states, outward, scratch);

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in 0..4 * params.steps {
        planes.advance(outward, 0, inward, scratch);
        Modes::stage(path, plan, params, inward, stage).advance(0, states, outward, scratch);
    }

    // Answer: the points.
    planes.end(outward, 0, output.components_mut(), scratch);
}
