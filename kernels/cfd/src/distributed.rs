//! A block of the flow on each rank; halos travel while the points that need none are computed.

use crate::grids::{Grids, in_turn, walls};
use crate::halo::Halo;
use crate::stencil::Sweep;
use crate::{Flow, Params};
use std::ops::Range;
use std::slice;
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Part, Setting, Workspace};

/// This rank's neighbours, and the halo that each of them fills.
pub fn plan(setting: &Setting<Params>, _: &Flow) -> Halo {
    Halo::new(setting.params, Part { rank: setting.comm.rank(), ranks: setting.comm.size() })
}

/// Runs all iterations on this rank's block.
pub fn run(setting: &Setting<Params, Halo>, input: &Flow, space: &Workspace, output: &mut Flow) {
    // Memory: two sets of grids take turns, and the output is the one that is filled last; messages are packed in a buffer.
    let Setting { params, plan: halo, comm, .. } = *setting;
    let (n, [rows, cols]) = (params.side(), input.size());
    let (mut old, mut new, residuals) = in_turn(params, input, space, output);
    let buffer = space.buffer(halo.scratch());

    // Iterations: the rim is what a neighbour's points reach, the interior what they do not.
    let sweep = Sweep::new(setting, input);
    let ([top, inner_rows, bottom], [left, inner_cols, right]) = (thirds(rows), thirds(cols));
    let rim = |old: &Grids, new: &mut Grids| {
        sweep.step(old, new, [top.clone(), 1..cols + 1]);
        sweep.step(old, new, [inner_rows.clone(), left.clone()]);
        sweep.step(old, new, [inner_rows.clone(), right.clone()]);
        sweep.step(old, new, [bottom.clone(), 1..cols + 1]);
    };
    // Heart: at the start the halo is filled already; every rank learns the greatest change on any.
    for k in 1..=params.iterations {
        let travelling = (k > 1).then(|| halo.begin(&old, buffer, comm));
        sweep.step(&old, &mut new, [inner_rows.clone(), inner_cols.clone()]);
        if let Some(travelling) = travelling {
            halo.finish(travelling, &mut old, buffer);
        }
        rim(&old, &mut new);
        walls(n, input, new.psi, new.zeta);
        if let Some(at) = params.check_at(k) {
            residuals[at] = new.change(&old, input.stride());
            comm.allreduce(slice::from_mut(&mut residuals[at]), Op::Max);
        }
        std::mem::swap(&mut old, &mut new);
    }
}

/// The first, the inner and the last of the lines 1 … `len` of a framed block; they overlap nowhere.
fn thirds(len: usize) -> [Range<usize>; 3] {
    let (first, last) = (1 + len.min(1), len.max(1));
    let inner_end = last.max(first);
    [1..first, first..inner_end, inner_end..len + 1]
}

/// What a rank sends: an exchange between every two iterations, and its share of every residual.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let halos = Halo::new(params, Part { rank, ranks }).sent(params.iterations - 1);
    halos + sent_by::allreduce(size_of::<f64>(), rank, ranks) * params.checks() as u64
}
