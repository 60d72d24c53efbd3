//! Tells people on standard error how a run goes on.

use super::progress::Progress;
use std::collections::HashSet;
use tenfold_analysis::format::counted;
use tenfold_runner::Event;

/// Who tells them.
#[derive(Default)]
pub struct Telling {
    /// The bar of what is going on.
    progress: Option<Progress>,
}

impl Telling {
    /// Tells of `event`.
    pub fn hear(&mut self, event: Event<'_>) {
        match event {
            Event::Solving => eprintln!("computing the reference answer of each problem with its naive variant"),
            Event::Guessed(guessed) => {
                eprintln!("guesses are closed: this run includes those of {}", counted(guessed, "person"));
            }
            Event::Resuming { id, launches, again } => {
                let are = if launches == 1 { "is" } else { "are" };
                eprintln!("resuming {id} ({} {are} done; --fresh starts over)", counted(launches, "launch"));
                if let Some(again) = again {
                    let again = counted(again, "launch");
                    eprintln!("the machine was restarted: half-done rounds are measured again ({again})");
                }
            }
            Event::Elsewhere(id) => {
                eprintln!("{id} seems to be from another machine: it is not resumed here");
            }
            Event::Ceilings { again: false } => eprintln!("measuring ceilings"),
            Event::Ceilings { again: true } => eprintln!("measuring ceilings again"),
            Event::Rounds { cells, rounds, done } => self.progress = Some(Progress::new(cells, rounds, done)),
            Event::Begins { cell, round } => self.progress().begin(cell, round),
            Event::Ended { cell, launch } => self.progress().done(cell, launch),
            Event::Skipped(cell) => self.progress().skip(cell),
            Event::Doing(what) => self.progress().say(what),
            Event::Trouble(what) => self.progress().trouble(what),
            Event::Over => {
                if let Some(progress) = self.progress.take() {
                    progress.end();
                }
            }
        }
    }

    fn progress(&mut self) -> &mut Progress {
        self.progress.get_or_insert_with(|| Progress::new(&[], 0, &HashSet::new()))
    }
}
