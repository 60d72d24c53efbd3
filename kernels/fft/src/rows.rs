//! How lines are read from rows of numbers, and written to them.

use crate::lanes::Lanes;
use crate::lines::{Sink, Source};
use tenfold_kernel::pulp::Simd;

/// Numbers of lines in rows, so far apart, real and imaginary parts side by side. On the way back these change places.
pub struct Rows<'a, const BACK: bool> {
    /// Where the first one is the first.
    pub rows: &'a [f64],
    /// Numbers from one row to the next.
    pub apart: usize,
    /// By what they have decayed, if they have.
    pub weights: Option<Weights<'a>>,
}

/// By what the numbers of a piece have decayed.
pub struct Weights<'a> {
    /// Twice for each number of a row.
    pub x: &'a [f64],
    /// For all of them.
    pub y: f64,
    /// For each row.
    pub z: &'a [f64],
}

impl<S: Lanes, const BACK: bool> Source<S> for Rows<'_, BACK> {
    #[inline(always)]
    fn get(&self, simd: S, i: usize, v: usize) -> [S::f64s; 2] {
        let at = 2 * S::F64_LANES * v;
        let [mut a, mut b] = pair::<S>(self.rows, i * self.apart + at);
        if let Some(Weights { x, y, z }) = &self.weights {
            let ([x_a, x_b], yz) = (pair::<S>(x, at), simd.splat_f64s(y * z[i]));
            (a, b) = (simd.mul_f64s(a, simd.mul_f64s(x_a, yz)), simd.mul_f64s(b, simd.mul_f64s(x_b, yz)));
        }
        let [re, im] = simd.deinterleave_shfl_f64s([a, b]);
        if BACK { [im, re] } else { [re, im] }
    }
}

/// The same, to be filled.
pub struct RowsMut<'a, const BACK: bool> {
    /// Where the first one is the first.
    pub rows: &'a mut [f64],
    /// Numbers from one row to the next.
    pub apart: usize,
}

impl<S: Lanes, const BACK: bool> Sink<S> for RowsMut<'_, BACK> {
    #[inline(always)]
    fn put(&mut self, simd: S, i: usize, v: usize, [re, im]: [S::f64s; 2]) {
        let numbers = &mut self.rows[i * self.apart + 2 * S::F64_LANES * v..][..2 * S::F64_LANES];
        let [a, b] = simd.interleave_shfl_f64s(if BACK { [im, re] } else { [re, im] });
        let vectors = S::as_mut_simd_f64s(numbers).0;
        (vectors[0], vectors[1]) = (a, b);
    }
}

/// Two vectors as they lie at `at`.
#[inline(always)]
fn pair<S: Simd>(numbers: &[f64], at: usize) -> [S::f64s; 2] {
    let vectors = S::as_simd_f64s(&numbers[at..][..2 * S::F64_LANES]).0;
    [vectors[0], vectors[1]]
}
