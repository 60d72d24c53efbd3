//! Distributed: planes of points on each rank, and sheets of modes; in every stage all fields change ranks twice.

use crate::modes::Modes;
use crate::plan::Plan;
use crate::{Params, Velocity};
use fft::Exchange;
use tenfold_comm::Traffic;
use tenfold_kernel::{Part, Path, Setting, Workspace};

pub use crate::vectorised::plan;

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Plan>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: modes of the velocity in three states; fields on their way from modes to points, back, and as messages.
    let (params, plan) = (setting.params, setting.plan);
    let [states, outward, inward, scratch] = plan.sizes(1).map(|size| space.buffer::<f64>(size));
    let ([to_sheets, to_planes, to_last], messages) = (&plan.exchanges, space.buffer(outward.len()));
    let mut change_ranks = |exchange: &Exchange, fields: &mut [f64]| {
        exchange.pack(fields, messages);
        exchange.carry(setting.comm, messages, fields);
    };

    // Start: the modes of the velocity.
    plan.begin(input.components(), 0, inward, scratch);
    change_ranks(to_sheets, inward);
    Modes::new(plan, params, inward, None).advance(0, states, outward, scratch);

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in 0..4 * params.steps {
        change_ranks(to_planes, outward);
        plan.advance(outward, 0, inward, scratch);
        change_ranks(to_sheets, inward);
        Modes::new(plan, params, inward, Some(stage)).advance(0, states, outward, scratch);
    }

    // Answer: the points.
    change_ranks(to_last, outward);
    plan.end(outward, 0, output.components_mut(), scratch);
}

/// What a rank sends: six fields and three in every stage, three in the beginning and three in the end.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let plan = Plan::new(params, Part { rank, ranks }, Path::PORTABLE);
    let [to_sheets, to_planes, to_last] = plan.exchanges.map(|exchange| exchange.sent());
    let stages = 4 * params.steps as u64;
    to_sheets * (stages + 1) + to_planes * stages + to_last
}
