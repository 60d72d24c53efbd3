//! The program `tenfold`.
//!
//! Exit codes: 0 done and right; 1 a wrong answer, a failed check or a regression; 2 bad usage or bad input;
//! 3 the harness could not do its work; 130 stopped by Ctrl-C.

#[macro_use]
mod output;

mod accepted;
mod args;
mod bisect;
mod ceilings;
mod choose;
mod compare;
mod console;
mod doctor;
mod exec;
mod experiments;
mod export;
mod fault;
mod gate;
mod guess;
mod history;
mod import;
mod lines;
mod lint;
mod list;
mod new;
mod nightly;
mod packaging;
mod profile;
mod report;
mod run;
mod runs;
mod selftest;
mod site;
mod slides;
mod stop;
mod stored;
mod written;

use args::{Program, Verb};
use std::process::ExitCode;

/// Does what the command line says.
pub fn main() -> ExitCode {
    if let Some(code) = tenfold_measure::hidden::serve(tenfold_suite::kernels) {
        return code;
    }
    let Program { telling, verb } = Program::read();
    console::set(telling);
    if let Err(message) = tenfold_kernel::Path::check_cap() {
        return output::complete(fault::tell(&fault::mistake(message)));
    }
    let outcome = match verb {
        Verb::Exec(args) => exec::exec(&args),
        Verb::Run(args) => run::run(&args),
        Verb::Compare(args) => compare::compare(&args),
        Verb::Profile(args) => profile::profile(&args),
        Verb::Ceilings(args) => ceilings::ceilings(&args),
        Verb::Report(args) => report::report(&args),
        Verb::Lint(args) => lint::lint(&args),
        Verb::Runs(args) => runs::runs(&args),
        Verb::Export(args) => export::export(&args),
        Verb::Import(args) => import::import(&args),
        Verb::Nightly(args) => nightly::nightly(&args),
        Verb::Gate(args) => gate::gate(&args),
        Verb::Bisect(args) => bisect::bisect(&args),
        Verb::History(args) => history::history(&args),
        Verb::Site(args) => site::site(&args),
        Verb::Doctor(args) => doctor::doctor(&args),
        Verb::List(args) => list::list(&args),
        Verb::New(args) => new::new(&args),
        Verb::Selftest(args) => selftest::selftest(&args),
        Verb::Completions(args) => packaging::completions(&args),
        Verb::Man(args) => packaging::man(&args),
        Verb::Guess(args) => guess::guess(&args),
        Verb::Slides(args) => slides::slides(&args),
    };
    output::complete(outcome.unwrap_or_else(|error| fault::tell(&error)))
}
