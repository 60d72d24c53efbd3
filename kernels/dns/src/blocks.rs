//! How lines of eight neighbouring waves or points are read and written: real parts first, then imaginary parts.

use crate::plan::Plan;
use fft::{Lanes, Sink, Source, WIDTH};
use tenfold_kernel::pulp::Simd;

/// Vector `v` of the block at `at`: real and imaginary parts.
#[inline(always)]
pub fn get<S: Simd>(numbers: &[f64], at: usize, v: usize) -> [S::f64s; 2] {
    [real::<S>(numbers, at, v), real::<S>(numbers, at + WIDTH, v)]
}

/// Vector `v` of the numbers at `at`.
#[inline(always)]
pub fn real<S: Simd>(numbers: &[f64], at: usize, v: usize) -> S::f64s {
    S::as_simd_f64s(&numbers[at + S::F64_LANES * v..][..S::F64_LANES]).0[0]
}

/// Stores vector `v` of the block at `at`.
#[inline(always)]
pub fn put<S: Simd>(numbers: &mut [f64], at: usize, v: usize, [re, im]: [S::f64s; 2]) {
    put_real::<S>(numbers, at, v, re);
    put_real::<S>(numbers, at + WIDTH, v, im);
}

/// Stores vector `v` of the numbers at `at`.
#[inline(always)]
pub fn put_real<S: Simd>(numbers: &mut [f64], at: usize, v: usize, value: S::f64s) {
    S::as_mut_simd_f64s(&mut numbers[at + S::F64_LANES * v..][..S::F64_LANES]).0[0] = value;
}

/// Blocks that lie so far apart, to be transformed forward.
pub struct Blocks<'a> {
    /// Where the first one is the first.
    pub numbers: &'a [f64],
    /// Numbers from one to the next.
    pub apart: usize,
}

/// The same, to be filled by a transform: back or forward. A transform back is one forward of numbers whose real and imaginary
/// parts have changed places, on the way in and out.
pub struct BlocksMut<'a, const BACK: bool> {
    /// Where the first one is the first.
    pub numbers: &'a mut [f64],
    /// Numbers from one to the next.
    pub apart: usize,
}

impl<S: Lanes> Source<S> for Blocks<'_> {
    #[inline(always)]
    fn get(&self, _: S, i: usize, v: usize) -> [S::f64s; 2] {
        get::<S>(self.numbers, i * self.apart, v)
    }
}

impl<S: Lanes, const BACK: bool> Sink<S> for BlocksMut<'_, BACK> {
    #[inline(always)]
    fn put(&mut self, _: S, i: usize, v: usize, [a, b]: [S::f64s; 2]) {
        put::<S>(self.numbers, i * self.apart, v, if BACK { [b, a] } else { [a, b] });
    }
}

/// Blocks of waves that are kept: to be transformed back, where the others are 0, or to be filled by a transform forward, where
/// the others are dropped.
pub struct Kept<'a, Numbers> {
    /// Which are kept.
    pub plan: &'a Plan,
    /// Where the first one is the first.
    pub numbers: Numbers,
    /// Numbers from one to the next.
    pub apart: usize,
}

impl<S: Lanes> Source<S> for Kept<'_, &[f64]> {
    #[inline(always)]
    fn get(&self, simd: S, i: usize, v: usize) -> [S::f64s; 2] {
        match self.plan.place(i) {
            Some(r) => {
                let [re, im] = get::<S>(self.numbers, r * self.apart, v);
                [im, re]
            }
            None => [simd.splat_f64s(0.0); 2],
        }
    }
}

impl<S: Lanes> Sink<S> for Kept<'_, &mut [f64]> {
    #[inline(always)]
    fn put(&mut self, _: S, i: usize, v: usize, z: [S::f64s; 2]) {
        if let Some(r) = self.plan.place(i) {
            put::<S>(self.numbers, r * self.apart, v, z);
        }
    }
}

/// Two blocks of real lines as one of complex lines: to be transformed forward, or to be filled by a transform back.
pub struct Two<Numbers> {
    /// Points in rows.
    pub numbers: Numbers,
    /// Numbers from one row to the next.
    pub apart: usize,
    /// Where in a row the two begin.
    pub starts: [usize; 2],
}

impl<S: Lanes> Source<S> for Two<&[f64]> {
    #[inline(always)]
    fn get(&self, _: S, i: usize, v: usize) -> [S::f64s; 2] {
        let row = i * self.apart;
        [real::<S>(self.numbers, row + self.starts[0], v), real::<S>(self.numbers, row + self.starts[1], v)]
    }
}

impl<S: Lanes> Sink<S> for Two<&mut [f64]> {
    #[inline(always)]
    fn put(&mut self, _: S, i: usize, v: usize, [b, a]: [S::f64s; 2]) {
        put_real::<S>(self.numbers, i * self.apart + self.starts[0], v, a);
        put_real::<S>(self.numbers, i * self.apart + self.starts[1], v, b);
    }
}

/// The waves of two real lines as those of one complex line, to be transformed back. Those of -k are the conjugates of k's.
pub struct TwoWaves<'a> {
    /// Points along the lines, and the greatest wave number that is kept.
    pub plan: &'a Plan,
    /// Waves from 0 on, in rows.
    pub numbers: &'a [f64],
    /// Where in a row the blocks of the two begin.
    pub starts: [usize; 2],
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
        let row = k * 2 * n;
        let (a, b) = (get::<S>(self.numbers, row + self.starts[0], v), get::<S>(self.numbers, row + self.starts[1], v));
        if is_mirror {
            [simd.sub_f64s(b[0], a[1]), simd.add_f64s(a[0], b[1])]
        } else {
            [simd.add_f64s(a[1], b[0]), simd.sub_f64s(a[0], b[1])]
        }
    }
}
