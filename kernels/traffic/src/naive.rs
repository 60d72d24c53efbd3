//! Plain loop: one byte a cell, one cell at a time, and each new road copied back, as the published program does it.

use crate::{Outcome, Params, Road};
use tenfold_kernel::{Setting, Workspace};

/// Runs the variant.
pub fn run(setting: &Setting<Params>, road: &Road, space: &Workspace, out: &mut Outcome) {
    // Layout: bytes, as given.
    let params = setting.params;
    let n = road.cells.len();
    let next = &mut space.buffer::<u8>(n)[..n];
    out.cells.copy_from_slice(&road.cells);
    out.moves.fill(0);

    // Steps.
    for step in 1..=params.steps {
        let mut moves = 0;
        // Heart: one cell at a time.
        #[allow(clippy::needless_range_loop)] // The loop of the published program.
        for i in 0..n {
            let behind = out.cells[if i == 0 { n - 1 } else { i - 1 }];
            let ahead = out.cells[if i == n - 1 { 0 } else { i + 1 }];
            if out.cells[i] == 1 {
                next[i] = ahead;
                moves += u64::from(ahead == 0);
            } else {
                next[i] = behind;
            }
        }
        out.cells.copy_from_slice(next);
        out.add(params, step, moves);
    }
}
