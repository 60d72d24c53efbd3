//! Wrong implementations of the kinds that are really made. The oracles must catch every one.

use crate::{Outcome, Params, Road, Traffic};
use tenfold_kernel::{Mutant, mutant};

pub(crate) fn all() -> Vec<Mutant<Traffic>> {
    vec![
        mutant!(open_ends, |s, i, _, o| drive(s.params, i, o, Rule { open: true, ..Rule::default() })),
        mutant!(one_step_short, |s, i, _, o| drive(s.params, i, o, Rule { steps_short: 1, ..Rule::default() })),
        mutant!(backwards, |s, i, _, o| drive(s.params, i, o, Rule { swap_neighbours: true, ..Rule::default() })),
        mutant!(in_place, |s, i, _, o| drive(s.params, i, o, Rule { in_place: true, ..Rule::default() })),
        mutant!(counted_after, |s, i, _, o| drive(s.params, i, o, Rule { count_after: true, ..Rule::default() })),
        mutant!(tail_leaks, |s, i, _, o| drive(s.params, i, o, Rule { whole_words: true, ..Rule::default() })),
        mutant!(strip_forgotten, |s, i, _, o| drive(s.params, i, o, Rule { forget_last: 8, ..Rule::default() })),
        mutant!(stale_halo, |s, i, _, o| drive(s.params, i, o, Rule { stale_halo: true, ..Rule::default() })),
        mutant!(stale_series, |s, i, _, o| {
            drive(s.params, i, o, Rule::default());
            let (first, last) = (o.moves[0], o.moves.len() - 1);
            o.moves[..last].fill(first);
        }),
        mutant!(moves_summed, |s, i, _, o| {
            drive(s.params, i, o, Rule::default());
            let last = o.moves.len() - 1;
            o.moves[last] = o.moves[..last].iter().sum();
        }),
        mutant!(last_cell_lost, |s, i, _, o| {
            drive(s.params, i, o, Rule::default());
            o.cells[s.params.n - 1] = 0;
        }),
        mutant!(road_not_written, |s, i, _, o| {
            drive(s.params, i, o, Rule::default());
            o.cells.copy_from_slice(&i.cells);
        }),
    ]
}

/// A way to run the model, right by default.
#[derive(Default)]
struct Rule {
    /// The last cell and the first are no neighbours: there is nobody behind and nobody ahead.
    open: bool,
    /// Steps left out at the end.
    steps_short: usize,
    /// Rule 226: behind and ahead taken for each other.
    swap_neighbours: bool,
    /// New cells are written over the old ones, so that a car can move again.
    in_place: bool,
    /// Moves are counted on the new road.
    count_after: bool,
    /// Moves are counted up to the end of the last word of 64 cells, the excess holding the first cells.
    whole_words: bool,
    /// So many strips the road is cut into, of which the last is not updated (0: none).
    forget_last: usize,
    /// The cell around the ring is that of the start for ever.
    stale_halo: bool,
}

fn drive(params: &Params, road: &Road, out: &mut Outcome, rule: Rule) {
    let n = params.n;
    let mut now = road.cells.clone();
    let updated = n - n.checked_div(rule.forget_last).unwrap_or(0);
    let counted = if rule.whole_words { n.next_multiple_of(64) } else { n };
    let around = |now: &[u8], i: usize| match (rule.open, rule.stale_halo) {
        (true, _) => 0,
        (_, true) => road.cells[i],
        _ => now[i],
    };
    out.moves.fill(0);
    for step in 1..=params.steps.saturating_sub(rule.steps_short) {
        let old = now.clone();
        for i in 0..updated {
            let from = if rule.in_place { &now } else { &old };
            let mut behind = if i == 0 { around(from, n - 1) } else { from[i - 1] };
            let mut ahead = if i + 1 == n { around(from, 0) } else { from[i + 1] };
            if rule.swap_neighbours {
                std::mem::swap(&mut behind, &mut ahead);
            }
            now[i] = if from[i] == 1 { ahead } else { behind };
        }
        let seen = if rule.count_after { &now } else { &old };
        let leaving = |i: usize| u64::from(seen[i % n] & !seen[(i + 1) % n]);
        out.add(params, step, (0..counted).map(leaving).sum());
    }
    out.cells.copy_from_slice(&now);
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::{Kernel, Part, solved};

    #[test]
    fn without_a_fault_they_are_right() {
        for params in Traffic::awkward() {
            let road = Traffic::input(&params, Part::WHOLE).unwrap();
            let mut got = Traffic::output(&params, Part::WHOLE);
            drive(&params, &road, &mut got, Rule::default());
            assert_eq!(got, solved::<Traffic>(params).unwrap());
        }
    }
}
