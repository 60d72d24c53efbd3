//! Rows on each rank: entries that others need travel while rows are multiplied that need none of others.

use crate::halo::Halo;
use crate::sell::Sell;
use crate::solve::{self, Solver};
use crate::system::{BLOCKS, block_rows};
use crate::vectors::{dots, steps, turn};
use crate::{Params, Solution, System};
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Part, Setting, Workspace};

/// A rank's part of the matrix, and its neighbours.
pub struct Local {
    /// The rows that need no entry of another rank, and those that do.
    pub matrix: [Sell; 2],
    pub halo: Halo,
}

/// This rank's rows, sorted by whom they need.
pub fn plan(setting: &Setting<Params>, input: &System) -> Local {
    let (own, halo) = (input.rows.len(), Halo::new(input, setting.comm.size()));
    let is_inner = |row: &usize| input.cols[input.row(*row)].iter().all(|&col| halo.place(col) < own);
    let (inner, outer) = (0..own).partition::<Vec<usize>, _>(is_inner);
    let matrix = [inner, outer].map(|rows| Sell::new(input, rows, |col| halo.place(col)));
    Local { matrix, halo }
}

/// Solves the problem on this rank's rows.
pub fn run(setting: &Setting<Params, Local>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors, one of them with the others' entries; messages are packed in a buffer.
    let solver = Solver::new(setting, input, setting.plan.halo.others.len(), space);
    let buffer = space.buffer(setting.plan.halo.scratch());

    // Solves: by these operations.
    let (comm, first) = (setting.comm, input.rows.start / block_rows(input.n));
    solver.solve(
        output,
        |p, q| multiply(setting, p, q, buffer),
        |path, block, x, y, sums| {
            dots(path, block, x, y, &mut sums[first..]);
            comm.allreduce(sums, Op::Sum);
        },
        |path, block, alpha, pq, zr, sums| {
            steps(path, block, alpha, pq, zr, &mut sums[first..]);
            comm.allreduce(sums, Op::Sum);
        },
        turn,
    );
}

// Heart: the halo travels meanwhile.
fn multiply(setting: &Setting<Params, Local>, p: &mut [f64], q: &mut [f64], buffer: &mut [f64]) {
    let Local { matrix: [inner, outer], halo } = setting.plan;
    halo.exchange(p, buffer, setting.comm, |p| inner.multiply(setting.path, p, q, 0));
    outer.multiply(setting.path, p, q, 0);
}

/// What a rank sends: entries before every product, and all blocks' sums for every dot product.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let halo = Halo::new(&System::of(params, Part { rank, ranks }), ranks);
    let sums = sent_by::allreduce(BLOCKS * size_of::<f64>(), rank, ranks);
    halo.sent(solve::products(params)) + sums * solve::dots(params) as u64
}
