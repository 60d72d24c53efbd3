//! The plain loop: the entries of a row one after the other.

use crate::solve::{Operations, Vectors, solve};
use crate::system::{BLOCKS, block_rows};
use crate::vectors::{self, Sums, total};
use crate::{Params, Solution, System};
use tenfold_kernel::{Setting, Workspace};

/// Solves the problem on the calling thread.
pub fn run(setting: &Setting<Params>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors.
    let mut vectors = Vectors::new(input, 0, space);

    // Solves: by the operations below.
    let mut plain = Plain { system: input, block: block_rows(input.n) };
    solve(setting.params, input, &mut plain, &mut vectors, output);
}

/// All rows, and rows of a block.
pub struct Plain<'a> {
    pub system: &'a System,
    pub block: usize,
}

impl Operations for Plain<'_> {
    fn multiply(&mut self, p: &mut [f64], q: &mut [f64]) {
        multiply(self.system, p, q);
    }
    fn dot(&mut self, x: &[f64], y: &[f64]) -> f64 {
        let mut sums: Sums = [0.0; BLOCKS];
        let blocks = x.chunks(self.block).zip(y.chunks(self.block));
        sums.iter_mut().zip(blocks).for_each(|(sum, (x, y))| *sum = vectors::dot(x, y));
        total(&sums)
    }
    fn step(&mut self, alpha: f64, [p, q]: [&[f64]; 2], [z, r]: [&mut [f64]; 2]) -> f64 {
        z.iter_mut().zip(p).for_each(|(z, p)| *z += alpha * p);
        r.iter_mut().zip(q).for_each(|(r, q)| *r -= alpha * q);
        self.dot(r, r)
    }
}

// Heart: each sum waits for the product before.
/// q ← Ap, row by row.
pub fn multiply(system: &System, p: &[f64], q: &mut [f64]) {
    for (row, q) in q.iter_mut().enumerate() {
        let (mut sum, entries) = (0.0, system.row(row));
        for (value, &col) in system.values[entries.clone()].iter().zip(&system.cols[entries]) {
            sum += value * p[col as usize];
        }
        *q = sum;
    }
}
