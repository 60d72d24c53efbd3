//! Vectorised, masks only: one vector of points at a time, until its last lane has escaped.

use crate::lanes::{self, ForLanes, Lanes};
use crate::{Counts, Params, Points};
use tenfold_kernel::{Path, Workspace};

/// Counts the rows of `points`.
pub fn run(params: &Params, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    counts.clear();
    let image = counts.claim(points.rows.clone());

    // Rows.
    for (row, passed) in points.rows.clone().zip(image.chunks_exact_mut(points.re.len())) {
        lanes::run(Path::widest(), Row { re: &points.re, im: points.im[row], max_iter: params.max_iter, passed });
    }
}

struct Row<'a> {
    re: &'a [f64],
    im: f64,
    max_iter: u32,
    passed: &'a mut [u32],
}

impl ForLanes for Row<'_> {
    #[inline(always)]
    fn run<S: Lanes>(self, simd: S) {
        for (re, passed) in self.re.chunks(S::F64_LANES).zip(self.passed.chunks_mut(S::F64_LANES)) {
            // Points: the last vector may be short, and is filled up with its last point.
            let padded: [f64; lanes::MOST] = std::array::from_fn(|lane| re[lane.min(re.len() - 1)]);
            let c_re = S::as_simd_f64s(&padded).0[0];
            let counted = tests_passed(simd, c_re, simd.splat_f64s(self.im), self.max_iter);
            let mut unpacked = [0; lanes::MOST];
            S::as_mut_simd_u64s(&mut unpacked).0[0] = counted;
            passed.iter_mut().zip(unpacked).for_each(|(passed, counted)| *passed = counted as u32);
        }
    }
}

// Heart: a mask instead of a branch.
/// Tests passed by each point. Lanes that have escaped are carried along, and counted no more: the vector takes as long
/// as its slowest lane.
#[inline(always)]
fn tests_passed<S: Lanes>(simd: S, c_re: S::f64s, c_im: S::f64s, max_iter: u32) -> S::u64s {
    let four = simd.splat_f64s(4.0);
    let (mut re, mut im) = (c_re, c_im);
    let mut inside = simd.less_than_or_equal_f64s(four, four);
    let mut passed = simd.splat_u64s(0);
    for _ in 0..max_iter {
        let (re_squared, im_squared) = (simd.mul_f64s(re, re), simd.mul_f64s(im, im));
        inside = simd.still(inside, simd.add_f64s(re_squared, im_squared), four);
        if simd.first_true_m64s(inside) == S::F64_LANES {
            break;
        }
        passed = simd.count(passed, inside, simd.splat_u64s(1));
        im = simd.twice_plus(simd.mul_f64s(re, im), c_im);
        re = simd.add_f64s(simd.sub_f64s(re_squared, im_squared), c_re);
    }
    passed
}
