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
    #[inline(always)]
    fn pull(simd: S, softening: f64, sources: &[Source], at: Axes<S>, mut sums: Axes<S>) -> Axes<S> {
        let (abreast, rest) = sources.as_chunks::<4>();
        for four in abreast {
            sums = refined(simd, softening, four, at, sums);
        }
        for one in rest.as_chunks::<1>().0 {
            sums = refined(simd, softening, one, at, sums);
        }
        sums
    }
}

// Heart: multiply-adds instead of a root and a quotient, of several sources abreast: none waits for another's.
/// Adds what `N` sources give. The sums grow one source after the other.
#[inline(always)]
fn refined<S: Estimate, const N: usize>(
    simd: S,
    softening: f64,
    sources: &[Source; N],
    at: Axes<S>,
    mut sums: Axes<S>,
) -> Axes<S> {
    let [soft, one] = [softening * softening, 1.0].map(|number| simd.splat_f64s(number));
    let terms = [3.0 / 2.0, 15.0 / 8.0, 35.0 / 16.0, 315.0 / 128.0].map(|number| simd.splat_f64s(number));
    let away = |source: &Source| [0, 1, 2].map(|axis| simd.sub_f64s(simd.splat_f64s(source[axis]), at[axis]));
    let squared = sources.each_ref().map(|source| away(source).iter().fold(soft, |sum, &d| simd.mul_add_e_f64s(d, d, sum)));
    let rough = squared.map(|squared| simd.estimate(squared));
    let strengths: [S::f64s; N] = std::array::from_fn(|i| {
        let rough_squared = simd.mul_f64s(rough[i], rough[i]);
        let off = simd.negate_mul_add_e_f64s(squared[i], rough_squared, one);
        let series = terms[..3].iter().rev().fold(terms[3], |sum, &term| simd.mul_add_e_f64s(sum, off, term));
        let cubed = simd.mul_f64s(simd.mul_f64s(simd.splat_f64s(sources[i][3]), rough[i]), rough_squared);
        simd.mul_add_e_f64s(simd.mul_f64s(cubed, off), series, cubed)
    });
    for (source, strength) in sources.iter().zip(strengths) {
        let away = away(source);
        sums = [0, 1, 2].map(|axis| simd.mul_add_e_f64s(strength, away[axis], sums[axis]));
    }
    sums
}
