//! The picture of the problem: where the flow is fast.

use crate::{Cfd, Params};
use tenfold_kernel::{Picture, solved};

const SIDE: usize = 96;

/// The speed at every point, as its square root, so that the slow flow in the corners shows, too.
pub(crate) fn speed() -> Option<Picture> {
    let flow = solved::<Cfd>(Params { n: Some(SIDE), iterations: 1500, check: 1500, ..Params::default() }).ok()?;
    let stride = flow.stride();
    let at = |i: usize, j: usize| flow.psi[i * stride + j];
    let speed = |i: usize, j: usize| 0.5 * (at(i + 1, j) - at(i - 1, j)).hypot(at(i, j + 1) - at(i, j - 1));
    let rows = (1..=SIDE).rev().flat_map(|j| (1..=SIDE).map(move |i| (i, j)));
    let values = rows.map(|(i, j)| speed(i, j).min(1.0).sqrt() as f32).collect();
    let says = "Fluid enters a box through an opening in its bottom and leaves through one in its right side: the \
                faster it flows, the stronger the shade.";
    Some(Picture { columns: SIDE, values, says })
}
