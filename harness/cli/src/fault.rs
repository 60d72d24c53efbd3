//! How the program says that it cannot do what was asked.

use std::fmt;
use std::process::ExitCode;

/// A mistake of the user's: bad usage or bad input. Ends the program with status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Mistake(String);

/// A mistake of the user's, told by `message`: what is wrong, where, what is allowed.
pub fn mistake(message: impl fmt::Display) -> anyhow::Error {
    Mistake(message.to_string()).into()
}

/// Stopped by Ctrl-C before there was anything to show. Ends the program with [`INTERRUPTED`].
#[derive(Debug, thiserror::Error)]
#[error("stopped before anything was measured")]
struct Stopped;

/// The error of a program that was stopped.
pub fn stopped() -> anyhow::Error {
    Stopped.into()
}

/// Tells an error on standard error and gives the exit code: what is not the user's mistake is a failure of the harness.
pub fn tell(error: &anyhow::Error) -> ExitCode {
    error!("tenfold: {error:#}");
    ExitCode::from(match error {
        error if error.is::<Mistake>() => 2,
        error if error.is::<Stopped>() => INTERRUPTED,
        _ => FAILED,
    })
}

/// The exit code where the harness could not do its work: a full disk, a tool that failed, a store that cannot be read. Never
/// that of a wrong answer or a regression, which a nightly job would report.
pub const FAILED: u8 = 3;

/// The exit code of a run that was stopped by Ctrl-C: 128 + the number of SIGINT.
pub const INTERRUPTED: u8 = 130;

/// What the program says of a part of itself that it was built without.
pub fn not_built(what: &str) -> String {
    format!("not in this build: {what}; `cargo build --release -p tenfold` adds it (with `--features mpi` to keep MPI)")
}
