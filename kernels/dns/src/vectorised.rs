//! Vectorised: only the waves that are kept, eight lines at once, and one pass over memory for each way between modes
//! and points.

use crate::modes::Modes;
use crate::plan::Plan;
use crate::{Params, Velocity};
use tenfold_kernel::{Part, Setting, Workspace};

/// The share, which is all of one worker alone, and the twiddle factors.
pub fn plan(setting: &Setting<Params>, _: &Velocity) -> Plan {
    Plan::new(setting.params, Part::on(setting.comm), setting.path)
}

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Plan>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: modes of the velocity in three states; fields on their way from modes to points, and back.
    let (params, plan) = (setting.params, setting.plan);
    let [states, outward, inward, scratch] = plan.sizes(1).map(|size| space.buffer(size));

    // Start: the modes of the velocity.
    plan.begin(input.components(), 0, inward, scratch);
    Modes::new(plan, params, inward, None).advance(0, states, outward, scratch);

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in 0..4 * params.steps {
        plan.advance(outward, 0, inward, scratch);
        Modes::new(plan, params, inward, Some(stage)).advance(0, states, outward, scratch);
    }

    // Answer: the points.
    plan.end(outward, 0, output.components_mut(), scratch);
}
