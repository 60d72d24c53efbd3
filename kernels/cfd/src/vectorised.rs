//! Row by row, as slices of equal length: the compiler knows that no index can be wrong, and fills the lanes.

use crate::grids::Turns;
use crate::stencil::{Around, sixteenth, sweep};
use crate::{Flow, Params};
use tenfold_kernel::{Setting, Workspace};

/// Runs all iterations on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow) {
    // Memory: two sets of grids take turns, and the output is the one that is filled last.
    let (params, [rows, cols]) = (setting.params, input.tile.shape());
    let mut turns = Turns::new(params, input, space, output);

    // Iterations: all points, then the walls, and now and then a look at what has changed.
    for k in 1..=params.iterations {
        let Turns { old, new, .. } = &mut turns;
        sweep(setting.path, sixteenth(params), old, &mut new.rows(1..rows + 1), 1..cols + 1);
        turns.end(k, |old, new| new.change(old));
    }
}

// Heart: four slices of a length, so that a vector of points takes as many instructions as one.
/// One iteration of a row of ψ; the old rows are two cells longer.
#[inline(always)]
pub fn row([above, here, below]: [&[f64]; 3], new: &mut [f64]) {
    let n = new.len();
    let (above, below) = (&above[1..n + 1], &below[1..n + 1]);
    let (left, right) = (&here[..n], &here[2..n + 2]);
    for j in 0..n {
        new[j] = Around { above: above[j], below: below[j], left: left[j], right: right[j] }.mean();
    }
}

/// One iteration of a row of ψ and ζ.
#[inline(always)]
pub fn viscous_row(
    [psi_above, psi_here, psi_below]: [&[f64]; 3],
    [zeta_above, zeta_here, zeta_below]: [&[f64]; 3],
    sixteenth: f64,
    psi: &mut [f64],
    zeta: &mut [f64],
) {
    let n = psi.len();
    let (psi_above, psi_below) = (&psi_above[1..n + 1], &psi_below[1..n + 1]);
    let (psi_left, psi_right) = (&psi_here[..n], &psi_here[2..n + 2]);
    let (zeta_above, zeta_below) = (&zeta_above[1..n + 1], &zeta_below[1..n + 1]);
    let (zeta_left, here, zeta_right) = (&zeta_here[..n], &zeta_here[1..n + 1], &zeta_here[2..n + 2]);
    let zeta = &mut zeta[..n];
    for j in 0..n {
        let around = Around { above: psi_above[j], below: psi_below[j], left: psi_left[j], right: psi_right[j] };
        psi[j] = around.mean_above(here[j]);
        let of_zeta = Around { above: zeta_above[j], below: zeta_below[j], left: zeta_left[j], right: zeta_right[j] };
        zeta[j] = of_zeta.carried(around, sixteenth);
    }
}
