//! Externals: variants in another language, driven like any other.
//!
//! `README.md` beside this file describes the protocol that they speak.
//!
//! | question | file |
//! |---|---|
//! | what is it made of? | `recipe.rs` |
//! | is what it needs there? | `tools.rs`, `python.rs` |
//! | how is it compiled? | `build.rs` by one of `compilers.rs`, in Rust `crates.rs` |
//! | how is it started? | `command.rs` |
//! | when does it run, and when is it judged? | `course.rs` |
//! | what is said? is its clock right? | `conversation.rs` |
//! | what of one that says nothing? | `once.rs` |

mod build;
mod command;
mod compilers;
mod conversation;
mod course;
mod crates;
mod once;
mod python;
mod recipe;
#[cfg(test)]
mod tests;
mod tools;

pub(crate) use build::openmp;
pub(crate) use compilers::find as compiler;
pub use python::Python;
pub(crate) use tools::Tools;

use crate::Ended;
use crate::process::Process;
use command::Files;
use conversation::Conversation;
use course::Course;
use once::Once;
use recipe::{Recipe, Way};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tenfold_kernel::{AnyKernel, Judge, Workers};
use tenfold_measure::clock;
use tenfold_measure::order::{Order, Reply};
use tenfold_record::External;

/// Why the external `name` of `kernel`, or the user's where it is one, cannot run here. What is to be built is built.
pub(crate) fn missing(
    tools: &Tools,
    kernel: &dyn AnyKernel,
    name: &str,
    external: Option<&External>,
) -> Option<String> {
    match recipe_of(kernel, name, external) {
        Ok(recipe) => tools.missing(&recipe),
        Err(why) => Some(why),
    }
}

fn recipe_of<'a>(kernel: &dyn AnyKernel, name: &str, external: Option<&'a External>) -> Result<Recipe<'a>, String> {
    if let Some(external) = external {
        return Recipe::of_user(external);
    }
    let peer = kernel.peers().into_iter().find(|peer| peer.name == name);
    peer.map(|peer| Recipe::of_kernel(&peer)).ok_or_else(|| format!("{} has no external '{name}'", kernel.name()))
}

/// Launches the external that `order` names.
pub(crate) fn launch(
    tools: &Tools,
    kernel: &dyn AnyKernel,
    order: &Order,
    limit: Duration,
    stop: &AtomicBool,
    judge: &dyn Judge,
) -> Ended {
    let input = kernel.peer_input(&order.params).map_err(|e| e.to_string());
    match recipe_of(kernel, &order.variant, order.external.as_ref()).and_then(|recipe| Ok((recipe, input?))) {
        Ok((recipe, input)) => start(tools, &recipe, &input, order, limit, stop, judge),
        Err(reason) => Ended::Replied(Reply::Failed { reason }),
    }
}

/// Launches what `recipe` describes, with `input` as its input.
fn start(
    tools: &Tools,
    recipe: &Recipe<'_>,
    input: &[u8],
    order: &Order,
    limit: Duration,
    stop: &AtomicBool,
    judge: &dyn Judge,
) -> Ended {
    let failed = |reason: String| Ended::Replied(Reply::Failed { reason });
    let scratch = match tempfile::tempdir() {
        Ok(scratch) => scratch,
        Err(e) => return failed(format!("cannot create a scratch folder: {e}")),
    };
    let files = Files::within(scratch.path());
    if let Err(e) = std::fs::write(&files.input, input) {
        return failed(format!("{}: {e}", files.input.display()));
    }
    let workers = if recipe.workers == Workers::One { 1 } else { order.workers };
    let ready = match command::ready(recipe, tools, &order.params, workers, &files) {
        Ok(ready) => ready,
        // A compiler hears the same Ctrl-C.
        Err(_) if stop.load(Ordering::Relaxed) => return Ended::Interrupted,
        Err(reason) => return failed(reason),
    };
    let cpus = &order.cpus[..workers.min(order.cpus.len())];
    let course = Course { order, files: &files, judge, claim: recipe.claim, cpus };
    let done = match &recipe.way {
        Way::Command { command, once: true } => {
            let mut once = Once::new(command, &ready, &files, cpus, limit, stop);
            let begun = once.begun();
            course.take(&mut once, begun)
        }
        _ => {
            let command = ready.command();
            let program = command.get_program().to_string_lossy().to_string();
            let spawned = clock::now();
            let process = Process::start(command, limit, cpus);
            let process = process.map_err(|e| Ended::Crashed(format!("cannot start {program}: {e}")));
            process.and_then(|process| {
                let mut talk = Conversation::new(process, stop, &files.output, workers);
                let mut begun = talk.begin(spawned, |said| path(ready.by.as_deref(), &said))?;
                begun.build_seconds = ready.build_seconds;
                course.take(&mut talk, begun)
            })
        }
    };
    done.map_or_else(|ended| ended, |done| Ended::Replied(Reply::Done(Box::new(done))))
}

/// What compiled an external, with what that says beyond its language and version: "gcc 12.2.0 -O3 -fopenmp, OpenMP, threads:
/// 2"; or what it says of itself.
fn path(by: Option<&str>, said: &str) -> String {
    let Some(by) = by else { return said.to_string() };
    let version = by.split(' ').nth(1).unwrap_or_default();
    let beyond = said.split(", ").skip(1).filter(|part| !part.contains(version));
    std::iter::once(by).chain(beyond).collect::<Vec<_>>().join(", ")
}
