//! Mistakes that are easily made, and must be caught.

use crate::generator::{BITS, PERIOD, coordinate, jump, next};
use crate::naive::deviates;
use crate::{Counts, MonteCarlo, Share, Tally, distributed, naive};
use tenfold_comm::Comm;
use tenfold_kernel::{Mutant, Part, Setting, Workspace, mutant};

/// Each gets the setting, the share, scratch memory and the answer to fill.
pub(crate) fn all() -> Vec<Mutant<MonteCarlo>> {
    vec![
        mutant!(seed_is_the_first_number, |s, i, w, o| {
            naive::run(s, &Share { state: vec![jump(i.state[0], PERIOD - 1)], ..i.clone() }, w, o);
        }),
        mutant!(product_in_doubles, |_, i, w, o| {
            // The product of two such numbers has up to 77 bits, and a double the first 53 of them.
            let next = |x: u64| (x as f64 * 1_220_703_125.0 % (1_u64 << BITS) as f64) as u64;
            draw(i, w, o, |_, state| next(state), deviates);
        }),
        mutant!(every_block_has_the_same_numbers, |_, i, w, o| {
            let again = |index: usize, state| next(if index.is_multiple_of(2 * i.pairs) { i.state[0] } else { state });
            draw(i, w, o, again, deviates);
        }),
        mutant!(jumps_by_pairs, |_, i, w, o| {
            // Half as far as it should: each block has the second half of the numbers of the one before.
            let jumping = |index: usize, state| match (index / (2 * i.pairs), index % (2 * i.pairs)) {
                (block, 0) => next(jump(i.state[0], (block * i.pairs) as u64)),
                _ => next(state),
            };
            draw(i, w, o, jumping, deviates);
        }),
        mutant!(both_coordinates_the_same, |_, i, w, o| {
            draw(i, w, o, |index, state| if index.is_multiple_of(2) { next(state) } else { state }, deviates);
        }),
        mutant!(root_without_the_radius, |_, i, w, o| {
            from_points(i, w, o, |x, y| scaled(x, y, |t| (-2.0 * t.ln()).sqrt()));
        }),
        mutant!(logarithm_of_the_radius, |_, i, w, o| {
            from_points(i, w, o, |x, y| scaled(x, y, |t| (-2.0 * t.sqrt().ln() / t).sqrt()));
        }),
        mutant!(logarithm_to_base_two, |_, i, w, o| {
            from_points(i, w, o, |x, y| scaled(x, y, |t| (-2.0 * t.log2() / t).sqrt()));
        }),
        mutant!(single_precision, |_, i, w, o| {
            from_points(i, w, o, |x, y| deviates(f64::from(x as f32), f64::from(y as f32)));
        }),
        mutant!(corners_folded_in, |_, i, w, o| {
            // Points outside the circle are moved into it rather than rejected.
            from_points(i, w, o, |x, y| deviates(x, y).or_else(|| deviates(x / 2.0, y / 2.0)));
        }),
        mutant!(annulus_by_radius, |_, i, w, o| recount(i, w, o, |x, y| x.hypot(y) as usize)),
        mutant!(annulus_rounded, |_, i, w, o| recount(i, w, o, |x, y| x.abs().max(y.abs()).round() as usize)),
        mutant!(all_pairs_accepted, |s, i, w, o| {
            naive::run(s, i, w, o);
            o.accepted[0] = (i.blocks * i.pairs) as u64;
        }),
        mutant!(last_pair_lost, |_, i, w, o| {
            let mut left = i.blocks * i.pairs;
            from_points(i, w, o, |x, y| {
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
                let mut own = Tally::room(Part::WHOLE);
                naive::run(&Setting { comm: &Comm::solo(), ..*s }, share, &Workspace::default(), &mut own);
                (tally.accepted, tally.annuli) = (own.accepted, own.annuli);
            }
        }),
    ]
}

/// Counts what `deviates` makes of points whose coordinates come from `step`, which is given a number's index and the state before.
fn draw(
    share: &Share,
    space: &Workspace,
    tally: &mut Tally,
    step: impl Fn(usize, u64) -> u64,
    mut deviates: impl FnMut(f64, f64) -> Option<[f64; 2]>,
) {
    let (sums, mut state) = (space.buffer(share.blocks), share.state[0]);
    let (mut counts, mut index) = (Counts::default(), 0);
    let mut number = || {
        state = step(index, state);
        index += 1;
        coordinate(state)
    };
    for sum in sums.iter_mut() {
        *sum = [0.0; 2];
        for _ in 0..share.pairs {
            if let Some([x, y]) = deviates(number(), number()) {
                counts.add([x, y]);
                *sum = [sum[0] + x, sum[1] + y];
            }
        }
    }
    tally.fill(counts, sums);
}

/// Counts what `deviates` makes of the right points.
fn from_points(i: &Share, w: &Workspace, o: &mut Tally, deviates: impl FnMut(f64, f64) -> Option<[f64; 2]>) {
    draw(i, w, o, |_, state| next(state), deviates);
}

/// A point in the circle, scaled by a factor of x² + y².
fn scaled(x: f64, y: f64, factor: fn(f64) -> f64) -> Option<[f64; 2]> {
    let t = x * x + y * y;
    (t <= 1.0).then(|| [x * factor(t), y * factor(t)])
}

/// The right answer, but for the annuli, which are counted otherwise.
fn recount(share: &Share, space: &Workspace, tally: &mut Tally, annulus: fn(f64, f64) -> usize) {
    let mut annuli = [0; crate::ANNULI];
    from_points(share, space, tally, |x, y| {
        let found = deviates(x, y);
        found.iter().for_each(|&[x, y]| annuli[annulus(x, y).min(crate::ANNULI - 1)] += 1);
        found
    });
    tally.annuli.copy_from_slice(&annuli);
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::{Kernel, Path};

    #[test]
    fn without_a_fault_they_are_right() {
        for params in MonteCarlo::awkward() {
            let share = Share::of(&params, Part::WHOLE);
            let setting = Setting { params: &params, plan: &(), path: Path::PORTABLE, comm: &Comm::solo() };
            let (mut right, mut got) = (Tally::room(Part::WHOLE), Tally::room(Part::WHOLE));
            naive::run(&setting, &share, &Workspace::default(), &mut right);
            from_points(&share, &Workspace::default(), &mut got, deviates);
            assert_eq!(got, right);
        }
    }
}
