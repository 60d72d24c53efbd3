//! Naive: radix 2, one line after the other, each brought to one place and back.

use crate::field::checksum;
use crate::radix2::Radix2;
use crate::roots::decay;
use crate::{Evolved, Field, Params, shape};
use tenfold_kernel::pulp::{bytemuck, c64};
use tenfold_kernel::{Setting, Workspace};

/// How waves decay along an axis: [`decay`], but for mutants.
pub type Decay = fn(usize, usize, usize) -> f64;

/// The transform and the decay along x and y, and along z.
pub fn plan(setting: &Setting<Params>, _: &Field) -> [(Radix2, Decay); 2] {
    let [nz, n, _] = shape(setting.params);
    [n, nz].map(|len| (Radix2::new(len), decay as _))
}

/// Transforms, and then evolves step by step.
pub fn run(setting: &Setting<Params, [(Radix2, Decay); 2]>, input: &Field, space: &Workspace, output: &mut Evolved) {
    // Memory: the transform is kept, and every step has a decayed copy of it in the output.
    let ([nz, n, _], [(across, decay_x), (through, decay_z)]) = (shape(setting.params), setting.plan);
    let (spectrum, line) = (space.buffer::<c64>(n * n * nz), space.buffer::<c64>(n.max(nz)));
    let [wave_x, wave_z] = [n, nz].map(|len| space.buffer::<f64>(len));
    let Evolved { field, checksums, .. } = output;

    // Forward: along x, y and z.
    let mut transform = |field: &mut [c64], is_back: bool| {
        across.lines(field, 1, is_back, line);
        across.lines(field, n, is_back, line);
        through.lines(field, n * n, is_back, line);
    };
    spectrum.copy_from_slice(bytemuck::cast_slice(&input.values));
    transform(spectrum, false);
    field.copy_from_slice(bytemuck::cast_slice(spectrum));

    // Steps: the field after each follows from the transform at once, by what every wave has decayed till then.
    for (t, sum) in (1..).zip(checksums.as_chunks_mut::<2>().0) {
        for (wave, decay) in [(&mut *wave_x, decay_x), (&mut *wave_z, decay_z)] {
            let len = wave.len();
            wave.iter_mut().enumerate().for_each(|(k, wave)| *wave = decay(k, len, t));
        }
        let numbers: &mut [c64] = bytemuck::cast_slice_mut(&mut field[..]);
        for (row, (to, from)) in numbers.chunks_exact_mut(n).zip(spectrum.chunks_exact(n)).enumerate() {
            let yz = wave_x[row % n] * wave_z[row / n] / (n * n * nz) as f64;
            to.iter_mut().zip(from).zip(&*wave_x).for_each(|((to, from), x)| *to = *from * (x * yz));
        }
        transform(numbers, true);
        *sum = checksum(setting.params, &input.planes, field);
    }
}

// Heart: a butterfly joins two numbers; n/2 of them make a stage, log₂ n stages a transform.
/// Transforms a line whose numbers have been brought into bit-reversed order.
// Apart from its loop over lines, it is up to 17 % slower in some builds: where the linker puts the two decides.
#[inline(always)]
pub fn transform(line: &mut [c64], roots: &[c64], is_back: bool) {
    let mut half = 1;
    while half < line.len() {
        let every = line.len() / (2 * half);
        for group in line.chunks_exact_mut(2 * half) {
            let (lower, upper) = group.split_at_mut(half);
            for k in 0..half {
                let root = roots[k * every];
                let turned = upper[k] * if is_back { root.conj() } else { root };
                (lower[k], upper[k]) = (lower[k] + turned, lower[k] - turned);
            }
        }
        half *= 2;
    }
}
