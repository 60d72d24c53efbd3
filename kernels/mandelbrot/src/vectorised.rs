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

/// Vectors in flight: an update takes ten cycles from end to end, two or three of a core's time, and sixteen registers hold no more.
const VECTORS: usize = 4;

#[inline(always)]
fn in_flight<S: Lanes>(simd: S, most: u32, re: &[f64], im: &[f64], image: &mut [u32]) {
    for (&im, passed) in im.iter().zip(image.chunks_exact_mut(re.len())) {
        for group in re.chunks(VECTORS * S::F64_LANES).zip(passed.chunks_mut(VECTORS * S::F64_LANES)) {
            escape(simd, most, group, im);
        }
    }
}

/// Counts the points of a group, the last vector of which may be filled up.
#[inline(always)]
fn escape<S: Lanes>(simd: S, max_iter: u32, (re, counts): (&[f64], &mut [u32]), im: f64) {
    const STEPS: u32 = 4; // Tests between two looks at who is left; twice as many as long as everyone is.
    let (c_re, c_im, one) = (simd.load::<VECTORS>(re), simd.splat_f64s(im), simd.one());
    let (mut passed, mut n) = ([simd.splat_u64s(0); VECTORS], 0);
    let (mut re, mut im, mut inside) = (c_re, [c_im; VECTORS], [simd.everyone(); VECTORS]);
    while n < max_iter {
        // Those that have escaped are carried along, and counted no more.
        for _ in 0..STEPS {
            for v in 0..VECTORS {
                inside[v] = simd.still(inside[v], advance(simd, (&mut re[v], &mut im[v]), [c_re[v], c_im]));
                passed[v] = simd.count(passed[v], inside[v], one);
            }
        }
        n += STEPS;
        if simd.none(inside) {
            break;
        }
        // As long as everyone is inside there is nothing to count: the largest |z|² tells. What is no number is passed over, or kept.
        if simd.all(inside) {
            while n < max_iter {
                let (before, mut largest) = ((re, im), simd.splat_f64s(0.0));
                for _ in 0..2 * STEPS {
                    for v in 0..VECTORS {
                        largest = simd.max_f64s(advance(simd, (&mut re[v], &mut im[v]), [c_re[v], c_im]), largest);
                    }
                }
                if !simd.all([simd.still(simd.everyone(), largest)]) {
                    (re, im) = before; // These steps are taken again, and counted.
                    break;
                }
                n += 2 * STEPS;
            }
            passed = [simd.splat_u64s(n.into()); VECTORS];
        }
    }
    simd.store(passed, max_iter, counts);
}

// Heart: all lanes at once; four such vectors are in flight.
/// z ← z² + c. Returns |z|² of before.
#[inline(always)]
fn advance<S: Lanes>(simd: S, z: (&mut S::f64s, &mut S::f64s), c: [S::f64s; 2]) -> S::f64s {
    let (re_squared, im_squared) = (simd.mul_f64s(*z.0, *z.0), simd.mul_f64s(*z.1, *z.1));
    *z.1 = simd.twice_plus(simd.mul_f64s(*z.0, *z.1), c[1]);
    *z.0 = simd.add_f64s(simd.sub_f64s(re_squared, im_squared), c[0]);
    simd.add_f64s(re_squared, im_squared)
}
