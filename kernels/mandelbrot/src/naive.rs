//! Naive: one point after the other, one test after the other.

use crate::{Counts, Params, Points};
use tenfold_kernel::{Setting, Workspace};

/// Counts the rows of `points`.
pub fn run(setting: &Setting<Params>, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    let image = counts.start(points.rows.clone());

    // Rows.
    for (row, passed) in points.rows.clone().zip(image.chunks_exact_mut(points.re.len())) {
        // Points.
        for (passed, &c_re) in passed.iter_mut().zip(&points.re) {
            *passed = tests_passed(c_re, points.im[row], setting.params.max_iter);
        }
    }
}

// Heart: as many steps as the point takes.
/// Tests passed by the point `c` of at most `max_iter`: |z| ≤ 2, before each update z ← z² + c, with z = c at first.
///
/// |z|² is compared with 4, without a root. Nothing is contracted to a multiply-add: Rust never does, and the exact
/// counts depend on every rounding.
pub fn tests_passed(c_re: f64, c_im: f64, max_iter: u32) -> u32 {
    let (mut re, mut im) = (c_re, c_im);
    for n in 0..max_iter {
        let (re_squared, im_squared) = (re * re, im * im);
        if re_squared + im_squared > 4.0 {
            return n;
        }
        im = 2.0 * (re * im) + c_im;
        re = re_squared - im_squared + c_re;
    }
    max_iter
}
