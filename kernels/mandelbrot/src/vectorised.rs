//! Vectorised: many points at once, several vectors in flight, masks for those that have escaped.

use crate::{Counts, Params, Points, lanes::Lanes};
use tenfold_kernel::{Path, Setting, Workspace, on_path};

/// Counts the rows of `points`.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    let image = counts.start(points.rows.clone());

    // Rows.
    count(setting.path, setting.params.max_iter, &points.re, &points.im[points.rows.clone()], image);
}

/// Counts the rows with these imaginary parts into `image`: what threads and ranks do with their share.
pub fn count(path: Path, max_iter: u32, re: &[f64], im: &[f64], image: &mut [u32]) {
    on_path!(path, in_flight(max_iter: u32, re: &[f64], im: &[f64], image: &mut [u32]));
}

/// An update takes 12 cycles from end to end but only 4 of a core's time: three vectors keep it busy while each waits for
/// itself, and the sixteen registers before AVX-512 hold no more of them. Thirty-two hold a spare one.
#[inline(always)]
fn in_flight<S: Lanes>(simd: S, most: u32, re: &[f64], im: &[f64], image: &mut [u32]) {
    let vectors = if S::F64_LANES == 8 { 4 } else { 3 };
    for (&im, passed) in im.iter().zip(image.chunks_exact_mut(re.len())) {
        for group in re.chunks(vectors * S::F64_LANES).zip(passed.chunks_mut(vectors * S::F64_LANES)) {
            if vectors == 4 { escape::<S, 4>(simd, most, group, im) } else { escape::<S, 3>(simd, most, group, im) }
        }
    }
}

/// Counts the points of a group: `V` vectors, the last of which may be filled up.
#[inline(always)]
fn escape<S: Lanes, const V: usize>(simd: S, max_iter: u32, (re, counts): (&[f64], &mut [u32]), im: f64) {
    const STEPS: u32 = 4; // Tests between two looks at who is left.
    let (c_re, c_im, one) = (simd.load::<V>(re), simd.splat_f64s(im), simd.one());
    let (everyone, mut passed, mut n) = ([simd.everyone(); V], [simd.splat_u64s(0); V], 0);
    let (mut re, mut im, mut inside) = (c_re, [c_im; V], everyone);
    while n < max_iter {
        // Those that have escaped are carried along, and counted no more.
        for _ in 0..STEPS {
            for v in 0..V {
                inside[v] = advance(simd, (&mut re[v], &mut im[v]), [c_re[v], c_im], inside[v]);
                passed[v] = simd.count(passed[v], inside[v], one);
            }
        }
        n += STEPS;
        if simd.none(inside) {
            break;
        }
        // As long as everyone is inside there is nothing to count.
        if simd.all(inside) {
            while n < max_iter {
                let before = (re, im);
                for _ in 0..STEPS {
                    for v in 0..V {
                        inside[v] = advance(simd, (&mut re[v], &mut im[v]), [c_re[v], c_im], inside[v]);
                    }
                }
                if !simd.all(inside) {
                    ((re, im), inside) = (before, everyone); // These steps are taken again, and counted.
                    break;
                }
                n += STEPS;
            }
            passed = [simd.splat_u64s(n.into()); V];
        }
    }
    simd.store(passed, max_iter, counts);
}

// Heart: all lanes at once; three or four such vectors are in flight.
/// z ← z² + c. Returns who is `inside` still, by the |z|² of before.
#[inline(always)]
fn advance<S: Lanes>(simd: S, z: (&mut S::f64s, &mut S::f64s), c: [S::f64s; 2], inside: S::m64s) -> S::m64s {
    let (re_squared, im_squared) = (simd.mul_f64s(*z.0, *z.0), simd.mul_f64s(*z.1, *z.1));
    *z.1 = simd.twice_plus(simd.mul_f64s(*z.0, *z.1), c[1]);
    *z.0 = simd.add_f64s(simd.sub_f64s(re_squared, im_squared), c[0]);
    simd.still(inside, simd.add_f64s(re_squared, im_squared))
}
