//! Which findings are one change, and who accepts it.

use super::Change;
use super::watched::Found;
use crate::{Accepted, History};

/// The changes that were found, in the order in which they were called. Found on several machines, one is told once: it lies where
/// all of them have it.
pub(super) fn told(history: &History, found: Vec<Found<'_>>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for found in found {
        let same = |change: &&mut Change| {
            change.series == found.line.series
                && change.kind == found.kind
                && (change.log_size > 0.0) == (found.step.size > 0.0)
                && change.before < found.first
                && found.before < change.first
        };
        match changes.iter_mut().find(same) {
            Some(change) => {
                change.before = change.before.max(found.before);
                change.first = change.first.min(found.first);
                change.called = change.called.min(found.called);
                change.none = change.none.min(found.step.none);
            }
            None => changes.push(Change {
                series: found.line.series.clone(),
                kind: found.kind,
                before: found.before,
                first: found.first,
                called: found.called,
                log_size: found.step.size,
                interval: found.step.interval,
                none: found.step.none,
                accepted: None,
            }),
        }
    }
    for change in &mut changes {
        change.accepted = (change.log_size > 0.0).then(|| acceptance(history, change)).flatten();
    }
    changes.sort_by(|a, b| (a.called, &a.series, a.kind).cmp(&(b.called, &b.series, b.kind)));
    changes
}

/// The acceptance of a commit after the last night before the change, up to its first.
fn acceptance(history: &History, change: &Change) -> Option<Accepted> {
    history.nights[change.before + 1..=change.first].iter().flat_map(|night| &night.accepted).next().cloned()
}
