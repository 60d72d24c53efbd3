//! Distributed: planes of points on each rank, and sheets of modes; in every stage all fields change ranks twice.

use crate::modes::Modes;
use crate::plan::Plan;
use crate::planes::Planes;
use crate::{Params, Velocity};
use fft::Exchange;
use tenfold_comm::Traffic;
use tenfold_kernel::{Part, Setting, Workspace};

/// A rank's share, and its exchanges with the others: planes for sheets; sheets for planes with six fields, and with three.
pub struct Slabs {
    plan: Plan,
    exchanges: [Exchange; 3],
}

/// The twiddle factors, and who gets what.
pub fn plan(setting: &Setting<Params>, _: &Velocity) -> Slabs {
    let part = Part { rank: setting.comm.rank(), ranks: setting.comm.size() };
    Slabs { plan: Plan::new(setting.params, part), exchanges: Plan::exchanges(setting.params, part) }
}

/// Advances the velocity by all steps.
pub fn run(setting: &Setting<Params, Slabs>, input: &Velocity, space: &Workspace, output: &mut Velocity) {
    // Memory: modes of the velocity in three states; fields on their way from modes to points, and back; and as messages.
    let (params, path, Slabs { plan, exchanges: [to_sheets, to_planes, to_last] }) =
        (setting.params, setting.path, setting.plan);
    let [states, outward, inward] = plan.sizes().map(|size| space.buffer::<f64>(size));
    let (messages, scratch) = (space.buffer::<f64>(outward.len()), space.buffer(plan.scratch()));
    let planes = Planes::new(path, plan);
    let mut change_ranks = |exchange: &Exchange, fields: &mut [f64]| {
        exchange.pack(&fields[..exchange.sizes()[0]], messages);
        exchange.carry(setting.comm, messages, fields);
    };

    // Start: the modes of the velocity.
    let own = ..to_sheets.sizes()[0];
    planes.begin(input.components(), &mut inward[own], scratch);
    change_ranks(to_sheets, inward);
    Modes::begin(path, plan, inward).advance(0, states, outward, scratch);

    // Steps: four stages each (Runge and Kutta), for which u × ω is computed at the points.
    for stage in 0..4 * params.steps {
        change_ranks(to_planes, outward);
        planes.advance(outward, 0, &mut inward[own], scratch);
        change_ranks(to_sheets, inward);
        Modes::stage(path, plan, params, inward, stage).advance(0, states, outward, scratch);
    }

    // Answer: the points.
    change_ranks(to_last, outward);
    planes.end(outward, 0, output.components_mut(), scratch);
}

/// What a rank sends: six fields and three in every stage, three in the beginning and three in the end.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let exchanges = Plan::exchanges(params, Part { rank, ranks });
    let [to_sheets, to_planes, to_last] = exchanges.map(|exchange| exchange.sent());
    let stages = 4 * params.steps as u64;
    to_sheets * (stages + 1) + to_planes * stages + to_last
}
