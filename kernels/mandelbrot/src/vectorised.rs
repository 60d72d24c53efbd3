//! Vectorised: many points at once, several vectors in flight, masks for those that have escaped.

use crate::lanes::{self, ForLanes, Lanes};
use crate::{Counts, Params, Points};
use std::ops::Range;
use tenfold_kernel::{Path, Workspace};

/// Counts the rows of `points`.
pub fn run(params: &Params, points: &Points, _: &Workspace, counts: &mut Counts) {
    // Share: all rows.
    counts.clear();
    let image = counts.claim(points.rows.clone());

    // Rows.
    count(params, points, points.rows.clone(), image);
}

/// Counts `rows` into `image`: what threads and ranks do with their share.
pub fn count(params: &Params, points: &Points, rows: Range<usize>, image: &mut [u32]) {
    for (row, passed) in rows.zip(image.chunks_exact_mut(points.re.len())) {
        lanes::run(Path::widest(), Row { re: &points.re, im: points.im[row], max_iter: params.max_iter, passed });
    }
}

/// Vectors in flight. An update takes 12 cycles from end to end but only 4 of a core's time: three vectors keep it busy while
/// each waits for itself, and the sixteen registers before AVX-512 hold no more of them. Thirty-two hold a spare one.
const FEW: usize = 3;
const MANY: usize = 4;

/// Points of the widest group.
const MOST: usize = MANY * lanes::MOST;

/// Something on the stack that begins with a cache line, and with it all the vectors that do not fit into registers: the
/// compiler aligns no stack for those alone. Where they lay across two lines by chance, which the length of the
/// environment decides, launches of the same code differed by a tenth.
#[repr(align(64))]
struct Aligned<T>(T);

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

impl ForLanes for Row<'_> {
    #[inline(always)]
    fn run<S: Lanes>(self, simd: S) {
        if S::F64_LANES == lanes::MOST { self.groups::<S, MANY>(simd) } else { self.groups::<S, FEW>(simd) }
    }
}

impl Row<'_> {
    #[inline(always)]
    fn groups<S: Lanes, const V: usize>(self, simd: S) {
        let group = V * S::F64_LANES;
        for (re, passed) in self.re.chunks(group).zip(self.passed.chunks_mut(group)) {
            // Points: the last group may be short, and is filled up with its last point.
            let filled: Aligned<[f64; MOST]>;
            let re = if re.len() == group {
                re
            } else {
                filled = Aligned(std::array::from_fn(|i| re[i.min(re.len() - 1)]));
                &filled.0
            };
            let c_re: [S::f64s; V] = std::array::from_fn(|v| S::as_simd_f64s(re).0[v]);
            let counted = tests_passed(simd, c_re, simd.splat_f64s(self.im), self.max_iter);
            let mut unpacked = Aligned([0; MOST]);
            S::as_mut_simd_u64s(&mut unpacked.0).0[..V].copy_from_slice(&counted);
            passed.copy_from_slice(&unpacked.0.map(|counted| self.max_iter.min(counted as u32))[..passed.len()]);
        }
    }
}

/// Tests between two looks at who is left.
const STEPS: usize = 4;

/// Tests passed by each point of a group, or more than `max_iter`.
#[inline(always)]
fn tests_passed<S: Lanes, const V: usize>(simd: S, c_re: [S::f64s; V], c_im: S::f64s, max_iter: u32) -> [S::u64s; V] {
    let four = simd.splat_f64s(4.0);
    let everyone = [simd.less_than_or_equal_f64s(four, four); V];
    let one = simd.one();
    let (mut re, mut im) = (c_re, [c_im; V]);
    let (mut inside, mut passed) = (everyone, [simd.splat_u64s(0); V]);
    let mut n = 0;
    while n < max_iter {
        // Those that have escaped are carried along, and counted no more.
        for _ in 0..STEPS {
            for v in 0..V {
                let size = advance(simd, &mut re[v], &mut im[v], c_re[v], c_im);
                inside[v] = simd.still(inside[v], size, four);
                passed[v] = simd.count(passed[v], inside[v], one);
            }
        }
        n += STEPS as u32;
        let any = inside[1..].iter().fold(inside[0], |any, &inside| simd.or_m64s(any, inside));
        if simd.first_true_m64s(any) == S::F64_LANES {
            break;
        }

        // As long as everyone is inside there is nothing to count.
        if all(simd, inside) {
            while n < max_iter {
                let before = (re, im);
                for _ in 0..STEPS {
                    for v in 0..V {
                        let size = advance(simd, &mut re[v], &mut im[v], c_re[v], c_im);
                        inside[v] = simd.still(inside[v], size, four);
                    }
                }
                if !all(simd, inside) {
                    // These steps are taken again, and counted.
                    ((re, im), inside) = (before, everyone);
                    break;
                }
                n += STEPS as u32;
            }
            passed = [simd.splat_u64s(n.into()); V];
        }
    }
    passed
}

/// Whether every lane is true.
#[inline(always)]
fn all<S: Lanes, const V: usize>(simd: S, masks: [S::m64s; V]) -> bool {
    let all = masks[1..].iter().fold(masks[0], |all, &mask| simd.and_m64s(all, mask));
    simd.first_true_m64s(simd.not_m64s(all)) == S::F64_LANES
}

// Heart: all lanes at once; three or four such vectors are in flight.
/// z ← z² + c. Returns |z|² from before.
#[inline(always)]
fn advance<S: Lanes>(simd: S, re: &mut S::f64s, im: &mut S::f64s, c_re: S::f64s, c_im: S::f64s) -> S::f64s {
    let (re_squared, im_squared) = (simd.mul_f64s(*re, *re), simd.mul_f64s(*im, *im));
    *im = simd.twice_plus(simd.mul_f64s(*re, *im), c_im);
    *re = simd.add_f64s(simd.sub_f64s(re_squared, im_squared), c_re);
    simd.add_f64s(re_squared, im_squared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naive;

    /// Every path, whatever the machine's widest is, also where groups are short and `max_iter` no multiple of the steps.
    #[test]
    fn every_path_counts_like_the_naive_loop() {
        for path in [Path::Portable, Path::Avx2, Path::Avx512] {
            for params in crate::area::awkward() {
                let points = Points::of(&params);
                let max_iter = params.max_iter;
                for &im in &points.im {
                    let mut passed = vec![u32::MAX; points.re.len()];
                    lanes::run(path, Row { re: &points.re, im, max_iter, passed: &mut passed });
                    let naive = points.re.iter().map(|&re| naive::tests_passed(re, im, max_iter));
                    assert!(naive.eq(passed), "{path:?} {params:?}, row {im}");
                }
            }
        }
    }
}
