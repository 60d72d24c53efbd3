//! The plain loop: every point in turn, one step after the other.

use crate::block::in_turn;
use crate::{Block, Params, Stencil};
use tenfold_kernel::{Setting, Workspace};

/// Runs all steps on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let Params { steps, nu, .. } = *setting.params;
    let [mut next, mut after] = in_turn(steps, space, output);

    // Steps: the first one reads the input where it lies.
    let (stencil, [rows, cols]) = (Stencil::new(nu), input.size());
    step(stencil, rows, cols, &input.cells, next);
    for _ in 1..steps {
        step(stencil, rows, cols, next, after);
        std::mem::swap(&mut next, &mut after);
    }
}

// Heart: five reads and one write for each point.
/// One step of all interior points.
fn step(stencil: Stencil, rows: usize, cols: usize, from: &[f64], to: &mut [f64]) {
    let stride = cols + 2;
    for i in 1..rows + 1 {
        for j in 1..cols + 1 {
            let k = i * stride + j;
            to[k] = stencil.at(from[k], from[k - 1], from[k + 1], from[k - stride], from[k + stride]);
        }
    }
}
