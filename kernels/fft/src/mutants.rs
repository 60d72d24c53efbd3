//! Mistakes that are easily made, and must be caught.

use crate::field::checksum;
use crate::roots::decay;
use crate::{Evolved, Fft, Field, Params, Radix2, distributed, naive, points, shape};
use tenfold_comm::block;
use tenfold_kernel::pulp::{bytemuck, c64};
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

/// All mutants.
pub fn all() -> Vec<Mutant<Fft>> {
    vec![
        mutant!(exponent_of_the_other_sign, |s, i, space, o| {
            plain(s, i, space, o, |right| Radix2 { roots: right.roots.iter().map(c64::conj).collect(), ..right });
        }),
        mutant!(bits_in_order, |s, i, space, o| {
            plain(s, i, space, o, |right| Radix2 { order: (0..right.order.len()).collect(), ..right });
        }),
        mutant!(roots_in_single_precision, |s, i, space, o| {
            let single = |w: &c64| c64::new(f64::from(w.re as f32), f64::from(w.im as f32));
            plain(s, i, space, o, |right| Radix2 { roots: right.roots.iter().map(single).collect(), ..right });
        }),
        mutant!(not_normalised, |s, i, _, o| evolve(s, i, o, |p, at, t| decayed(p, at, t) * points(p))),
        mutant!(time_adds_up, |s, i, _, o| evolve(s, i, o, |p, at, t| decayed(p, at, t * (t + 1) / 2))),
        mutant!(one_step_behind, |s, i, _, o| evolve(s, i, o, |p, at, t| decayed(p, at, t - 1))),
        mutant!(waves_not_folded, |s, i, _, o| {
            // Of so long a line they are all in the lower half.
            let unfolded = |at: [usize; 3], t| at.map(|k| decay(k, usize::MAX, t)).into_iter().product::<f64>();
            evolve(s, i, o, |p, at, t| unfolded(at, t) / points(p));
        }),
        mutant!(no_decay_along_z, |s, i, _, o| evolve(s, i, o, |p, [_, y, x], t| decayed(p, [0, y, x], t))),
        mutant!(last_sample_left_out, |s, i, space, o| {
            plain(s, i, space, o, |right| right);
            // The last of 1024 is the number at the origin, as all extents are powers of two.
            if let Some(last) = o.checksums.last_chunk_mut::<2>() {
                last[0] -= o.field[0];
                last[1] -= o.field[1];
            }
        }),
        mutant!(lanes_left_over, |s, i, space, o| {
            plain(s, i, space, o, |right| right);
            let row = 2 * i.n;
            let rows = o.field.chunks_exact_mut(row).zip(i.values.chunks_exact(row));
            rows.for_each(|(to, from)| to[row - 2..].copy_from_slice(&from[row - 2..]));
        }),
        mutant!(checksum_of_own_planes on Distributed, |s, i, space, o| {
            distributed::run(&s.with(&distributed::plan(s, i)), i, space, o);
            if let Some(last) = o.checksums.last_chunk_mut::<2>() {
                *last = checksum(s.params, &i.planes, &o.field);
            }
        }),
        mutant!(rows_of_another_rank on Distributed, |s, i, space, o| {
            distributed::run(&s.with(&distributed::plan(s, i)), i, space, o);
            let (row, first) = (2 * i.n, block(i.n, s.comm.size(), 0).len());
            o.field.chunks_exact_mut(row * i.n).for_each(|plane| plane.rotate_left(row * first));
        }),
    ]
}

/// The naive variant with another transform of lines.
fn plain(s: &Setting<Params>, i: &Field, space: &Workspace, o: &mut Evolved, change: impl Fn(Radix2) -> Radix2) {
    naive::run(&s.with(&naive::plan(s, i).map(change)), i, space, o);
}

/// By what the wave of these numbers (z, y, x) has decayed, and the factor of the transform back.
fn decayed(params: &Params, at: [usize; 3], t: usize) -> f64 {
    let waves = at.into_iter().zip(shape(params)).map(|(k, len)| decay(k, len, t));
    waves.product::<f64>() / points(params)
}

/// All steps, with a `factor` for each wave.
fn evolve(s: &Setting<Params>, i: &Field, o: &mut Evolved, factor: impl Fn(&Params, [usize; 3], usize) -> f64) {
    let ([nz, n, _], [across, through]) = (shape(s.params), naive::plan(s, i));
    let mut line = vec![c64::new(0.0, 0.0); n.max(nz)];
    let mut transform = |field: &mut [c64], is_back| {
        let axes = [(&across, 1), (&across, n), (&through, n * n)];
        axes.into_iter().for_each(|(plan, stride)| plan.lines(field, stride, is_back, &mut line));
    };
    let mut spectrum = bytemuck::cast_slice::<f64, c64>(&i.values).to_vec();
    transform(&mut spectrum, false);
    o.field.copy_from_slice(bytemuck::cast_slice(&spectrum));
    for (t, sum) in (1..).zip(o.checksums.as_chunks_mut::<2>().0) {
        let waves = spectrum.iter().enumerate();
        let mut field: Vec<c64> =
            waves.map(|(at, z)| z * factor(s.params, [at / (n * n), at / n % n, at % n], t)).collect();
        transform(&mut field, true);
        o.field.copy_from_slice(bytemuck::cast_slice(&field));
        *sum = checksum(s.params, &i.planes, &o.field);
    }
}
