//! What lies between two nights and is no change of the code.

use crate::{Commit, Machine};
use std::fmt;

/// What lies between two points of a series and is no change of the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The machine is another: ratios of two processors, or compilers, may differ.
    Machine {
        /// The one before.
        before: String,
        /// The one from here on.
        now: String,
    },
    /// The reference was moved.
    Reference {
        /// The hash of the one before.
        before: String,
        /// That of the one from here on.
        now: String,
        /// Whether the level of the new one was known, so that ratios to either can be compared.
        chained: bool,
    },
}

impl Event {
    /// Whether the level may be another from here on without anything having changed.
    pub fn is_free(&self) -> bool {
        match self {
            Event::Machine { .. } => true,
            Event::Reference { chained, .. } => !chained,
        }
    }

    /// What came between two machines.
    pub(crate) fn of_machines(before: &Machine, now: &Machine) -> Option<Event> {
        // Machines of one name differ in what their key is a digest of, such as the compiler.
        let name = |machine: &Machine| match before.name == now.name {
            true => format!("{} ({})", machine.name, machine.key),
            false => machine.name.clone(),
        };
        (before.key != now.key).then(|| Event::Machine { before: name(before), now: name(now) })
    }

    /// What came between two references.
    pub(crate) fn of_references(before: &Commit, now: &Commit, chained: bool) -> Option<Event> {
        let moved = || Event::Reference { before: before.hash.clone(), now: now.hash.clone(), chained };
        (before.hash != now.hash).then(moved)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Machine { before, now } => write!(f, "machine changed from {before} to {now}"),
            Event::Reference { before, now, .. } => write!(f, "reference moved from {before:.12} to {now:.12}"),
        }
    }
}
