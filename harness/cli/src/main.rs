//! The program `tenfold`.
//!
//! Exit codes: 0 done and right; 1 a wrong answer, a failed check or a regression; 2 bad usage or bad input;
//! 130 stopped by Ctrl-C.

mod args;
mod choose;
mod deck_fault;
mod doctor;
mod exec;
mod experiments;
mod fault;
mod lines;
mod list;
mod new;
mod profile;
mod report;
mod run;
mod slides;
mod stop;
mod worker;

use args::{Program, Verb};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = match Program::parse().verb {
        Verb::Doctor(args) => doctor::doctor(&args),
        Verb::List(args) => list::list(&args),
        Verb::Exec(args) => exec::exec(&args),
        Verb::Run(args) => run::run(&args),
        Verb::Profile(args) => profile::profile(&args),
        Verb::Report(args) => report::report(&args),
        Verb::Slides(args) => slides::slides(&args),
        Verb::New(args) => new::new(&args),
        Verb::Worker(args) => worker::worker(&args),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => fault::tell(&error),
    }
}
