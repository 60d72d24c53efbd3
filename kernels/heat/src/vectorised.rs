//! Eight points per instruction, row by row.

use crate::block::{close_frame, in_turn};
use crate::{Block, Params, Stencil};
use tenfold_kernel::{Path, Workspace};

/// The CPU paths it is compiled for.
pub const PATHS: &[Path] = &[Path::Portable, Path::Avx2, Path::Avx512];

/// Runs all steps on the calling thread.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids take turns, and the output is the one that is filled last.
    let (cols, stride) = (input.cols.len(), input.stride());
    let scratch = space.buffer(input.cells.len());
    let [mut next, mut after] = in_turn(params.steps, &mut output.cells, scratch);
    close_frame(next, cols);
    close_frame(after, cols);

    // Steps: the first one reads the input where it lies.
    let stencil = Stencil::new(params.nu);
    let inside = stride..next.len() - stride;
    sweep(stencil, stride, &input.cells, &mut next[inside.clone()]);
    for _ in 1..params.steps {
        sweep(stencil, stride, next, &mut after[inside.clone()]);
        std::mem::swap(&mut next, &mut after);
    }
}

/// One step of whole rows: `to` holds rows of `stride` cells, `from` the same rows with one more on either side.
pub fn sweep(stencil: Stencil, stride: usize, from: &[f64], to: &mut [f64]) {
    for (i, to) in to.chunks_exact_mut(stride).enumerate() {
        let row = |i: usize| &from[i * stride..][..stride];
        update(stencil, row(i), row(i + 1), row(i + 2), &mut to[1..stride - 1]);
    }
}

/// Updates one row: `to[j]` is the point below `above[j + 1]`.
pub fn update(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
    match Path::best_of(PATHS) {
        // SAFETY: `best_of` offers only what this machine has.
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => unsafe { update_avx512(stencil, above, here, below, to) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => unsafe { update_avx2(stencil, above, here, below, to) },
        _ => update_portable(stencil, above, here, below, to),
    }
}

/// Slices of one length let the compiler see that no access is out of bounds, and so fill the lanes by itself.
#[inline(always)]
fn update_portable(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
    let n = to.len();
    let (left, right) = (&here[..n], &here[2..n + 2]);
    let (above, here, below) = (&above[1..n + 1], &here[1..n + 1], &below[1..n + 1]);
    for j in 0..n {
        to[j] = stencil.at(here[j], left[j], right[j], above[j], below[j]);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn update_avx2(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
    update_portable(stencil, above, here, below, to);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn update_avx512(stencil: Stencil, above: &[f64], here: &[f64], below: &[f64], to: &mut [f64]) {
    update_portable(stencil, above, here, below, to);
}
