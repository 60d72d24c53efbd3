//! Vectorised: many points at once, several vectors in flight, masks for those that have escaped.

use crate::{Counts, Params, Points, lanes};
use pulp::{Simd, WithSimd};
use tenfold_kernel::Workspace;

/// Counts the rows of `points`.
pub fn run(params: &Params, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    counts.clear();
    let image = counts.claim(points.rows.clone());

    // Rows.
    for (row, passed) in points.rows.clone().zip(image.chunks_exact_mut(points.re.len())) {
        lanes::with_widest(Row { re: &points.re, im: points.im[row], max_iter: params.max_iter, passed });
    }
}

/// Vectors in flight. An update takes 12 cycles from end to end but only 4 of a core's time: more than three vectors
/// keep it busy while each waits for itself.
const VECTORS: usize = 4;

/// One row of points, whose counts go to `passed`.
pub struct Row<'a> {
    /// Real part of each point.
    pub re: &'a [f64],
    /// Imaginary part of the row.
    pub im: f64,
    /// Tests at most.
    pub max_iter: u32,
    /// The count of each point.
    pub passed: &'a mut [u32],
}

impl WithSimd for Row<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let group = VECTORS * S::F64_LANES;
        for (re, passed) in self.re.chunks(group).zip(self.passed.chunks_mut(group)) {
            // Points: the last group may be short, and is filled up with its last point.
            let mut padded = [re[re.len() - 1]; lanes::MOST * VECTORS];
            padded[..re.len()].copy_from_slice(re);
            let c_re: [_; VECTORS] =
                std::array::from_fn(|v| simd.partial_load_f64s(&padded[v * S::F64_LANES..][..S::F64_LANES]));
            let counted = tests_passed(simd, c_re, simd.splat_f64s(self.im), self.max_iter);
            let mut unpacked = [0; lanes::MOST * VECTORS];
            for (lanes, &vector) in unpacked.chunks_exact_mut(S::F64_LANES).zip(&counted) {
                simd.partial_store_u64s(lanes, vector);
            }
            passed.iter_mut().zip(unpacked).for_each(|(passed, counted)| *passed = counted as u32);
        }
    }
}

/// Tests passed by each point of a group. Those that have escaped are carried along, and counted no more.
#[inline(always)]
fn tests_passed<S: Simd, const V: usize>(simd: S, c_re: [S::f64s; V], c_im: S::f64s, max_iter: u32) -> [S::u64s; V] {
    let four = simd.splat_f64s(4.0);
    let one = simd.splat_u64s(1);
    let (mut re, mut im) = (c_re, [c_im; V]);
    let mut inside = [simd.less_than_or_equal_f64s(four, four); V];
    let mut passed = [simd.splat_u64s(0); V];
    for _ in 0..max_iter {
        let mut any = simd.less_than_f64s(four, four);
        for v in 0..V {
            let (re_squared, im_squared) = (simd.mul_f64s(re[v], re[v]), simd.mul_f64s(im[v], im[v]));
            let size = simd.add_f64s(re_squared, im_squared);
            inside[v] = simd.and_m64s(inside[v], simd.less_than_or_equal_f64s(size, four));
            any = simd.or_m64s(any, inside[v]);
            passed[v] = simd.select_u64s(inside[v], simd.add_u64s(passed[v], one), passed[v]);
            im[v] = lanes::twice_plus(simd, simd.mul_f64s(re[v], im[v]), c_im);
            re[v] = simd.add_f64s(simd.sub_f64s(re_squared, im_squared), c_re[v]);
        }
        if simd.first_true_m64s(any) == S::F64_LANES {
            break;
        }
    }
    passed
}
