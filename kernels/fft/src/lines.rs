//! Transforms of eight neighbouring lines at once: each lane has a line of its own, so that no lane needs another.
//!
//! Stockham's algorithm of radix 4: every stage reads one buffer and writes the other, and the order comes out right by
//! itself (Van Loan, "Computational frameworks for the fast Fourier transform", 1992, 1.7). The first stage reads where
//! the caller's numbers lie and the last one writes where he wants them. The other sign of the exponent is the same
//! with real and imaginary parts swapped on the way in and out.

use crate::lanes::Lanes;
use crate::roots::root;
use crate::vectorised::{butterfly, stage};
use tenfold_kernel::pulp::Simd;

/// Lines that are transformed at once: a complex number of each fills two cache lines, on every machine.
pub const WIDTH: usize = 8;

/// A complex number of several lines.
pub type Complex<S> = [<S as Simd>::f64s; 2];

// Not closures, and arrays are written out instead of mapped: only what is `inline(always)` is sure to be compiled for
// the instructions of the function that it is called in.

/// Where the numbers of lines come from.
pub trait Source<S: Simd> {
    /// Point `i` of the lines in vector `v` of the [`WIDTH`] ones.
    fn get(&self, simd: S, i: usize, v: usize) -> [S::f64s; 2];
}

/// Where the numbers of transforms go.
pub trait Sink<S: Simd> {
    /// Point `i` of the transforms of the lines in vector `v`.
    fn put(&mut self, simd: S, i: usize, v: usize, z: [S::f64s; 2]);
}

/// The twiddle factors for lines of one length.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Complex numbers in a line.
    pub points: usize,
    /// Of each stage but the last, which needs none: w, w² and w³ for every group of butterflies.
    stages: Vec<Vec<[[f64; 2]; 3]>>,
    /// Radix of the last stage: 1, 2 or 4.
    last: usize,
}

impl Lines {
    /// For lines of so many complex numbers, a power of two.
    pub fn new(points: usize) -> Lines {
        let (mut stages, mut last) = (Vec::new(), points);
        while last > 4 {
            let twiddles = |p| [1, 2, 3].map(|k| root(k * p, last)).map(|w| [w.re, w.im]);
            stages.push((0..last / 4).map(twiddles).collect());
            last /= 4;
        }
        Lines { points, stages, last }
    }

    /// Numbers in the two buffers of [`Lines::enter`].
    pub fn room(&self) -> usize {
        2 * self.points * 2 * WIDTH
    }

    /// All stages but the last.
    #[inline(always)]
    pub fn enter<'t, S: Lanes>(&self, simd: S, buffers: &'t mut [f64], source: &impl Source<S>) -> &'t [Complex<S>] {
        let vectors = WIDTH / S::F64_LANES;
        let (one, other) = buffers.split_at_mut(2 * self.points * WIDTH);
        let [mut now, mut next] = [one, other].map(|half| S::as_mut_simd_f64s(half).0.as_chunks_mut::<2>().0);
        let Some((first, others)) = self.stages.split_first() else {
            for (at, to) in now.iter_mut().enumerate() {
                *to = source.get(simd, at / vectors, at % vectors);
            }
            return now;
        };
        let quarter = first.len();
        for (p, (twiddles, to)) in first.iter().zip(now.chunks_exact_mut(4 * vectors)).enumerate() {
            let twiddles = splat(simd, twiddles);
            for v in 0..vectors {
                let [a, b] = [source.get(simd, p, v), source.get(simd, p + quarter, v)];
                let [c, d] = [source.get(simd, p + 2 * quarter, v), source.get(simd, p + 3 * quarter, v)];
                [to[v], to[v + vectors], to[v + 2 * vectors], to[v + 3 * vectors]] =
                    turn(simd, twiddles, butterfly(simd, [a, b, c, d]));
            }
        }
        let mut apart = 4 * vectors;
        for twiddles in others {
            stage(simd, twiddles, apart, now, next);
            std::mem::swap(&mut now, &mut next);
            apart *= 4;
        }
        now
    }

    /// The last stage, from what [`Lines::enter`] returned.
    #[inline(always)]
    pub fn leave<S: Lanes>(&self, simd: S, from: &[Complex<S>], sink: &mut impl Sink<S>) {
        let (vectors, apart) = (WIDTH / S::F64_LANES, self.points / self.last);
        let part = |k: usize| &from[k * apart * vectors..][..apart * vectors];
        match self.last {
            4 => {
                let [a, b, c, d] = [part(0), part(1), part(2), part(3)];
                for at in 0..apart * vectors {
                    let (i, v) = (at / vectors, at % vectors);
                    let [a, b, c, d] = butterfly(simd, [a[at], b[at], c[at], d[at]]);
                    sink.put(simd, i, v, a);
                    sink.put(simd, i + apart, v, b);
                    sink.put(simd, i + 2 * apart, v, c);
                    sink.put(simd, i + 3 * apart, v, d);
                }
            }
            2 => {
                for (at, (&a, &b)) in part(0).iter().zip(part(1)).enumerate() {
                    sink.put(simd, at / vectors, at % vectors, simd.plus(a, b));
                    sink.put(simd, at / vectors + apart, at % vectors, simd.minus(a, b));
                }
            }
            _ => {
                for (v, &a) in from.iter().enumerate() {
                    sink.put(simd, 0, v, a);
                }
            }
        }
    }
}

/// The sums of a butterfly times 1, w, w² and w³.
#[inline(always)]
pub fn turn<S: Lanes>(simd: S, w: [Complex<S>; 3], sums: [Complex<S>; 4]) -> [Complex<S>; 4] {
    [sums[0], simd.times(w[0], sums[1]), simd.times(w[1], sums[2]), simd.times(w[2], sums[3])]
}

/// The factors in all lanes.
#[inline(always)]
pub fn splat<S: Lanes>(simd: S, twiddles: &[[f64; 2]; 3]) -> [Complex<S>; 3] {
    let both = |[re, im]: [f64; 2]| [simd.splat_f64s(re), simd.splat_f64s(im)];
    [both(twiddles[0]), both(twiddles[1]), both(twiddles[2])]
}
