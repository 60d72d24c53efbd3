//! Cells without a number: none is left out silently.

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
