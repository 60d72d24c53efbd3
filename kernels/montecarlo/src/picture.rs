//! The picture of the problem: where the deviates lie.

use crate::Params;
use crate::generator::{coordinate, next};
use crate::naive::deviates;
use tenfold_kernel::Picture;

/// Cells along a side, and deviations from the middle to an edge.
const SIDE: usize = 120;
const REACH: f64 = 4.0;

/// The logarithm of the number of points in each cell, so that rare ones show; every other annulus is lighter.
pub(crate) fn density() -> Option<Picture> {
    let mut state = Params::default().seed;
    let mut counts = vec![0_u32; SIDE * SIDE];
    let cell = |at: f64| ((at + REACH) * SIDE as f64 / (2.0 * REACH)) as usize;
    for _ in 0..1 << 18 {
        let first = next(state);
        state = next(first);
        let within = deviates(coordinate(first), coordinate(state)).filter(|d| d.iter().all(|d| d.abs() < REACH));
        if let Some([x, y]) = within {
            counts[(SIDE - 1 - cell(y)) * SIDE + cell(x)] += 1;
        }
    }
    let most = *counts.iter().max()?;
    let from_middle = |index: usize| (2.0 * REACH * (index as f64 + 0.5) / SIDE as f64 - REACH).abs();
    let shade = |(index, &count): (usize, &u32)| {
        let annulus = from_middle(index / SIDE).max(from_middle(index % SIDE)) as u32;
        let strength = if annulus.is_multiple_of(2) { 1.0 } else { 0.75 };
        strength * (count as f32).ln_1p() / (most as f32).ln_1p()
    };
    let says = "A quarter of a million pairs of Gaussian deviates, X from left to right, Y from bottom to top, from −4 \
                to 4: the more there are, the stronger the shade. The squares are the annuli by which they are counted.";
    Some(Picture { columns: SIDE, values: counts.iter().enumerate().map(shade).collect(), says })
}
