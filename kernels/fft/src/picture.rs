//! The picture of the problem: a field, and its spectrum.

use crate::{Evolved, Field, Params, naive};
use tenfold_comm::Comm;
use tenfold_kernel::{Path, Picture, Setting, Workspace};

/// Points along each side.
const N: usize = 128;

/// A slit of three corners, and beside it the logarithm of its spectrum, with the wave of number 0 in the middle: what light
/// makes of such an aperture.
pub(crate) fn aperture() -> Option<Picture> {
    let params = Params { n: Some(N), nz: Some(1), steps: 0, field: None };
    let is_open = |x: usize, y: usize| (52..76).contains(&y) && 2 * x.abs_diff(N / 2) < y - 50;
    let points = (0..N).flat_map(|y| (0..N).map(move |x| [f64::from(u8::from(is_open(x, y))), 0.0]));
    let field = Field { n: N, planes: 0..1, values: points.flatten().collect() };
    let comm = Comm::solo();
    let setting = Setting { params: &params, plan: &(), path: Path::PORTABLE, comm: &comm };
    let mut spectrum = Evolved::room(N, 0..1, 0);
    naive::run(&setting.with(&naive::plan(&setting, &field)), &field, &Workspace::default(), &mut spectrum);

    let power = |z: &[f64]| (z[0] * z[0] + z[1] * z[1]).sqrt();
    let most = power(&spectrum.field).ln_1p();
    let values = (0..N).flat_map(|y| {
        let row = field.values[2 * N * y..][..2 * N].chunks(2).map(|z| z[0]);
        let wave = |k: usize| (k + N / 2) % N;
        let power_at = |x: usize| power(&spectrum.field[2 * (wave(y) * N + wave(x))..]).ln_1p() / most;
        let both = row.chain((0..N).map(power_at)).map(|shade| shade.clamp(0.0, 1.0) as f32);
        both.collect::<Vec<_>>()
    });
    let says = "Left a field that is 1 inside a triangle and 0 elsewhere, right the logarithm of its spectrum, with wave \
                number 0 in the middle: each edge makes a ray at right angles to it.";
    Some(Picture { columns: 2 * N, values: values.collect(), says })
}

#[cfg(test)]
mod tests {
    use super::{N, aperture};

    #[test]
    fn the_middle_of_the_spectrum_is_brightest() {
        let picture = aperture().unwrap();
        let at = |y: usize, x: usize| picture.values[y * 2 * N + x];
        assert_eq!((picture.values.len(), at(N / 2, N / 2), at(0, 0)), (2 * N * N, 1.0, 0.0));
        assert_eq!(at(N / 2, N + N / 2), 1.0);
        assert!(at(0, N) < 0.5);
    }
}
