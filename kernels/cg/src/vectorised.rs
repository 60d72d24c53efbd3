//! Eight rows at a time, in a layout that is made before timing starts.

use crate::sell::Sell;
use crate::solve::Solver;
use crate::vectors::{dots, steps, turn};
use crate::{Params, Solution, System};
use tenfold_kernel::{Setting, Workspace};

/// The matrix, eight rows by eight.
pub fn plan(_: &Setting<Params>, input: &System) -> Sell {
    Sell::new(input, (0..input.n).collect(), |col| col as usize)
}

/// Solves the problem on the calling thread.
pub fn run(setting: &Setting<Params, Sell>, input: &System, space: &Workspace, output: &mut Solution) {
    // Memory: five vectors.
    let solver = Solver::new(setting, input, 0, space);

    // Solves: by these operations.
    solver.solve(output, |p, q| setting.plan.multiply(setting.path, p, q, 0), dots, steps, turn);
}
