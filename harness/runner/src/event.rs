//! What is told while a run goes on.

use std::collections::HashSet;
use tenfold_record::{Cell, CellKey, Launch};

/// Something that happens.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Each problem is being solved by its naive variant.
    Solving,
    /// Guesses are closed; so many people guessed since the last run.
    Guessed(usize),
    /// An unfinished run goes on.
    Resuming {
        /// Its name.
        id: &'a str,
        /// Its launches that are done.
        launches: usize,
        /// Where the machine was restarted: launches of half-done rounds, which are measured again.
        again: Option<usize>,
    },
    /// An unfinished run that was begun on another machine, and is left alone.
    Elsewhere(&'a str),
    /// Ceilings are being measured: before the rounds, or again after them.
    Ceilings {
        /// Whether it is after them.
        again: bool,
    },
    /// The rounds begin.
    Rounds {
        /// The cells that are launched in each.
        cells: &'a [&'a Cell],
        /// How many there are.
        rounds: u32,
        /// What is done of them already.
        done: &'a HashSet<(CellKey, u32)>,
    },
    /// A launch begins.
    Begins {
        /// Its cell.
        cell: &'a Cell,
        /// Its round.
        round: u32,
    },
    /// A launch has ended.
    Ended {
        /// Its cell.
        cell: &'a Cell,
        /// What came of it.
        launch: &'a Launch,
    },
    /// A launch is not needed.
    Skipped(&'a Cell),
    /// Something else is being done.
    Doing(&'a str),
    /// Something went wrong, and the run goes on.
    Trouble(&'a str),
    /// What was going on, rounds or something else, is over.
    Over,
}
