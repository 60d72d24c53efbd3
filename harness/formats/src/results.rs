//! What there is to write of each cell: its times, or the reason why it has none.

use tenfold_record::{Cell, Launch, Part, Run};
use tenfold_reports::findings::{Findings, Missing, MissingKind, Times};

/// A run with what follows from it, as the formats need it.
pub struct Results<'r> {
    /// The run.
    pub run: &'r Run,
    findings: Findings<'r>,
}

/// What can be said of a cell.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// Checked and measured.
    Known(&'a Times<'a>),
    /// No number, and why.
    Missing(&'a Missing<'a>),
}

/// A cell with what can be said of it.
#[derive(Clone, Copy, Debug)]
pub struct CellResult<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// The part it belongs to.
    pub part: &'a Part,
    /// What can be said.
    pub standing: Standing<'a>,
}

impl<'r> Results<'r> {
    /// Derives the results of a run.
    pub fn of(run: &'r Run) -> Results<'r> {
        Results { run, findings: Findings::of(run) }
    }

    /// Every cell, in the order of the plan.
    pub fn cells(&self) -> Vec<CellResult<'_>> {
        let mut cells: Vec<CellResult<'_>> = Vec::with_capacity(self.run.cells.len());
        for found in &self.findings.parts {
            let known = found.times.iter().map(|t| (t.cell, Standing::Known(t)));
            let missing = found.missing.iter().map(|m| (m.cell, Standing::Missing(m)));
            cells.extend(known.chain(missing).map(|(cell, standing)| CellResult { cell, part: found.part, standing }));
        }
        cells.sort_by_key(|c| c.cell.key);
        cells
    }

    /// The cells that have a number, in the order of the plan.
    pub fn known(&self) -> Vec<(&Cell, &Times<'_>)> {
        let known = self.findings.parts.iter().flat_map(|part| &part.times);
        let mut known: Vec<_> = known.map(|times| (times.cell, times)).collect();
        known.sort_by_key(|(cell, _)| cell.key);
        known
    }
}

impl<'a> CellResult<'a> {
    /// Its times, where it has any.
    pub fn times(&self) -> Option<&'a Times<'a>> {
        match self.standing {
            Standing::Known(times) => Some(times),
            Standing::Missing(_) => None,
        }
    }

    /// The launches its times come from; `None` where it has no times.
    pub fn launches(&self) -> Option<impl Iterator<Item = &'a Launch>> {
        self.times().map(|times| times.measured.good())
    }

    /// Why it has no number; empty where it has one.
    pub fn reason(&self) -> &'a str {
        match self.standing {
            Standing::Known(_) => "",
            Standing::Missing(missing) => &missing.reason,
        }
    }

    /// Its standing in a word: "measured", "wrong", "too fast" or "missing".
    pub fn status(&self) -> &'static str {
        match self.standing {
            Standing::Known(_) => "measured",
            Standing::Missing(missing) => match missing.kind {
                MissingKind::Wrong => "wrong",
                MissingKind::TooFast => "too fast",
                MissingKind::Unmeasured => "missing",
            },
        }
    }
}
