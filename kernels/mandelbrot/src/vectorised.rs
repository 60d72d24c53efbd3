//! Vectorised: many points at once, several vectors in flight, masks for those that have escaped.

use crate::{Counts, Params, Points, lanes::Lanes};
use std::ops::Range;
use tenfold_kernel::{Path, Setting, Workspace, on_path};

/// Counts the rows of `points`.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    let image = counts.start(points.rows.clone());

    // Rows.
    count(setting.path, setting.params.max_iter, points, points.rows.clone(), image);
}

/// Counts `rows` into `image`: what threads and ranks do with their share.
pub fn count(path: Path, max_iter: u32, points: &Points, rows: Range<usize>, image: &mut [u32]) {
    on_path!(path, in_flight(max_iter: u32, points: &Points, rows: Range<usize>, image: &mut [u32]));
}

/// An update takes 12 cycles from end to end but only 4 of a core's time: three vectors keep it busy while each waits for
/// itself, and the sixteen registers before AVX-512 hold no more of them. Thirty-two hold a spare one.
#[inline(always)]
fn in_flight<S: Lanes>(simd: S, max_iter: u32, points: &Points, rows: Range<usize>, image: &mut [u32]) {
    let (vectors, group) = if S::F64_LANES == 8 { (4, 4 * S::F64_LANES) } else { (3, 3 * S::F64_LANES) };
    for (row, passed) in rows.zip(image.chunks_exact_mut(points.re.len())) {
        let im = simd.splat_f64s(points.im[row]);
        for (re, passed) in points.re.chunks(group).zip(passed.chunks_mut(group)) {
            match vectors {
                4 => simd.store(tests_passed::<S, 4>(simd, simd.load(re), im, max_iter), max_iter, passed),
                _ => simd.store(tests_passed::<S, 3>(simd, simd.load(re), im, max_iter), max_iter, passed),
            }
        }
    }
}

/// Tests passed by each point of a group, or more than `max_iter`.
#[inline(always)]
fn tests_passed<S: Lanes, const V: usize>(simd: S, re: [S::f64s; V], im: S::f64s, max_iter: u32) -> [S::u64s; V] {
    const STEPS: u32 = 4; // Tests between two looks at who is left.
    let (c, everyone, one) = (re.map(|re| [re, im]), [simd.everyone(); V], simd.one());
    let (mut z, mut inside, mut passed, mut n) = (c, everyone, [simd.splat_u64s(0); V], 0);
    while n < max_iter && !simd.none(inside) {
        n += STEPS;
        // As long as everyone is inside there is nothing to count.
        if n > STEPS && simd.all(inside) {
            let before = z;
            for _ in 0..STEPS {
                for v in 0..V {
                    inside[v] = advance(simd, &mut z[v], c[v], inside[v]);
                }
            }
            if simd.all(inside) {
                passed = [simd.splat_u64s(n.into()); V];
                continue;
            }
            // These steps are taken again, and counted.
            (z, inside) = (before, everyone);
        }
        // Those that have escaped are carried along, and counted no more.
        for _ in 0..STEPS {
            for v in 0..V {
                inside[v] = advance(simd, &mut z[v], c[v], inside[v]);
                passed[v] = simd.count(passed[v], inside[v], one);
            }
        }
    }
    passed
}

// Heart: all lanes at once; three or four such vectors are in flight.
/// z ← z² + c. Returns who is `inside` still, by the |z|² of before.
#[inline(always)]
fn advance<S: Lanes>(simd: S, z: &mut [S::f64s; 2], c: [S::f64s; 2], inside: S::m64s) -> S::m64s {
    let [re, im] = *z;
    let (re_squared, im_squared) = (simd.mul_f64s(re, re), simd.mul_f64s(im, im));
    z[1] = simd.twice_plus(simd.mul_f64s(re, im), c[1]);
    z[0] = simd.add_f64s(simd.sub_f64s(re_squared, im_squared), c[0]);
    simd.still(inside, simd.add_f64s(re_squared, im_squared))
}
