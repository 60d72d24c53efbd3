//! Eight rows at a time, in a layout that is made before timing starts.

use crate::sell::{Line, Sell, store};
use crate::solve::Solver;
use crate::vectors::{LANES, dots, steps, turn};
use crate::{Params, Solution, System};
use tenfold_kernel::{Setting, Workspace, pulp::Simd};

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

// Heart: eight sums grow at once, and none waits for another.
/// q ← Ap for the rows of a matrix; `first` is the number of the row whose sum goes to the beginning of q.
#[inline(always)]
pub fn multiply<S: Simd>(_: S, matrix: &Sell, p: &[f64], q: &mut [f64], first: usize) {
    assert!(p.len() >= matrix.width(), "p ends before the last column");
    for (rows, cols, values) in matrix.groups() {
        let mut sums = [0.0; LANES];
        for (cols, Line(values)) in cols.iter().zip(values) {
            // SAFETY: every column is below `width` (so `Sell::new` made it), and p is no shorter.
            let factors = cols.map(|col| unsafe { *p.get_unchecked(col as usize) });
            for lane in 0..LANES {
                sums[lane] += values[lane] * factors[lane];
            }
        }
        store(sums, rows, q, first);
    }
}
