//! Mistakes that are easily made, and must be caught.

use crate::field::checksum;
use crate::naive::Decay;
use crate::roots::decay;
use crate::{Evolved, Fft, Field, Params, Radix2, distributed, naive};
use tenfold_comm::block;
use tenfold_kernel::pulp::c64;
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
        mutant!(not_normalised, |s, i, space, o| {
            decaying(s, i, space, o, [|k, len, t| decay(k, len, t) * len as f64; 2]);
        }),
        mutant!(time_adds_up, |s, i, space, o| {
            decaying(s, i, space, o, [|k, len, t| decay(k, len, t * (t + 1) / 2); 2]);
        }),
        mutant!(one_step_behind, |s, i, space, o| decaying(s, i, space, o, [|k, len, t| decay(k, len, t - 1); 2])),
        // Of so long a line they are all in the lower half.
        mutant!(waves_not_folded, |s, i, space, o| decaying(s, i, space, o, [|k, _, t| decay(k, usize::MAX, t); 2])),
        mutant!(no_decay_along_z, |s, i, space, o| decaying(s, i, space, o, [decay, |_, _, _| 1.0])),
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
    naive::run(&s.with(&naive::plan(s, i).map(|(lines, decay)| (change(lines), decay))), i, space, o);
}

/// The naive variant with waves that decay otherwise along x and y, and along z.
fn decaying(s: &Setting<Params>, i: &Field, space: &Workspace, o: &mut Evolved, decays: [Decay; 2]) {
    let [(across, _), (through, _)] = naive::plan(s, i);
    naive::run(&s.with(&[(across, decays[0]), (through, decays[1])]), i, space, o);
}
