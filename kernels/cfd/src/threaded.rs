//! Bands of rows, one for each thread; the end of an iteration is where the threads meet.

use crate::grids::{Grids, change, in_turn, inner, walls};
use crate::stencil::Sweep;
use crate::{Flow, Params};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Runs all iterations on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow) {
    // Memory: two sets of grids take turns, and the output is the one that is filled last.
    let (params, n, [rows, cols], stride) = (setting.params, setting.params.side(), input.size(), input.stride());
    let (mut old, mut new, residuals) = in_turn(params, input, space, output);

    // Iterations: in bands of whole rows, as many as there are threads; then the walls, and now and then a look at what has
    // changed.
    let sweep = Sweep::new(setting, input);
    let band = rows.div_ceil(rayon::current_num_threads());
    let inside = stride..(rows + 1) * stride;
    let step = |old: &Grids, new: &mut Grids| {
        let advance =
            |b: usize, psi: &mut [f64], zeta: &mut [f64]| sweep.band(old, 1 + b * band, 1..cols + 1, psi, zeta);
        let bands = new.psi[inside.clone()].par_chunks_mut(band * stride).enumerate();
        if params.reynolds.is_none() {
            return bands.for_each(|(b, psi)| advance(b, psi, &mut []));
        }
        let zeta = new.zeta[inside.clone()].par_chunks_mut(band * stride);
        bands.zip(zeta).for_each(|((b, psi), zeta)| advance(b, psi, zeta));
    };
    for k in 1..=params.iterations {
        step(&old, &mut new);
        walls(n, input, new.psi, new.zeta);
        if let Some(at) = params.check_at(k) {
            residuals[at] = changed(&old, &new, stride, band);
        }
        std::mem::swap(&mut old, &mut new);
    }
}

/// The greatest change of any interior number, looked for in bands.
fn changed(old: &Grids, new: &Grids, stride: usize, band: usize) -> f64 {
    let of = |old: &[f64], new: &[f64]| {
        let bands = |grid| inner(grid, stride).par_chunks(band * stride);
        bands(old).zip(bands(new)).map(|(old, new)| change(old, new, stride)).reduce(|| 0.0, f64::max)
    };
    of(old.psi, new.psi).max(of(old.zeta, new.zeta))
}
