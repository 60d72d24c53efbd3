//! How lines of eight neighbouring waves or points are read and written: real parts first, then imaginary parts.

use crate::plan::Plan;
use fft::{Lanes, Sink, Source, WIDTH};
use tenfold_kernel::pulp::Simd;

/// The vector of numbers at `at`, and others so far apart: real and imaginary parts, or three components.
#[inline(always)]
pub fn get<S: Simd, const N: usize>(simd: S, numbers: &[f64], at: usize, apart: usize) -> [S::f64s; N] {
    let mut vectors = [simd.splat_f64s(0.0); N];
    for (i, vector) in vectors.iter_mut().enumerate() {
        *vector = S::as_simd_f64s(&numbers[at + i * apart..][..S::F64_LANES]).0[0];
    }
    vectors
}

/// Stores them.
#[inline(always)]
pub fn put<S: Simd, const N: usize>(_: S, numbers: &mut [f64], at: usize, apart: usize, vectors: [S::f64s; N]) {
    for (i, vector) in vectors.iter().enumerate() {
        S::as_mut_simd_f64s(&mut numbers[at + i * apart..][..S::F64_LANES]).0[0] = *vector;
    }
}

/// Blocks of a line of points or waves, to be transformed or to be filled by a transform.
pub struct Blocks<'a, Numbers> {
    /// Where the first one is the first.
    numbers: Numbers,
    /// Numbers from one to the next.
    apart: usize,
    /// Numbers from real to imaginary parts.
    halves: usize,
    /// Where not all are there, which waves are kept: the others are read as 0, and dropped.
    kept: Option<&'a Plan>,
    /// A transform back is one forward of numbers whose real and imaginary parts change places, on the way in and out.
    is_back: bool,
}

impl<'a, Numbers> Blocks<'a, Numbers> {
    /// All of a line, so far apart, on the way forward.
    #[inline(always)]
    pub fn all(numbers: Numbers, apart: usize) -> Self {
        Blocks { numbers, apart, halves: WIDTH, kept: None, is_back: false }
    }

    /// Those of waves that are kept.
    #[inline(always)]
    pub fn kept(plan: &'a Plan, numbers: Numbers, apart: usize) -> Self {
        Blocks { kept: Some(plan), ..Blocks::all(numbers, apart) }
    }

    /// Of two real lines that make a complex one, the second of which is so far behind the first.
    #[inline(always)]
    pub fn of_two(numbers: Numbers, apart: usize, halves: usize) -> Self {
        Blocks { halves, ..Blocks::all(numbers, apart) }
    }

    /// The same on the way back.
    #[inline(always)]
    pub fn back(self) -> Self {
        Blocks { is_back: true, ..self }
    }

    /// Where vector `v` of point `i` lies, if it does.
    #[inline(always)]
    fn at<S: Simd>(&self, i: usize, v: usize) -> Option<usize> {
        let place = if let Some(plan) = self.kept { plan.place(i)? } else { i };
        Some(place * self.apart + S::F64_LANES * v)
    }
}

impl<S: Lanes> Source<S> for Blocks<'_, &[f64]> {
    #[inline(always)]
    fn get(&self, simd: S, i: usize, v: usize) -> [S::f64s; 2] {
        let Some(at) = self.at::<S>(i, v) else { return [simd.splat_f64s(0.0); 2] };
        let [re, im] = get(simd, self.numbers, at, self.halves);
        if self.is_back { [im, re] } else { [re, im] }
    }
}

impl<S: Lanes> Sink<S> for Blocks<'_, &mut [f64]> {
    #[inline(always)]
    fn put(&mut self, simd: S, i: usize, v: usize, [re, im]: [S::f64s; 2]) {
        if let Some(at) = self.at::<S>(i, v) {
            put(simd, self.numbers, at, self.halves, if self.is_back { [im, re] } else { [re, im] });
        }
    }
}

/// The waves of two real lines as those of one complex line, on the way back. Those of -k are the conjugates of k's.
pub struct TwoWaves<'a> {
    /// Points along the lines, and the greatest wave number that is kept.
    pub plan: &'a Plan,
    /// Waves of the one from 0 on, in rows.
    pub numbers: &'a [f64],
    /// Numbers from there to those of the other.
    pub apart: usize,
}

impl<S: Lanes> Source<S> for TwoWaves<'_> {
    #[inline(always)]
    fn get(&self, simd: S, i: usize, v: usize) -> [S::f64s; 2] {
        let Plan { n, cut, .. } = *self.plan;
        let is_mirror = i > cut;
        let k = if is_mirror { n - i } else { i };
        if k > cut {
            return [simd.splat_f64s(0.0); 2];
        }
        let at = k * 2 * n + S::F64_LANES * v;
        let [a_re, a_im] = get(simd, self.numbers, at, WIDTH);
        let [b_re, b_im] = get(simd, self.numbers, at + self.apart, WIDTH);
        if is_mirror {
            [simd.sub_f64s(b_re, a_im), simd.add_f64s(a_re, b_im)]
        } else {
            [simd.add_f64s(a_im, b_re), simd.sub_f64s(a_re, b_im)]
        }
    }
}
