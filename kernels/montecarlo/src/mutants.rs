//! Mistakes that are easily made, and must be caught.

use crate::generator::{BITS, coordinate, jump, next};
use crate::naive::deviates;
use crate::{ANNULI, Counts, MonteCarlo, Share, Tally, distributed, naive};
use tenfold_kernel::{Kernel, Mutant, Part, mutant};

/// Each gets the setting, the share, scratch memory and the answer to fill.
pub(crate) fn all() -> Vec<Mutant<MonteCarlo>> {
    vec![
        mutant!(seed_is_the_first_number, |_, i, _, o| {
            draw(i, o, |index, state| if index == 0 { state } else { next(state) }, deviates);
        }),
        mutant!(product_in_doubles, |_, i, _, o| {
            // The product of two such numbers has up to 77 bits, and a double the first 53 of them.
            draw(i, o, |_, state| (state as f64 * 1_220_703_125.0 % (1_u64 << BITS) as f64) as u64, deviates);
        }),
        mutant!(every_block_has_the_same_numbers, |_, i, _, o| {
            let again = |index: usize, state| next(if index.is_multiple_of(2 * i.pairs) { i.state[0] } else { state });
            draw(i, o, again, deviates);
        }),
        mutant!(jumps_by_pairs, |_, i, _, o| {
            // Half as far as it should: each block has the second half of the numbers of the one before.
            let jumping = |index: usize, state| match (index / (2 * i.pairs), index % (2 * i.pairs)) {
                (block, 0) => next(jump(i.state[0], (block * i.pairs) as u64)),
                _ => next(state),
            };
            draw(i, o, jumping, deviates);
        }),
        mutant!(both_coordinates_the_same, |_, i, _, o| {
            draw(i, o, |index, state| if index.is_multiple_of(2) { next(state) } else { state }, deviates);
        }),
        mutant!(root_without_the_radius, |_, i, _, o| scale(i, o, |t| (-2.0 * t.ln()).sqrt())),
        mutant!(logarithm_of_the_radius, |_, i, _, o| scale(i, o, |t| (-2.0 * t.sqrt().ln() / t).sqrt())),
        mutant!(logarithm_to_base_two, |_, i, _, o| scale(i, o, |t| (-2.0 * t.log2() / t).sqrt())),
        mutant!(single_precision, |_, i, _, o| {
            from_points(i, o, |x, y| deviates(f64::from(x as f32), f64::from(y as f32)));
        }),
        mutant!(corners_folded_in, |_, i, _, o| {
            // Points outside the circle are moved into it rather than rejected.
            from_points(i, o, |x, y| deviates(x, y).or_else(|| deviates(x / 2.0, y / 2.0)));
        }),
        mutant!(annulus_by_radius, |_, i, _, o| recount(i, o, |x, y| x.hypot(y) as usize)),
        mutant!(annulus_rounded, |_, i, _, o| recount(i, o, |x, y| x.abs().max(y.abs()).round() as usize)),
        mutant!(all_pairs_accepted, |s, i, w, o| {
            naive::run(s, i, w, o);
            o.accepted[0] = (i.blocks * i.pairs) as u64;
        }),
        mutant!(last_pair_lost, |_, i, _, o| {
            let mut left = i.blocks * i.pairs;
            from_points(i, o, |x, y| {
                left -= 1;
                deviates(x, y).filter(|_| left > 0)
            });
        }),
        mutant!(every_rank_begins_at_the_seed on Distributed, |s, share, space, tally| {
            let share = Share { state: vec![s.params.seed], ..share.clone() };
            distributed::run(&s.with(&distributed::plan(s, &share)), &share, space, tally);
        }),
        mutant!(counts_of_one_rank on Distributed, |s, share, space, tally| {
            distributed::run(&s.with(&distributed::plan(s, share)), share, space, tally);
            if s.comm.rank() == 0 {
                let mut own = MonteCarlo::output(s.params, Part::WHOLE);
                from_points(share, &mut own, deviates);
                (tally.accepted, tally.annuli) = (own.accepted, own.annuli);
            }
        }),
    ]
}

/// Counts what `deviates` makes of points whose coordinates come from `step`, which is given a number's index and the
/// state before.
fn draw(
    share: &Share,
    tally: &mut Tally,
    step: impl Fn(usize, u64) -> u64,
    mut deviates: impl FnMut(f64, f64) -> Option<[f64; 2]>,
) {
    let (mut sums, mut state) = (vec![[0.0; 2]; share.blocks], share.state[0]);
    let (mut counts, mut index) = (Counts::default(), 0);
    let mut number = || {
        state = step(index, state);
        index += 1;
        coordinate(state)
    };
    for sum in &mut sums {
        for _ in 0..share.pairs {
            if let Some([x, y]) = deviates(number(), number()) {
                counts.add([x, y]);
                *sum = [sum[0] + x, sum[1] + y];
            }
        }
    }
    tally.fill(counts, &mut sums);
}

/// Counts what `deviates` makes of the right points.
fn from_points(share: &Share, tally: &mut Tally, deviates: impl FnMut(f64, f64) -> Option<[f64; 2]>) {
    draw(share, tally, |_, state| next(state), deviates);
}

/// Counts the right points in the circle, scaled by a factor of x² + y².
fn scale(share: &Share, tally: &mut Tally, factor: fn(f64) -> f64) {
    from_points(share, tally, |x, y| {
        let t = x * x + y * y;
        (t <= 1.0).then(|| [x * factor(t), y * factor(t)])
    });
}

/// The right answer, but for the annuli, which are counted otherwise.
fn recount(share: &Share, tally: &mut Tally, annulus: fn(f64, f64) -> usize) {
    let mut annuli = [0; ANNULI];
    from_points(share, tally, |x, y| {
        let found = deviates(x, y);
        found.iter().for_each(|&[x, y]| annuli[annulus(x, y).min(ANNULI - 1)] += 1);
        found
    });
    tally.annuli.copy_from_slice(&annuli);
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::solved;

    #[test]
    fn without_a_fault_they_are_right() {
        for params in MonteCarlo::awkward() {
            let mut got = MonteCarlo::output(&params, Part::WHOLE);
            from_points(&MonteCarlo::input(&params, Part::WHOLE).unwrap(), &mut got, deviates);
            assert_eq!(got, solved::<MonteCarlo>(params).unwrap());
        }
    }
}
