//! Vectorised: eight lines at once, each in a lane of its own; radix 4, and the order comes right by itself.

use crate::field::checksum;
use crate::passes::{Plan, Way};
use crate::{Evolved, Field, Params};
use tenfold_kernel::{Setting, Workspace};

/// The twiddle factors.
pub fn plan(setting: &Setting<Params>, _: &Field) -> Plan {
    Plan::whole(setting.params, setting.path)
}

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, Plan>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept; what is on its way to it or back has a place of the same size.
    let (plan, params) = (setting.plan, setting.params);
    let [spectrum, between, tile, waves] = plan.sizes(1).map(|size| space.buffer(size));

    // Forward: planes along y and x, then rows along z, which they change places for.
    plan.planes(&input.values, Way::Forward).fill(0, between, tile);
    plan.rows(between, Way::Forward).fill(0, spectrum, tile);
    if params.steps == 0 {
        plan.planes(spectrum, Way::Turned).fill(0, &mut output.field, tile);
    }

    // Steps: the field after each follows from the transform at once. Waves decay as they are read.
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        plan.rows(spectrum, plan.decayed(t, waves)).fill(0, between, tile);
        plan.planes(between, Way::Back).fill(0, &mut output.field, tile);
        *sum = checksum(params, &plan.planes, &output.field);
    }
}
