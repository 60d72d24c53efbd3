//! The plain loop: every point in turn, one iteration after the other.

use crate::grids::{Grids, Turns};
use crate::stencil::{Around, sixteenth};
use crate::{Flow, Params};
use tenfold_kernel::{Setting, Workspace};

/// Runs all iterations on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow) {
    // Memory: two sets of grids take turns, and the output is the one that is filled last.
    let (params, size) = (setting.params, input.tile.shape());
    let mut turns = Turns::new(params, input, space, output);

    // Iterations: all points, then the walls, and now and then a look at what has changed.
    for k in 1..=params.iterations {
        match sixteenth(params) {
            None => step(size, &turns.old, &mut turns.new),
            Some(sixteenth) => viscous_step(size, sixteenth, &turns.old, &mut turns.new),
        }
        turns.end(k, |old, new| new.change(old));
    }
}

// Heart: four reads and one write for each point.
/// One iteration of all interior points of ψ. Not inlined, so that its counters keep their registers.
#[inline(never)]
fn step([rows, cols]: [usize; 2], old: &Grids, new: &mut Grids) {
    let (stride, old, new) = (cols + 2, &*old.psi, &mut *new.psi);
    for i in 1..rows + 1 {
        for j in 1..cols + 1 {
            let k = i * stride + j;
            new[k] = Around::of(old, k, stride).mean();
        }
    }
}

/// One iteration of all interior points of ψ and ζ.
fn viscous_step([rows, cols]: [usize; 2], sixteenth: f64, old: &Grids, new: &mut Grids) {
    let stride = cols + 2;
    for i in 1..rows + 1 {
        for j in 1..cols + 1 {
            let k = i * stride + j;
            let (psi, zeta) = (Around::of(old.psi, k, stride), Around::of(old.zeta, k, stride));
            new.psi[k] = psi.mean_above(old.zeta[k]);
            new.zeta[k] = zeta.carried(psi, sixteenth);
        }
    }
}
