//! The picture of the problem: the vorticity in a plane of the vortex.

use crate::plain::{Plain, curl};
use crate::{Params, Velocity, vectorised};
use tenfold_comm::Comm;
use tenfold_kernel::pulp::c64;
use tenfold_kernel::{Path, Picture, Setting, Workspace};

/// Points of the grid along a side, and places of the picture for each.
const N: usize = 32;
const FINER: usize = 4;

/// The vorticity about z in the plane z = 0 a while after the start, between grid points by straight lines.
pub(crate) fn vortices() -> Option<Picture> {
    let params = Params { n: N, dt: 0.1, steps: 4, ..Params::default() };
    let start = Velocity::start(&params, 0..N);
    let (mut flow, comm) = (Velocity::room(N, N), Comm::solo());
    let setting = Setting { params: &params, plan: &(), path: Path::PORTABLE, comm: &comm };
    vectorised::run(&setting.with(&vectorised::plan(&setting, &start)), &start, &Workspace::default(), &mut flow);

    let plain = Plain::new(N);
    let waves: Vec<[c64; 3]> = plain.all(flow.components()).into_iter().map(|(k, u)| curl(k, u)).collect();
    let vorticity = &plain.points(&waves)[2];
    let plane = &vorticity[..N * N];
    let most = plane.iter().fold(0.0, |most: f64, x| x.abs().max(most));
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
