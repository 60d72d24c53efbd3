//! The picture of the problem: the sphere, seen along its third axis.

use crate::{NBody, Params, vectors};
use tenfold_kernel::{Picture, solved};

/// Cells along a side, and scale lengths from the middle to an edge.
const SIDE: usize = 120;
const REACH: f64 = 2.5;

/// Every body is a soft spot, and the logarithm of their sum is shown, so that single ones are seen.
pub(crate) fn sphere() -> Option<Picture> {
    const SPOT: f64 = 3.0; // Cells from its middle to its edge.
    let state = solved::<NBody>(Params { n: 1500, steps: 1, ..Params::default() }).ok()?;
    let mut light = vec![0.0_f32; SIDE * SIDE];
    let cell = |at: f64| (at + REACH) * SIDE as f64 / (2.0 * REACH);
    // What lies before the first cell becomes 0.
    let near = |at: f64| (at - SPOT) as usize..SIDE.min((at + SPOT + 1.0) as usize);
    for [x, y, _] in vectors(&state.positions) {
        let (column, row) = (cell(*x), cell(-*y));
        for (i, j) in near(row).flat_map(|i| near(column).map(move |j| (i, j))) {
            let squared = (i as f64 + 0.5 - row).powi(2) + (j as f64 + 0.5 - column).powi(2);
            light[i * SIDE + j] += (-squared).exp() as f32;
        }
    }
    let most = light.iter().fold(0.0_f32, |most, &light| most.max(light));
    let says = "A star cluster of 1500 bodies, seen along its third axis: the denser they lie, the stronger the shade. \
                Every one of them pulls every other.";
    let values = light.iter().map(|&light| (8.0 * light).ln_1p() / (8.0 * most).ln_1p()).collect();
    Some(Picture { columns: SIDE, values, says })
}
