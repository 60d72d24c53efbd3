//! Eight rows at a time, in a layout that is made before timing starts.

use crate::sell::{LANES, NOBODY, Sell};
use crate::solve::{Operations, Vectors, solve};
use crate::system::{BLOCKS, block_rows};
use crate::vectors::{Sums, dots, steps, total};
use crate::{Params, Solution, System};
use tenfold_kernel::{Path, Setting, Workspace, on_path, pulp::Simd};

/// The matrix, eight rows by eight.
pub fn plan(_: &Setting<Params>, input: &System) -> Sell {
    Sell::new(input, (0..input.n).collect(), input.n, |col| col as usize)
}

/// Solves the problem on the calling thread.
pub fn run(setting: &Setting<Params, Sell>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors.
    let mut vectors = Vectors::new(input, 0, space);

    // Solves: by the operations below.
    let mut lanes = Lanes { matrix: setting.plan, block: block_rows(input.n), path: setting.path };
    solve(setting.params, input, &mut lanes, &mut vectors, output);
}

struct Lanes<'a> {
    matrix: &'a Sell,
    block: usize,
    path: Path,
}

impl Operations for Lanes<'_> {
    fn multiply(&mut self, p: &mut [f64], q: &mut [f64]) {
        self.matrix.multiply(self.path, p, q, 0);
    }
    fn dot(&mut self, x: &[f64], y: &[f64]) -> f64 {
        let mut sums: Sums = [0.0; BLOCKS];
        let (block, to) = (self.block, &mut sums);
        on_path!(self.path, dots(block: usize, x: &[f64], y: &[f64], to: &mut [f64]));
        total(&sums)
    }
    fn step(&mut self, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2]) -> f64 {
        let mut sums: Sums = [0.0; BLOCKS];
        let (block, to) = (self.block, &mut sums);
        on_path!(self.path, steps(block: usize, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2], to: &mut [f64]));
        total(&sums)
    }
}

// Heart: eight sums grow at once, and none waits for another.
/// q ← Ap for the rows of `sell`; `first` is the number of the row whose sum goes to the beginning of q.
#[inline(always)]
pub fn multiply<S: Simd>(_: S, sell: &Sell, p: &[f64], q: &mut [f64], first: usize) {
    for (rows, entries) in sell.groups(p) {
        let mut sums = [0.0; LANES];
        for (factors, values) in entries {
            for lane in 0..LANES {
                sums[lane] += values[lane] * factors[lane];
            }
        }
        for (&row, sum) in rows.iter().zip(sums).filter(|(row, _)| **row != NOBODY) {
            q[row as usize - first] = sum;
        }
    }
}
