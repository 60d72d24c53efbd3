//! Vectors in space, such as velocities: each component is one SIMD vector of numbers.

use fft::Lanes;
use tenfold_kernel::pulp::Simd;

/// Along x, y and z.
pub type Space<S> = [<S as Simd>::f64s; 3];

// Arrays are written out instead of mapped: only what is `inline(always)` is sure to be compiled for the instructions of
// the function that it is called in.

/// a·b.
#[inline(always)]
pub fn dot<S: Lanes>(simd: S, a: Space<S>, b: Space<S>) -> S::f64s {
    simd.times_plus(a[2], b[2], simd.times_plus(a[1], b[1], simd.mul_f64s(a[0], b[0])))
}

/// a × b.
#[inline(always)]
pub fn cross<S: Lanes>(simd: S, a: Space<S>, b: Space<S>) -> Space<S> {
    let minor = |i: usize, j: usize| simd.minus_times(a[j], b[i], simd.mul_f64s(a[i], b[j]));
    [minor(1, 2), minor(2, 0), minor(0, 1)]
}

/// y + f a.
#[inline(always)]
pub fn add<S: Lanes>(simd: S, y: Space<S>, f: S::f64s, a: Space<S>) -> Space<S> {
    [simd.times_plus(f, a[0], y[0]), simd.times_plus(f, a[1], y[1]), simd.times_plus(f, a[2], y[2])]
}

/// y − f a.
#[inline(always)]
pub fn take<S: Lanes>(simd: S, y: Space<S>, f: S::f64s, a: Space<S>) -> Space<S> {
    [simd.minus_times(f, a[0], y[0]), simd.minus_times(f, a[1], y[1]), simd.minus_times(f, a[2], y[2])]
}
