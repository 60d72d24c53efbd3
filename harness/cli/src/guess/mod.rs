//! `tenfold guess`: what people expect, written down before it is measured.
//!
//! The store keeps it with the experiment; the next `tenfold run` of the same questions takes it in and takes no more.
//!
//! | question | file |
//! |---|---|
//! | what does a typed number mean? | `factor.rs` |
//! | what does one person at the terminal guess? | `terminal.rs` |
//! | what does a room guess, from phones and laptops? | `serve.rs`, `room.rs` |
//! | how is a request read and answered? | `http/` |
//! | how often, and how many at once? | `limits.rs`, `crowd.rs` |
//! | how does the room find the page? | `address.rs` |
//! | who is let in? | `door.rs` |

mod address;
mod crowd;
mod door;
mod factor;
mod http;
mod limits;
mod room;
mod serve;
mod terminal;

use crate::args::Guess;
use crate::experiments::{self, Found};
use crate::fault::mistake;
use std::process::ExitCode;
use tenfold_plan::{Overrides, read};
use tenfold_record::{Experiment, RunState, Store};
use tenfold_runner::alone;

/// Longest name that a person may give, in characters.
const LONGEST_NAME: usize = 40;

/// Asks a person, or a room.
pub fn guess(args: &Guess) -> anyhow::Result<ExitCode> {
    let kernels = tenfold_suite::kernels();
    let Found { name, file, text } = experiments::find(&args.experiment)?;
    let experiment = read(&name, &file, &text, &kernels, &Overrides::default()).map_err(mistake)?;
    if experiment.topics().is_empty() {
        return Err(mistake(format!(
            "{file} asks for no guess: name the ratios to guess in it, as in\n  [guess]\n  \"vectorised / naive\" = 8"
        )));
    }
    let name = args.name.as_deref().map(person).transpose().map_err(|e| mistake(format!("--name: {e}")))?.flatten();
    let mut store = crate::stored::create(&args.out)?;
    alone::not_while_measuring(&args.out.out).map_err(mistake)?;
    warn_of_unfinished(&store, &experiment)?;
    match args.serve {
        Some(listening) => serve::serve(args, store, experiment, listening),
        None => terminal::ask(args, &mut store, &experiment, name),
    }
}

/// A name as it is kept: trimmed, in one line; none where it is empty.
fn person(typed: &str) -> Result<Option<String>, String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Ok(None),
        1..=LONGEST_NAME => Ok(Some(name)),
        n => Err(format!("a name of {n} characters is too long ({LONGEST_NAME} at most)")),
    }
}

/// Whoever has seen half a run does not guess any more: what is guessed now counts for a new one.
fn warn_of_unfinished(store: &Store, experiment: &Experiment) -> anyhow::Result<()> {
    let topics = experiment.topics();
    let begun = store.runs()?.into_iter().find(|r| r.state == RunState::Unfinished && r.experiment.topics() == topics);
    if let Some(run) = begun {
        let id = tenfold_analysis::text::visible(&run.id);
        eprintln!("run {id} is unfinished; after these guesses `tenfold run` starts a new one");
    }
    Ok(())
}
