//! A block of the flow on each rank; halos travel while the points that need none are computed.

use crate::grids::{Grids, Turns};
use crate::stencil::{sixteenth, sweep};
use crate::{Flow, Params};
use std::ops::Range;
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Halo, Part, Setting, Workspace, thirds};

/// This rank's neighbours, and the halo that each of them fills.
pub fn plan(setting: &Setting<Params>, _: &Flow) -> Halo {
    Halo::new([setting.params.side(); 2], Part::on(setting.comm), 1)
}

/// Runs all iterations on this rank's block.
pub fn run(setting: &Setting<Params, Halo>, input: &Flow, space: &Workspace, output: &mut Flow) {
    // Memory: two sets of grids take turns, and the output is the one that is filled last; a buffer packs messages.
    let Setting { params, plan: halo, comm, path } = *setting;
    let ([rows, cols], fields) = (input.tile.shape(), params.fields());
    let mut turns = Turns::new(params, input, space, output);
    let buffer = space.buffer(fields * halo.scratch());

    // Iterations: the rim is what a neighbour's points reach, the interior what they do not.
    let ([top, inner_rows, bottom], [left, inner_cols, right]) = (thirds(rows), thirds(cols));
    let interior = [inner_rows.clone(), inner_cols];
    let rim = [[top, 1..cols + 1], [inner_rows.clone(), left], [inner_rows, right], [bottom, 1..cols + 1]];
    let sixteenth = sixteenth(params);
    let step = |old: &Grids, new: &mut Grids, [rows, cols]: &[Range<usize>; 2]| {
        sweep(path, sixteenth, old, &mut new.rows(rows.clone()), cols.clone());
    };
    // Heart: at the start the halo is filled already; every rank learns the greatest change on any.
    for k in 1..=params.iterations {
        let Turns { old, new, .. } = &mut turns;
        let travelling = (k > 1).then(|| halo.begin(0..2, &[&*old.psi, &*old.zeta][..fields], buffer, comm));
        step(old, new, &interior);
        if let Some(travelling) = travelling {
            halo.finish(travelling, &mut [&mut *old.psi, &mut *old.zeta][..fields], buffer);
        }
        rim.iter().for_each(|part| step(old, new, part));
        turns.end(k, |old, new| {
            let mut most = [new.change(old)];
            comm.allreduce(&mut most, Op::Max);
            most[0]
        });
    }
}

/// What a rank sends: an exchange between every two iterations, and its share of every residual.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let halos = Halo::new([params.side(); 2], Part { rank, ranks }, 1).sent(params.iterations - 1, params.fields());
    halos + sent_by::allreduce(size_of::<f64>(), rank, ranks) * params.checks() as u64
}
