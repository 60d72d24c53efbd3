//! Mistakes that are easily made, and must be caught.

use crate::field::checksum;
use crate::roots::decay;
use crate::{Evolved, Fft, Field, Params, Radix2, distributed, naive, points, shape};
use tenfold_comm::block;
use tenfold_kernel::pulp::{bytemuck, c64};
use tenfold_kernel::{Mutant, Setting, mutant};

/// All mutants.
pub fn all() -> Vec<Mutant<Fft>> {
    vec![
        mutant!(exponent_of_the_other_sign, |s, i, _, o| evolve(s, i, o, |r| r.with_roots(|w| w.conj()), decayed)),
        mutant!(bits_in_order, |s, i, _, o| evolve(s, i, o, Radix2::in_order, decayed)),
        mutant!(roots_in_single_precision, |s, i, _, o| {
            let single = |w: c64| c64::new(f64::from(w.re as f32), f64::from(w.im as f32));
            evolve(s, i, o, |r| r.with_roots(single), decayed);
        }),
        mutant!(not_normalised, |s, i, _, o| evolve(s, i, o, |r| r, |p, at, t| decayed(p, at, t) * points(p))),
        mutant!(time_adds_up, |s, i, _, o| evolve(s, i, o, |r| r, |p, at, t| decayed(p, at, t * (t + 1) / 2))),
        mutant!(one_step_behind, |s, i, _, o| evolve(s, i, o, |r| r, |p, at, t| decayed(p, at, t - 1))),
        mutant!(waves_not_folded, |s, i, _, o| {
            // Of so long a line they are all in the lower half.
            let unfolded = |at: [usize; 3], t| at.map(|k| decay(k, usize::MAX, t)).into_iter().product::<f64>();
            evolve(s, i, o, |r| r, |p, at, t| unfolded(at, t) / points(p));
        }),
        mutant!(no_decay_along_z, |s, i, _, o| {
            evolve(s, i, o, |r| r, |p, [_, y, x], t| decayed(p, [0, y, x], t));
        }),
        mutant!(last_sample_left_out, |s, i, space, o| {
            naive::run(&s.with(&naive::plan(s, i)), i, space, o);
            // The last of 1024 is the number at the origin, as all extents are powers of two.
            if let Some(last) = o.checksums.last_chunk_mut::<2>() {
                last[0] -= o.field[0];
                last[1] -= o.field[1];
            }
        }),
        mutant!(lanes_left_over, |s, i, space, o| {
            naive::run(&s.with(&naive::plan(s, i)), i, space, o);
            let row = 2 * i.n;
            let rows = o.field.chunks_exact_mut(row).zip(i.values.chunks_exact(row));
            rows.for_each(|(to, from)| to[row - 2..].copy_from_slice(&from[row - 2..]));
        }),
        mutant!(checksum_of_own_planes on Distributed, |s, i, space, o| {
            distributed::run(&s.with(&distributed::plan(s, i)), i, space, o);
            let sum = checksum(s.params, &i.planes, &o.field);
            if let Some(last) = o.checksums.last_chunk_mut::<2>() {
                *last = sum;
            }
        }),
        mutant!(rows_of_another_rank on Distributed, |s, i, space, o| {
            distributed::run(&s.with(&distributed::plan(s, i)), i, space, o);
            let (row, first) = (2 * i.n, block(i.n, s.comm.size(), 0).len());
            o.field.chunks_exact_mut(row * i.n).for_each(|plane| plane.rotate_left(row * first));
        }),
    ]
}

/// By what the wave of these numbers (z, y, x) has decayed, and the factor of the transform back.
fn decayed(params: &Params, at: [usize; 3], t: usize) -> f64 {
    let [nz, n, _] = shape(params);
    let waves = [(at[0], nz), (at[1], n), (at[2], n)].map(|(k, len)| decay(k, len, t));
    waves.into_iter().product::<f64>() / points(params)
}

/// All steps, with the plain transform after `change`, and with a `factor` for each wave.
fn evolve(
    setting: &Setting<Params>,
    input: &Field,
    output: &mut Evolved,
    change: impl Fn(Radix2) -> Radix2,
    factor: impl Fn(&Params, [usize; 3], usize) -> f64,
) {
    let [nz, n, _] = shape(setting.params);
    let [across, through] = naive::plan(setting, input).map(change);
    let mut line = vec![c64::new(0.0, 0.0); n.max(nz)];
    let mut transform = |field: &mut [c64], is_back| {
        across.lines(field, 1, is_back, &mut line);
        across.lines(field, n, is_back, &mut line);
        through.lines(field, n * n, is_back, &mut line);
    };
    let mut spectrum = bytemuck::cast_slice::<f64, c64>(&input.values).to_vec();
    transform(&mut spectrum, false);
    output.field.copy_from_slice(bytemuck::cast_slice(&spectrum));
    for (t, sum) in (1..).zip(output.checksums.as_chunks_mut::<2>().0) {
        let waves = spectrum.iter().enumerate();
        let places = waves.map(|(at, z)| z * factor(setting.params, [at / (n * n), at / n % n, at % n], t));
        let mut field: Vec<c64> = places.collect();
        transform(&mut field, true);
        output.field.copy_from_slice(bytemuck::cast_slice(&field));
        *sum = checksum(setting.params, &input.planes, &output.field);
    }
}
