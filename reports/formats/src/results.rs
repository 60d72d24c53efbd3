//! What there is to write of each cell: its times, or the reason why it has none.

use crate::identity;
use std::collections::BTreeSet;
use tenfold_analysis::findings::{Findings, Missing, MissingKind, Times};
use tenfold_record::{Cell, Launch, Run};

/// A run with what follows from it, as the formats need it.
pub struct Results<'r> {
    /// The run.
    pub run: &'r Run,
    findings: Findings<'r>,
}

/// What can be said of a cell.
#[derive(Clone, Copy, Debug)]
pub enum CellOutcome<'a> {
    /// Checked and measured.
    Known(&'a Times<'a>),
    /// Timed by another program: nobody here knows whether the answer was right.
    Unchecked(&'a Times<'a>),
    /// No number, and why.
    Missing(&'a Missing<'a>),
}

/// A cell with what can be said of it.
#[derive(Clone, Debug)]
pub struct CellResult<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Its name in other programs: see [`identity`].
    pub name: String,
    /// What can be said.
    pub standing: CellOutcome<'a>,
}

/// A cell that has a number.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Its name in other programs.
    pub name: String,
    /// Its times.
    pub times: &'a Times<'a>,
}

impl<'r> Results<'r> {
    /// Derives the results of a run.
    pub fn of(run: &'r Run) -> Results<'r> {
        Results { run, findings: Findings::of(run) }
    }

    /// Every cell, in the order of the plan, each with a name of its own.
    pub fn cells(&self) -> Vec<CellResult<'_>> {
        let mut cells: Vec<(&Cell, CellOutcome<'_>)> = Vec::with_capacity(self.run.cells.len());
        for part in &self.findings.parts {
            cells.extend(part.times.iter().map(|t| (t.cell, CellOutcome::Known(t))));
            cells.extend(part.unchecked.iter().map(|t| (t.cell, CellOutcome::Unchecked(t))));
            cells.extend(part.missing.iter().map(|m| (m.cell, CellOutcome::Missing(m))));
        }
        cells.sort_by_key(|(cell, _)| cell.key);
        let mut names = BTreeSet::new();
        let own_name = |cell: &Cell| {
            // Two parts may measure the same cell; programs that keep one value a name would keep one of them.
            let name = identity(cell);
            match names.insert(name.clone()) {
                true => name,
                false => format!("{name}/part={}", cell.part + 1),
            }
        };
        let names: Vec<String> = cells.iter().map(|(cell, _)| *cell).map(own_name).collect();
        cells.into_iter().zip(names).map(|((cell, standing), name)| CellResult { cell, name, standing }).collect()
    }

    /// The cells that have a number, in the order of the plan.
    pub fn known(&self) -> Vec<Known<'_>> {
        let cells = self.cells().into_iter();
        cells.filter_map(|c| Some(Known { cell: c.cell, times: c.times()?, name: c.name })).collect()
    }
}

impl<'a> CellResult<'a> {
    /// Its times, where it was checked and measured.
    pub fn times(&self) -> Option<&'a Times<'a>> {
        match self.standing {
            CellOutcome::Known(times) => Some(times),
            CellOutcome::Unchecked(_) | CellOutcome::Missing(_) => None,
        }
    }

    /// Its times, unchecked ones included: for formats that say which they are.
    pub fn timed(&self) -> Option<&'a Times<'a>> {
        match self.standing {
            CellOutcome::Known(times) | CellOutcome::Unchecked(times) => Some(times),
            CellOutcome::Missing(_) => None,
        }
    }

    /// The launches that [`timed`](Self::timed) comes from.
    pub fn launches(&self) -> Vec<&'a Launch> {
        match self.standing {
            CellOutcome::Known(times) => times.measured.good().collect(),
            CellOutcome::Unchecked(times) => times.measured.unchecked().collect(),
            CellOutcome::Missing(_) => Vec::new(),
        }
    }

    /// Why it has no number, or one that is not to be trusted; empty where it was checked and measured.
    pub fn reason(&self) -> &'a str {
        match self.standing {
            CellOutcome::Known(_) => "",
            CellOutcome::Unchecked(_) => "timed by another program, not checked by Tenfold",
            CellOutcome::Missing(missing) => &missing.reason,
        }
    }

    /// Its standing in a word: "measured", "unchecked", "wrong", "too fast" or "missing".
    pub fn status(&self) -> &'static str {
        match self.standing {
            CellOutcome::Known(_) => "measured",
            CellOutcome::Unchecked(_) => "unchecked",
            CellOutcome::Missing(missing) => match missing.kind {
                MissingKind::Wrong => "wrong",
                MissingKind::TooFast => "too fast",
                MissingKind::Unmeasured => "missing",
            },
        }
    }
}
