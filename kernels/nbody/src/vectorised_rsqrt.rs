//! Vectorised, without root and quotient: an estimate of the reciprocal root, and a series that corrects it.

use crate::estimate::Estimate;
use crate::groups::{Axes, Group, Pull, Source, each_vector, load, steps, store};
use crate::{Bodies, Params, State};
use tenfold_kernel::{Path, Setting, Workspace, on_path};

/// Runs all steps.
pub fn run(setting: &Setting<Params>, bodies: &Bodies, space: &Workspace, state: &mut State) {
    // Memory: the bodies in groups, and once more one by one, as they pull.
    let (groups, sources) = load(bodies, space);

    // Steps: the pulls, and then each of the steps.
    let (path, softening) = (setting.path, setting.params.softening);
    steps(setting.params, groups, sources, |sources, groups| pull(path, softening, sources, groups));
    store(groups, state);
}

/// Adds to the accelerations what the sources give: what threads and ranks do with their bodies.
pub fn pull(path: Path, softening: f64, sources: &[Source], groups: &mut [Group]) {
    let how = Refined;
    on_path!(path, each_vector(how: Refined, softening: f64, sources: &[Source], groups: &mut [Group]));
}

/// With y ≈ 1/√s and e = 1 − s y², 1/√s³ is y³ (1 − e)^(−3/2), a series in e. As |e| < 0.00075, what is left out after
/// the fourth term of it, 2.7 e⁵, is less than 7·10⁻¹⁶.
struct Refined;

impl<S: Estimate> Pull<S> for Refined {
    // Heart: multiply-adds instead of a root and a quotient, which wait in line for one slow unit.
    #[inline(always)]
    fn pull(simd: S, softening: f64, sources: &[Source], at: Axes<S>, mut sums: Axes<S>) -> Axes<S> {
        let [soft, one] = [softening * softening, 1.0].map(|number| simd.splat_f64s(number));
        let terms = [3.0 / 2.0, 15.0 / 8.0, 35.0 / 16.0, 315.0 / 128.0].map(|number| simd.splat_f64s(number));
        for &[x, y, z, mass] in sources {
            let dx = simd.sub_f64s(simd.splat_f64s(x), at[0]);
            let dy = simd.sub_f64s(simd.splat_f64s(y), at[1]);
            let dz = simd.sub_f64s(simd.splat_f64s(z), at[2]);
            let flat = simd.mul_add_e_f64s(dy, dy, simd.mul_add_e_f64s(dx, dx, soft));
            let squared = simd.mul_add_e_f64s(dz, dz, flat);
            let rough = simd.estimate(squared);
            let rough_squared = simd.mul_f64s(rough, rough);
            let off = simd.negate_mul_add_e_f64s(squared, rough_squared, one);
            let mut series = terms[3];
            for term in [terms[2], terms[1], terms[0]] {
                series = simd.mul_add_e_f64s(series, off, term);
            }
            let cubed = simd.mul_f64s(simd.mul_f64s(simd.splat_f64s(mass), rough), rough_squared);
            let strength = simd.mul_add_e_f64s(simd.mul_f64s(cubed, off), series, cubed);
            sums[0] = simd.mul_add_e_f64s(strength, dx, sums[0]);
            sums[1] = simd.mul_add_e_f64s(strength, dy, sums[1]);
            sums[2] = simd.mul_add_e_f64s(strength, dz, sums[2]);
        }
        sums
    }
}
