//! Vectorised: eight lines at once, each in a lane of its own; radix 4, and the order comes right by itself.

use crate::field::checksum;
use crate::lanes::Lanes;
use crate::lines::{Complex, splat, turn};
use crate::passes::{Plan, Way};
use crate::{Evolved, Field, Params};
use tenfold_kernel::{Setting, Workspace};

/// The twiddle factors.
pub fn plan(setting: &Setting<Params>, _: &Field) -> Plan {
    Plan::whole(setting.params, setting.path)
}

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, Plan>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept; what is on its way to it or back has a place of the same size.
    let (plan, params) = (setting.plan, setting.params);
    let [spectrum, between, tile, waves] = plan.sizes(1).map(|size| space.buffer(size));

    // Forward: planes along y and x, then rows along z, which they change places for.
    plan.planes(&input.values, Way::Forward).fill(0, between, tile);
    plan.rows(between, Way::Forward).fill(0, spectrum, tile);
    if params.steps == 0 {
        plan.planes(spectrum, Way::Turned).fill(0, &mut output.field, tile);
    }

    // Steps: the field after each follows from the transform at once. Waves decay as they are read.
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        plan.rows(spectrum, plan.decayed(t, waves)).fill(0, between, tile);
        plan.planes(between, Way::Back).fill(0, &mut output.field, tile);
        *sum = checksum(params, &plan.planes, &output.field);
    }
}

// Heart: four points, eight additions, and a turn by i that costs nothing.
/// The transform of four points.
#[inline(always)]
pub fn butterfly<S: Lanes>(simd: S, [a, b, c, d]: [Complex<S>; 4]) -> [Complex<S>; 4] {
    let (even, odd) = (simd.plus(a, c), simd.plus(b, d));
    let ([re, im], [by_re, by_im]) = (simd.minus(a, c), simd.minus(b, d));
    [
        simd.plus(even, odd),
        [simd.add_f64s(re, by_im), simd.sub_f64s(im, by_re)],
        simd.minus(even, odd),
        [simd.sub_f64s(re, by_im), simd.add_f64s(im, by_re)],
    ]
}

/// A stage between the first and the last: butterflies of numbers a quarter of `from` apart, in groups of `apart` that
/// have the same twiddle factors.
#[inline(always)]
pub fn stage<S: Lanes>(simd: S, twiddles: &[[[f64; 2]; 3]], apart: usize, from: &[Complex<S>], to: &mut [Complex<S>]) {
    let quarter = twiddles.len() * apart;
    for (p, (twiddles, to)) in twiddles.iter().zip(to.chunks_exact_mut(4 * apart)).enumerate() {
        let twiddles = splat(simd, twiddles);
        let part = |k: usize| &from[k * quarter + p * apart..][..apart];
        let [a, b, c, d] = [part(0), part(1), part(2), part(3)];
        let (lower, upper) = to.split_at_mut(2 * apart);
        let ((to0, to1), (to2, to3)) = (lower.split_at_mut(apart), upper.split_at_mut(apart));
        for q in 0..apart {
            let sums = butterfly(simd, [a[q], b[q], c[q], d[q]]);
            [to0[q], to1[q], to2[q], to3[q]] = turn(simd, twiddles, sums);
        }
    }
}
