//! Vectorised: eight lines at once, each in a lane of its own; radix 4, and the order comes right by itself.

use crate::field::checksum;
use crate::passes::Plan;
use crate::{Evolved, Field, Params};
use tenfold_kernel::{Setting, Workspace};

/// The twiddle factors.
pub fn plan(setting: &Setting<Params>, _: &Field) -> Plan {
    Plan::whole(setting.params)
}

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, Plan>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept; what is on its way to it or back has a place of the same size.
    let (plan, path, steps) = (setting.plan, setting.path, setting.params.steps);
    let (spectrum, between) = (space.buffer(plan.spectrum()), space.buffer(plan.between()));
    let (tile, waves) = (space.buffer(plan.tile()), space.buffer(plan.decay_room()));

    // Forward: planes along y and x, then rows along z, which they change places for.
    plan.planes_forward(path, &input.values).fill(0, between, tile);
    plan.rows_forward(path, between).fill(0, spectrum, tile);
    if steps == 0 {
        plan.turned(spectrum, 0, &mut output.field);
    }

    // Steps: the field after each follows from the transform at once. Waves decay as they are read.
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        plan.rows_back(path, spectrum, plan.decay(t, waves)).fill(0, between, tile);
        plan.planes_back(path, between).fill(0, &mut output.field, tile);
        *sum = checksum(setting.params, &plan.planes, &output.field);
    }
}
