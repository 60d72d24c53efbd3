//! Distributed: a slab of planes on each rank; for the transform along z, every rank sends every other its share of the rows.

use crate::field::checksum;
use crate::passes::Plan;
use crate::{Evolved, Exchange, Field, Params, shape};
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Part, Setting, Workspace};

/// A rank's share, and its exchanges with the others: from planes to rows, and from rows to planes.
pub struct Slabs {
    plan: Plan,
    exchanges: [Exchange; 2],
}

/// The twiddle factors, and who gets what.
pub fn plan(setting: &Setting<Params>, _: &Field) -> Slabs {
    let part = Part { rank: setting.comm.rank(), ranks: setting.comm.size() };
    Slabs { plan: Plan::new(setting.params, part), exchanges: exchanges(setting.params, part) }
}

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, Slabs>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept; what is on its way to it or back lies in one place, and in another as messages.
    let (Slabs { plan, exchanges: [to_rows, to_planes] }, path, comm) = (setting.plan, setting.path, setting.comm);
    let [planes, rows] = plan.sizes();
    let [spectrum, between, messages] =
        [rows, rows.max(planes), rows.max(planes)].map(|size| space.buffer::<f64>(size));
    let (tile, waves) = (space.buffer(plan.tile()), space.buffer(plan.decay_room()));

    // Forward: planes along y and x, then rows along z, which they change ranks for.
    plan.planes_forward(path, &input.values).fill(0, &mut output.field, tile);
    to_rows.pack(&output.field, messages);
    to_rows.carry(comm, messages, between);
    plan.rows_forward(path, between).fill(0, spectrum, tile);
    if setting.params.steps == 0 {
        to_planes.pack(spectrum, messages);
        to_planes.carry(comm, messages, between);
        plan.turned(between, 0, &mut output.field);
        return;
    }

    // Steps: the field after each follows from the transform at once. Waves decay as they are read.
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        plan.rows_back(path, spectrum, plan.decay(t, waves)).fill(0, &mut between[..rows], tile);
        to_planes.pack(&between[..rows], messages);
        to_planes.carry(comm, messages, between);
        plan.planes_back(path, between).fill(0, &mut output.field, tile);
        *sum = checksum(setting.params, &plan.planes, &output.field);
    }
    comm.allreduce(&mut output.checksums, Op::Sum);
}

fn exchanges(params: &Params, part: Part) -> [Exchange; 2] {
    let [nz, n, _] = shape(params);
    [[nz, n], [n, nz]].map(|extents| Exchange::new(part, extents, 1, 2 * n))
}

/// What a rank sends: its rows once, its planes after every step, and its share of all checksums in the end.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let [to_rows, to_planes] = exchanges(params, Part { rank, ranks }).map(|exchange| exchange.sent());
    match params.steps {
        0 => to_rows + to_planes,
        steps => to_rows + to_planes * steps as u64 + sent_by::allreduce(16 * steps, rank, ranks),
    }
}
