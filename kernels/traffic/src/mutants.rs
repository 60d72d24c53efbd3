//! Wrong implementations of the kinds that are really made. The oracles must catch every one.

use crate::{Outcome, Params, Road, Traffic};
use tenfold_kernel::{Mutant, Workspace};

pub(crate) fn all() -> Vec<Mutant<Traffic>> {
    fn mutant(name: &'static str, body: fn(&Params, &Road, &Workspace, &mut Outcome)) -> Mutant<Traffic> {
        Mutant { name, body }
    }
    vec![
        mutant("open-ends", |p, road, _, out| drive(p, road, out, Rule { wrap: false, ..RIGHT })),
        mutant("one-step-short", |p, road, _, out| drive(p, road, out, Rule { steps_short: 1, ..RIGHT })),
        mutant("backwards", |p, road, _, out| drive(p, road, out, Rule { swap_neighbours: true, ..RIGHT })),
        mutant("in-place", |p, road, _, out| drive(p, road, out, Rule { in_place: true, ..RIGHT })),
        mutant("counted-after", |p, road, _, out| drive(p, road, out, Rule { count_after: true, ..RIGHT })),
        mutant("tail-leaks", |p, road, _, out| drive(p, road, out, Rule { count_multiple: 64, ..RIGHT })),
        mutant("strip-forgotten", |p, road, _, out| drive(p, road, out, Rule { forget_last: 8, ..RIGHT })),
        mutant("stale-halo", |p, road, _, out| drive(p, road, out, Rule { stale_halo: true, ..RIGHT })),
        mutant("stale-series", |p, road, _, out| {
            drive(p, road, out, RIGHT);
            let first = out.series.first().copied().unwrap_or(0);
            out.series.fill(first);
        }),
        mutant("moves-summed", |p, road, _, out| {
            drive(p, road, out, RIGHT);
            out.moves = out.series.iter().sum();
        }),
        mutant("last-cell-lost", |p, road, _, out| {
            drive(p, road, out, RIGHT);
            out.cells[p.n - 1] = 0;
        }),
        mutant("road-not-written", |p, road, _, out| {
            drive(p, road, out, RIGHT);
            out.cells.copy_from_slice(&road.cells);
        }),
    ]
}

/// A way to run the model, right or wrong.
struct Rule {
    /// Whether the last cell and the first are neighbours.
    wrap: bool,
    /// Steps left out at the end.
    steps_short: usize,
    /// Rule 226: behind and ahead taken for each other.
    swap_neighbours: bool,
    /// New cells are written over the old ones, so that a car can move again.
    in_place: bool,
    /// Moves are counted on the new road.
    count_after: bool,
    /// Moves are counted up to a multiple of so many cells, as with whole words, the excess holding the first cells.
    count_multiple: usize,
    /// So many strips the road is cut into, of which the last is not updated (0: none).
    forget_last: usize,
    /// The cell around the ring is that of the start for ever.
    stale_halo: bool,
}

const RIGHT: Rule = Rule {
    wrap: true,
    steps_short: 0,
    swap_neighbours: false,
    in_place: false,
    count_after: false,
    count_multiple: 1,
    forget_last: 0,
    stale_halo: false,
};

fn drive(params: &Params, road: &Road, out: &mut Outcome, rule: Rule) {
    let n = params.n;
    let mut now = road.cells.clone();
    let updated = n - n.checked_div(rule.forget_last).unwrap_or(0);
    let around = |now: &[u8], i: usize| match (rule.wrap, rule.stale_halo) {
        (false, _) => 0,
        (_, true) => road.cells[i],
        _ => now[i],
    };
    out.clear_moves();
    for step in 1..=params.steps {
        if step + rule.steps_short <= params.steps {
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
            let counted = if rule.count_after { &now } else { &old };
            let leaving = |i: usize| u64::from(counted[i % n] & !counted[(i + 1) % n]);
            out.add(params, step, (0..n.next_multiple_of(rule.count_multiple)).map(leaving).sum());
        }
    }
    out.cells.copy_from_slice(&now);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naive;
    use tenfold_kernel::Kernel;

    #[test]
    fn without_a_fault_they_are_right() {
        for params in Traffic::awkward() {
            let road = Traffic::input(&params);
            let (mut right, mut got) = (Traffic::output(&params, &road), Traffic::output(&params, &road));
            naive::run(&params, &road, &Workspace::default(), &mut right);
            drive(&params, &road, &mut got, RIGHT);
            assert_eq!(got, right);
        }
    }
}
