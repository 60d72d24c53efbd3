//! The picture of the problem: a field, and its spectrum.

use crate::Radix2;
use tenfold_kernel::{Picture, pulp::c64};

/// Points along each side.
const N: usize = 128;

/// A slit of three corners, and beside it the logarithm of its spectrum, with the wave of number 0 in the middle: what
/// light makes of such an aperture.
pub(crate) fn aperture() -> Option<Picture> {
    let is_open = |x: usize, y: usize| (52..76).contains(&y) && 2 * x.abs_diff(N / 2) < y - 50;
    let field: Vec<f64> = (0..N * N).map(|at| f64::from(u8::from(is_open(at % N, at / N)))).collect();
    let mut spectrum: Vec<c64> = field.iter().map(|&u| c64::new(u, 0.0)).collect();
    let (radix2, mut line) = (Radix2::new(N), [c64::new(0.0, 0.0); N]);
    [1, N].into_iter().for_each(|stride| radix2.lines(&mut spectrum, stride, false, &mut line));

    let power = |z: c64| z.norm_sqr().sqrt().ln_1p();
    let values = (0..N).flat_map(|y| {
        let wave = |k: usize| (k + N / 2) % N;
        let shade = |x: usize| power(spectrum[wave(y) * N + wave(x)]) / power(spectrum[0]);
        let both = field[N * y..][..N].iter().copied().chain((0..N).map(shade));
        both.map(|shade| shade.clamp(0.0, 1.0) as f32).collect::<Vec<_>>()
    });
    let says = "Left a field that is 1 inside a triangle and 0 elsewhere, right the logarithm of its spectrum, with \
                wave number 0 in the middle: each edge makes a ray at right angles to it.";
    Some(Picture { columns: 2 * N, values: values.collect(), says })
}
