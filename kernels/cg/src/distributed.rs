//! Rows on each rank: entries that others need travel while rows are multiplied that need none of others.

use crate::halo::Halo;
use crate::sell::Sell;
use crate::solve::{self, Operations, Vectors, solve};
use crate::system::{BLOCKS, block_rows};
use crate::vectors::{Sums, dots, steps, total};
use crate::{Params, Solution, System};
use tenfold_comm::{Op, Traffic, sent_by};
use tenfold_kernel::{Part, Setting, Workspace, on_path};

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
    let matrix = [inner, outer].map(|rows| Sell::new(input, rows, own + halo.others(), |col| halo.place(col)));
    Local { matrix, halo }
}

/// Solves the problem on this rank's rows.
pub fn run(setting: &Setting<Params, Local>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors, one of them with the others' entries; messages are packed in a buffer.
    let mut vectors = Vectors::new(input, setting.plan.halo.others(), space);
    let buffer = space.buffer(setting.plan.halo.scratch());

    // Solves: by the operations below.
    let block = block_rows(input.n);
    let mut rank = Rank { setting, block, first: input.rows.start / block, buffer };
    solve(setting.params, input, &mut rank, &mut vectors, output);
}

struct Rank<'a> {
    setting: &'a Setting<'a, Params, Local>,
    block: usize,
    first: usize,
    buffer: &'a mut [f64],
}

impl Operations for Rank<'_> {
    fn multiply(&mut self, p: &mut [f64], q: &mut [f64]) {
        multiply(self.setting, p, q, self.buffer);
    }
    fn dot(&mut self, x: &[f64], y: &[f64]) -> f64 {
        let (mut sums, block): (Sums, usize) = ([0.0; BLOCKS], self.block);
        let to = &mut sums[self.first..];
        on_path!(self.setting.path, dots(block: usize, x: &[f64], y: &[f64], to: &mut [f64]));
        self.setting.comm.allreduce(&mut sums, Op::Sum);
        total(&sums)
    }
    fn step(&mut self, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2]) -> f64 {
        let (mut sums, block): (Sums, usize) = ([0.0; BLOCKS], self.block);
        let (path, to) = (self.setting.path, &mut sums[self.first..]);
        on_path!(path, steps(block: usize, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2], to: &mut [f64]));
        self.setting.comm.allreduce(&mut sums, Op::Sum);
        total(&sums)
    }
}

// Heart: the halo travels meanwhile.
fn multiply(setting: &Setting<Params, Local>, p: &mut [f64], q: &mut [f64], buffer: &mut [f64]) {
    let Local { matrix: [inner, outer], halo } = setting.plan;
    let travelling = halo.begin(p, buffer, setting.comm);
    inner.multiply(setting.path, p, q, 0);
    travelling.finish(p);
    outer.multiply(setting.path, p, q, 0);
}

/// What a rank sends: entries before every product, and all blocks' sums for every dot product.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let halo = Halo::new(&System::of(params, Part { rank, ranks }), ranks);
    halo.sent(solve::products(params)) + sent_by::allreduce(size_of::<Sums>(), rank, ranks) * solve::dots(params) as u64
}
