//! The picture of the problem: the vorticity in a plane of the vortex.

use crate::plain::{Plain, curl};
use crate::{Dns, Params};
use tenfold_kernel::pulp::c64;
use tenfold_kernel::{Picture, greatest, solved};

/// Points of the grid along a side, and places of the picture for each.
const N: usize = 32;
const FINER: usize = 4;

/// The vorticity about z in the plane z = 0 a while after the start, between grid points by straight lines.
pub(crate) fn vortices() -> Option<Picture> {
    let flow = solved::<Dns>(Params { n: N, dt: 0.1, steps: 4, ..Params::default() }).ok()?;
    let plain = Plain::new(N);
    let waves: Vec<[c64; 3]> = plain.all(flow.components()).into_iter().map(|(k, u)| curl(k, u)).collect();
    let [_, _, plane] = plain.points(&waves);
    let most = greatest(plane[..N * N].iter().map(|x| x.abs()));
    let side = N * FINER;
    let values = (0..side).flat_map(|y| (0..side).map(move |x| [y, x])).map(|place| {
        let [[y, right_y], [x, right_x]] = place.map(|p| [p / FINER, (p / FINER + 1) % N]);
        let [by_y, by_x] = place.map(|p| (p % FINER) as f64 / FINER as f64);
        let along = |y: usize| plane[y * N + x] * (1.0 - by_x) + plane[y * N + right_x] * by_x;
        let here = along(y) * (1.0 - by_y) + along(right_y) * by_y;
        (0.5 + 0.5 * here / most).clamp(0.0, 1.0) as f32
    });
    let says = "The Taylor–Green vortex at t = 0.4, cut at z = 0: vortices that turn left (light) and right (dark) \
                side by side, x from left to right, y from top to bottom.";
    Some(Picture { columns: side, values: values.collect(), says })
}
