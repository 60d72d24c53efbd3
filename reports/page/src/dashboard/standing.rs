//! How a change stands today: open, accepted, reverted, or no slowdown at all.

use tenfold_history::changes::{Change, Quantity};

/// A slowdown is reverted when at most this share of it is left.
const LEFT: f64 = 0.25;

/// A change of the instructions belongs to one of the time that begins within so many nights of it: times are noisy, and say
/// less exactly when they changed.
const NEAR: usize = 3;

/// How a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangeState {
    /// Slower, and nobody has accepted it.
    Open,
    /// Slower, and a commit accepts it.
    Accepted,
    /// Slower once: what came since took it back, last the change of this index.
    Reverted(usize),
    /// Faster.
    Faster,
    /// Faster, and only as fast as before a slowdown: told there.
    Reverts,
    /// More or fewer instructions; the time was not shown to change.
    Instructions,
    /// Instructions of a change that is told by its time.
    Told,
}

/// How each of `changes` stands.
pub(super) fn standings(changes: &[Change]) -> Vec<ChangeState> {
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.sort_by_key(|i| changes[*i].first);
    let mut standings: Vec<ChangeState> = changes.iter().map(|change| alone(change, changes)).collect();
    for (place, i) in order.iter().enumerate() {
        if matches!(standings[*i], ChangeState::Open | ChangeState::Accepted)
            && let Some(by) = reverted_by(*i, &order[place + 1..], changes)
        {
            standings[*i] = ChangeState::Reverted(by);
            standings[by] = ChangeState::Reverts;
        }
    }
    standings
}

fn alone(change: &Change, changes: &[Change]) -> ChangeState {
    match change.kind {
        Quantity::Time if change.log_size <= 0.0 => ChangeState::Faster,
        Quantity::Time if change.accepted.is_some() => ChangeState::Accepted,
        Quantity::Time => ChangeState::Open,
        Quantity::Instructions if changes.iter().any(|time| is_told_by(change, time)) => ChangeState::Told,
        Quantity::Instructions => ChangeState::Instructions,
    }
}

/// Whether a change of instructions is told by one of the time.
pub(super) fn is_told_by(change: &Change, time: &Change) -> bool {
    time.kind == Quantity::Time && time.series == change.series && time.first.abs_diff(change.first) <= NEAR
}

/// The change after which at most a quarter of the slowdown `i` was left, among those that came `later`.
fn reverted_by(i: usize, later: &[usize], changes: &[Change]) -> Option<usize> {
    let mut left = changes[i].log_size;
    for j in later {
        let change = &changes[*j];
        if change.kind == Quantity::Time && change.series == changes[i].series {
            left += change.log_size;
            if left <= LEFT * changes[i].log_size {
                return Some(*j);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_history::{Accepted, Series};

    fn change(name: &str, kind: Quantity, first: usize, log_size: f64) -> Change {
        Change {
            series: Series { group: "flow".into(), name: name.into(), problem: String::new(), workers: 1 },
            kind,
            before: first - 1,
            first,
            called: first + 1,
            log_size,
            interval: [log_size - 0.01, log_size + 0.01],
            none: 0.001,
            accepted: None,
        }
    }

    #[test]
    fn a_slowdown_is_open_accepted_or_reverted() {
        let mut accepted = change("b", Quantity::Time, 3, 0.05);
        accepted.accepted = Some(Accepted { commit: "c".into(), reason: "needed".into() });
        let changes = [
            change("a", Quantity::Time, 5, 0.1),
            accepted,
            change("a", Quantity::Time, 9, -0.09),
            change("a", Quantity::Time, 12, 0.04),
            change("c", Quantity::Time, 4, -0.2),
        ];
        let expected = [
            ChangeState::Reverted(2),
            ChangeState::Accepted,
            ChangeState::Reverts,
            ChangeState::Open,
            ChangeState::Faster,
        ];
        assert_eq!(standings(&changes), expected);
    }

    #[test]
    fn half_of_a_slowdown_taken_back_leaves_it_open() {
        let changes = [change("a", Quantity::Time, 5, 0.1), change("a", Quantity::Time, 9, -0.05)];
        assert_eq!(standings(&changes), [ChangeState::Open, ChangeState::Faster]);
    }

    #[test]
    fn instructions_are_told_with_the_time_where_both_changed() {
        let changes = [
            change("a", Quantity::Time, 5, 0.1),
            change("a", Quantity::Instructions, 3, 0.02),
            change("a", Quantity::Instructions, 20, 0.02),
            change("b", Quantity::Instructions, 5, 0.02),
        ];
        let expected = [ChangeState::Open, ChangeState::Told, ChangeState::Instructions, ChangeState::Instructions];
        assert_eq!(standings(&changes), expected);
    }
}
