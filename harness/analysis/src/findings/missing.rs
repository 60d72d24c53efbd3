//! Cells and launches without a number: none is left out silently.

use crate::format::counted;
use tenfold_record::{Cell, Launch, Measured, Outcome};

/// Why a cell has no number, in kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingKind {
    /// Its answer was wrong: shown first and in red.
    Wrong,
    /// It is faster than the machine's measured ceiling allows.
    TooFast,
    /// It was left out of the plan, cannot run here, crashed, ran out of time or was not reached.
    Unmeasured,
}

/// A cell without a number, with the reason.
#[derive(Clone, Debug)]
pub struct Missing<'r> {
    /// The cell.
    pub cell: &'r Cell,
    /// The kind of reason.
    pub kind: MissingKind,
    /// The reason as a sentence for a reader who was not there.
    pub reason: String,
}

impl<'r> Missing<'r> {
    /// Why `measured` has no number, as far as the outcomes of its launches tell.
    pub(super) fn of(measured: &'r Measured) -> Option<Missing<'r>> {
        let reason = measured.missing()?;
        let is_wrong = |launch: &Launch| matches!(launch.outcome, Outcome::Wrong { .. });
        let wrong = measured.cell.left_out.is_none() && measured.launches.iter().any(is_wrong);
        let kind = if wrong { MissingKind::Wrong } else { MissingKind::Unmeasured };
        Some(Missing { cell: &measured.cell, kind, reason })
    }
}

/// A cell that has a number, though some of its launches have none.
#[derive(Clone, Debug)]
pub struct Lost<'r> {
    /// The cell.
    pub cell: &'r Cell,
    /// How many of its launches ended like this.
    pub count: usize,
    /// All its launches.
    pub of: usize,
    /// Why they have no times.
    pub reason: String,
}

impl<'r> Lost<'r> {
    /// The launches that a cell with a number lost, by their reasons in the order in which these were met.
    pub(super) fn all(measured: &'r Measured) -> Vec<Lost<'r>> {
        let mut lost: Vec<Lost<'r>> = Vec::new();
        for reason in measured.launches.iter().filter_map(|launch| launch.outcome.reason()) {
            match lost.iter_mut().find(|other| other.reason == reason) {
                Some(other) => other.count += 1,
                None => lost.push(Lost { cell: &measured.cell, count: 1, of: measured.launches.len(), reason }),
            }
        }
        lost
    }

    /// "1 of 6 launches: crashed: …"
    pub fn sentence(&self) -> String {
        let Lost { count, of, reason, .. } = self;
        format!("{count} of {}: {reason}", counted(*of, "launch"))
    }
}
