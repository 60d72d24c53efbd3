//! Vectorised, masks only: one vector of points at a time, until its last lane has escaped.

use crate::{Counts, Params, Points, lanes::Lanes};
use tenfold_kernel::{Setting, Workspace, on_path};

/// Counts the rows of `points`.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    let image = counts.start(points.rows.clone());

    // Rows.
    let max_iter = setting.params.max_iter;
    on_path!(setting.path, count(points: &Points, max_iter: u32, image: &mut [u32]));
}

#[inline(always)]
fn count<S: Lanes>(simd: S, points: &Points, max_iter: u32, image: &mut [u32]) {
    for (row, passed) in points.rows.clone().zip(image.chunks_exact_mut(points.re.len())) {
        let c_im = simd.splat_f64s(points.im[row]);
        for (re, passed) in points.re.chunks(S::F64_LANES).zip(passed.chunks_mut(S::F64_LANES)) {
            let [c_re] = simd.load(re);
            simd.store([tests_passed(simd, c_re, c_im, max_iter)], max_iter, passed);
        }
    }
}

// Heart: a mask instead of a branch.
/// Tests passed by each point. Lanes that have escaped are carried along, and counted no more: the vector takes as long
/// as its slowest lane.
#[inline(always)]
fn tests_passed<S: Lanes>(simd: S, c_re: S::f64s, c_im: S::f64s, max_iter: u32) -> S::u64s {
    let (mut re, mut im) = (c_re, c_im);
    let (mut inside, mut passed) = (simd.everyone(), simd.splat_u64s(0));
    for _ in 0..max_iter {
        let (re_squared, im_squared) = (simd.mul_f64s(re, re), simd.mul_f64s(im, im));
        inside = simd.still(inside, simd.add_f64s(re_squared, im_squared));
        if simd.none([inside]) {
            break;
        }
        passed = simd.count(passed, inside, simd.splat_u64s(1));
        im = simd.twice_plus(simd.mul_f64s(re, im), c_im);
        re = simd.add_f64s(simd.sub_f64s(re_squared, im_squared), c_re);
    }
    passed
}
