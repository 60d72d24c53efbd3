//! The plain loop: the entries of a row one after the other.

use crate::solve::Solver;
use crate::vectors::{dots, turn};
use crate::{Params, Solution, System};
use tenfold_kernel::{Setting, Workspace};

/// Solves the problem on the calling thread.
pub fn run(setting: &Setting<Params>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors.
    let solver = Solver::new(setting, input, 0, space);

    // Solves: by these operations.
    solver.solve(
        output,
        |p, q| multiply(input, p, q),
        dots,
        |path, block, alpha, [p, q], [z, r], sums| {
            z.iter_mut().zip(p).for_each(|(z, p)| *z += alpha * p);
            r.iter_mut().zip(q).for_each(|(r, q)| *r -= alpha * q);
            dots(path, block, r, r, sums);
        },
        turn,
    );
}

// Heart: each addition waits for the one before.
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
