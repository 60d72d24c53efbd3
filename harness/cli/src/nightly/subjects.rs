//! What can be measured: a cell of a kernel, a command, a benchmark of criterion's; each on both sides.

use super::criterion::{self, Paired};
use crate::compare::cells::Cell;
use crate::compare::fight::Arena;
use std::path::PathBuf;
use tenfold_duel::Settings;
use tenfold_history::Series;
use tenfold_launch::duel::{Invocation, Program};
use tenfold_record::{Contest, Rung, Store, Values};

/// The group of commands.
pub const COMMAND: &str = "command";

/// One thing to be measured, the reference's first.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A variant of a kernel.
    Kernel {
        /// The cell.
        cell: Box<Cell>,
        /// The reference in the layouts of the other side.
        other: Vec<PathBuf>,
    },
    /// A command: its name, and what is started.
    Command(String, [Invocation; 2]),
    /// A benchmark of criterion's.
    Bench(Paired),
}

impl Subject {
    /// Its name, as a comparison would tell it.
    pub fn name(&self) -> String {
        match self {
            Subject::Kernel { cell, .. } => cell.contest.to_string(),
            Subject::Command(name, _) => contest(COMMAND, name).to_string(),
            Subject::Bench(pair) => pair.name.clone(),
        }
    }

    /// Whether this is what `series` follows, as far as that can be said before it was run.
    pub fn is_of(&self, series: &Series) -> bool {
        match self {
            // What its problem is in full, the programs say when they run.
            Subject::Kernel { cell, .. } => {
                let contest = &cell.contest;
                [&series.group, &series.name] == [&contest.kernel, &contest.variants[1]]
                    && series.workers == contest.workers[1]
            }
            Subject::Command(name, _) => series.group == COMMAND && series.name == *name,
            Subject::Bench(pair) => {
                pair.name == format!("{}/{}", series.group, series.name)
                    || [&series.group, &series.name] == [&pair.name; 2]
            }
        }
    }

    /// The reference on both sides; code lies elsewhere where it can be laid out.
    pub fn sentinel(&self) -> Subject {
        match self {
            Subject::Kernel { cell, other } => {
                let Cell { contest, programs: [reference, _] } = (**cell).clone();
                let contest = Contest {
                    variants: [0; 2].map(|side| contest.variants[side].clone()),
                    rungs: [contest.rungs[0]; 2],
                    workers: [contest.workers[0]; 2],
                    ..contest
                };
                let itself = Program { builds: other.clone(), ..reference.clone() };
                let cell = Box::new(Cell { contest, programs: [reference, itself] });
                Subject::Kernel { cell, other: other.clone() }
            }
            Subject::Command(name, [reference, _]) => {
                Subject::Command(name.clone(), [reference.clone(), reference.clone()])
            }
            Subject::Bench(pair) => {
                Subject::Bench(Paired { sides: [0; 2].map(|side| pair.sides[side].clone()), ..pair.clone() })
            }
        }
    }

    /// Measures it.
    pub fn fight(&self, settings: &Settings, arena: &mut Arena<'_>, store: &mut Store) -> anyhow::Result<()> {
        match self {
            Subject::Kernel { cell, .. } => arena.cell(cell, settings, store),
            // On any CPU: it may have threads of its own.
            Subject::Command(name, lines) => {
                let builds = (lines[0] != lines[1]).then_some([1, 1]);
                arena.commands(contest(COMMAND, name), lines.clone(), None, builds, settings, store)
            }
            Subject::Bench(pair) => criterion::fight(pair, settings, arena, store),
        }
    }
}

/// What is recorded of what is no kernel.
pub fn contest(group: &str, name: &str) -> Contest {
    Contest {
        kernel: group.to_string(),
        variants: [0; 2].map(|_| name.to_string()),
        rungs: [Rung::External; 2],
        params: Values::new(),
        workers: [1; 2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentinel_has_the_reference_on_both_sides() {
        let line = |program: &str| Invocation { program: program.into(), args: Vec::new(), folder: None };
        let command = Subject::Command("x".into(), [line("old"), line("new")]);
        assert_eq!(command.sentinel(), Subject::Command("x".into(), [line("old"), line("old")]));
        assert_eq!(command.name(), "command x");
    }

    #[test]
    fn a_series_is_known_before_anything_ran() {
        let series = |group: &str, name: &str| Series {
            group: group.into(),
            name: name.into(),
            problem: String::new(),
            workers: 1,
        };
        let bench = |name: &str| {
            let side =
                || tenfold_launch::benches::Bench { target: "t".into(), program: "p".into(), folder: "f".into() };
            Subject::Bench(Paired { name: name.into(), sides: [side(), side()] })
        };
        assert!(bench("sort/quick/10").is_of(&series("sort", "quick/10")));
        assert!(bench("sort").is_of(&series("sort", "sort")) && !bench("sort").is_of(&series("sort", "x")));
        let line = Invocation { program: "p".into(), args: Vec::new(), folder: None };
        let command = Subject::Command("x".into(), [line.clone(), line]);
        assert!(command.is_of(&series("command", "x")) && !command.is_of(&series("sort", "x")));
    }
}
