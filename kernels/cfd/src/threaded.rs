//! Bands of rows, one for each thread; the end of an iteration is where the threads meet.

use crate::grids::{Grids, Turns};
use crate::stencil::{sixteenth, sweep};
use crate::{Flow, Params};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Runs all iterations on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Flow, space: &Workspace, output: &mut Flow) {
    // Memory: two sets of grids take turns, and the output is the one that is filled last.
    let (params, [rows, cols], stride) = (setting.params, input.tile.shape(), input.stride());
    let mut turns = Turns::new(params, input, space, output);

    // Iterations: in bands of whole rows, as many as there are threads, where now and then each looks at what has
    // changed; then the walls.
    let (path, sixteenth) = (setting.path, sixteenth(params));
    let band = rows.div_ceil(rayon::current_num_threads());
    for k in 1..=params.iterations {
        let (Turns { old, new, .. }, is_due) = (&mut turns, params.check_at(k).is_some());
        let advance = |b: usize, psi: &mut [f64], zeta: &mut [f64]| {
            let mut new = Grids { first: 1 + b * band, stride, psi, zeta };
            sweep(path, sixteenth, old, &mut new, 1..cols + 1);
            if is_due { new.change(old) } else { 0.0 }
        };
        let Grids { psi, zeta, .. } = new.rows(1..rows + 1);
        let bands = psi.par_chunks_mut(band * stride).enumerate();
        let change = if zeta.is_empty() {
            bands.map(|(b, psi)| advance(b, psi, &mut [])).reduce(|| 0.0, f64::max)
        } else {
            let bands = bands.zip(zeta.par_chunks_mut(band * stride));
            bands.map(|((b, psi), zeta)| advance(b, psi, zeta)).reduce(|| 0.0, f64::max)
        };
        turns.end(k, |_, _| change);
    }
}
