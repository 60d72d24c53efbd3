//! A block of the grid on each rank; halos travel while the points that need none are computed.

use crate::block::in_turn;
use crate::stencil::Sweep;
use crate::{Block, Params};
use std::ops::Range;
use tenfold_comm::Traffic;
use tenfold_kernel::{Halo, Part, Setting, Workspace, thirds};

/// This rank's neighbours, and the halo that each of them fills.
pub fn plan(setting: &Setting<Params>, _: &Block) -> Halo {
    Halo::new([setting.params.n; 2], Part::on(setting.comm), 1)
}

/// Runs all steps on this rank's block.
pub fn run(setting: &Setting<Params, Halo>, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last; messages are packed in a buffer.
    let (steps, [rows, cols], stride) = (setting.params.steps, input.size(), input.stride());
    let [mut next, mut after] = in_turn(steps, space, output);
    let buffer = space.buffer(setting.plan.scratch());

    // Steps: the rim is what a neighbour's points reach in one step, the interior what they do not. The first step reads the
    // input where it lies, whose halo is filled already.
    let step = |rows: &Range<usize>, cols: &Range<usize>, from: &[f64], to: &mut [f64]| {
        let sweep = Sweep::new(setting, input, cols.clone());
        sweep.step(&from[(rows.start - 1) * stride..], &mut to[rows.start * stride..rows.end * stride]);
    };
    let (all_cols, [top, inner_rows, bottom], [left, inner_cols, right]) = (1..cols + 1, thirds(rows), thirds(cols));
    let interior = |from: &[f64], to: &mut [f64]| step(&inner_rows, &inner_cols, from, to);
    let rim = |from: &[f64], to: &mut [f64]| {
        step(&top, &all_cols, from, to);
        step(&inner_rows, &left, from, to);
        step(&inner_rows, &right, from, to);
        step(&bottom, &all_cols, from, to);
    };
    interior(&input.cells, next);
    rim(&input.cells, next);
    for _ in 1..steps {
        let travelling = setting.plan.begin(0..2, &[&*next], buffer, setting.comm);
        interior(next, after);
        setting.plan.finish(travelling, &mut [&mut *next], buffer);
        rim(next, after);
        std::mem::swap(&mut next, &mut after);
    }
}

/// What a rank sends: an exchange between every two steps.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    Halo::new([params.n; 2], Part { rank, ranks }, 1).sent(params.steps - 1, 1)
}
