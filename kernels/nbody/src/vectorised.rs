//! Vectorised: a vector of bodies at once is pulled by one after the other, by the operations of the naive variant.

use crate::groups::{Axes, Group, Pull, Source, each_vector, load, steps, store};
use crate::{Bodies, Params, State};
use tenfold_kernel::{Path, Setting, Workspace, on_path, pulp::Simd};

/// Runs all steps.
pub fn run(setting: &Setting<Params>, bodies: &Bodies, space: &Workspace, state: &mut State) {
    // Memory: the bodies in groups, and once more one by one, as they pull.
    let (groups, sources) = load(bodies, space);

    // Steps: the pulls, and then each of the steps.
    let (path, softening) = (setting.path, setting.params.softening);
    steps(setting.params, groups, sources, |sources, groups| pull(path, softening, sources, groups));
    store(groups, state);
}

/// Adds to the accelerations what the sources give.
fn pull(path: Path, softening: f64, sources: &[Source], groups: &mut [Group]) {
    let how = Exactly;
    on_path!(path, each_vector(how: Exactly, softening: f64, sources: &[Source], groups: &mut [Group]));
}

/// By a root and a quotient, and nothing fused: bit by bit the naive variant's.
struct Exactly;

impl<S: Simd> Pull<S> for Exactly {
    // Heart: a lane for each body that is pulled; the one that pulls goes to all lanes.
    #[inline(always)]
    fn pull(simd: S, softening: f64, sources: &[Source], at: Axes<S>, mut sums: Axes<S>) -> Axes<S> {
        let softening = simd.splat_f64s(softening * softening);
        for &[x, y, z, mass] in sources {
            let dx = simd.sub_f64s(simd.splat_f64s(x), at[0]);
            let dy = simd.sub_f64s(simd.splat_f64s(y), at[1]);
            let dz = simd.sub_f64s(simd.splat_f64s(z), at[2]);
            let flat = simd.add_f64s(simd.mul_f64s(dx, dx), simd.mul_f64s(dy, dy));
            let squared = simd.add_f64s(simd.add_f64s(flat, simd.mul_f64s(dz, dz)), softening);
            let cubed = simd.mul_f64s(squared, simd.sqrt_f64s(squared));
            let strength = simd.div_f64s(simd.splat_f64s(mass), cubed);
            sums[0] = simd.add_f64s(sums[0], simd.mul_f64s(strength, dx));
            sums[1] = simd.add_f64s(sums[1], simd.mul_f64s(strength, dy));
            sums[2] = simd.add_f64s(sums[2], simd.mul_f64s(strength, dz));
        }
        sums
    }
}
