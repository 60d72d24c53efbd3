//! Distributed: a slab of planes on each rank; for the lines along z, every rank sends every other its share of the rows.

use crate::field::checksum;
use crate::passes::{Plan, Way};
use crate::{Evolved, Field, Params};
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Part, Path, Setting, Workspace};

/// The twiddle factors, and who gets what.
pub fn plan(setting: &Setting<Params>, _: &Field) -> Plan {
    Plan::new(setting.params, Part::on(setting.comm), setting.path)
}

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, Plan>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept; what is on its way to it or back lies in one place, and in another as messages.
    let (plan, params, comm) = (setting.plan, setting.params, setting.comm);
    let [spectrum, between, tile, waves] = plan.sizes(1).map(|size| space.buffer(size));
    let ([to_rows, to_planes], messages) = (&plan.exchanges, space.buffer(between.len()));

    // Forward: planes along y and x, then rows along z, which they change ranks for.
    plan.planes(&input.values, Way::Forward).fill(0, &mut output.field, tile);
    to_rows.pack(&output.field, messages);
    to_rows.carry(comm, messages, between);
    plan.rows(between, Way::Forward).fill(0, spectrum, tile);
    if params.steps == 0 {
        to_planes.pack(spectrum, messages);
        to_planes.carry(comm, messages, between);
        plan.planes(between, Way::Turned).fill(0, &mut output.field, tile);
        return;
    }

    // Steps: the field after each follows from the transform at once. Waves decay as they are read.
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        plan.rows(spectrum, plan.decayed(t, waves)).fill(0, between, tile);
        to_planes.pack(between, messages);
        to_planes.carry(comm, messages, between);
        plan.planes(between, Way::Back).fill(0, &mut output.field, tile);
        *sum = checksum(params, &plan.planes, &output.field);
    }
    comm.allreduce(&mut output.checksums, Op::Sum);
}

/// What a rank sends: its rows once, its planes after every step, and its share of all checksums in the end.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let plan = Plan::new(params, Part { rank, ranks }, Path::PORTABLE);
    let [to_rows, to_planes] = plan.exchanges.map(|exchange| exchange.sent());
    match params.steps {
        0 => to_rows + to_planes,
        steps => to_rows + to_planes * steps as u64 + sent_by::allreduce(16 * steps, rank, ranks),
    }
}
