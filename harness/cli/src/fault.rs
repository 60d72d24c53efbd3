//! How the program says that it cannot do what was asked.

use std::fmt;
use std::process::ExitCode;

/// A mistake of the user's: bad usage or bad input. Ends the program with status 2.
#[derive(Debug)]
pub struct Mistake(String);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Mistake {}

/// A mistake of the user's, told by `message`: what is wrong, where, what is allowed.
pub fn mistake(message: impl fmt::Display) -> anyhow::Error {
    Mistake(message.to_string()).into()
}

/// Tells an error on standard error and gives the exit code.
pub fn tell(error: &anyhow::Error) -> ExitCode {
    eprintln!("tenfold: {error:#}");
    ExitCode::from(if error.is::<Mistake>() { 2 } else { 1 })
}

/// The exit code of a run that was stopped by Ctrl-C: 128 + the number of SIGINT.
pub const INTERRUPTED: u8 = 130;

/// What the program says of a part of itself that it was built without.
pub fn left_out(what: &str) -> String {
    format!("not in this build: {what}; `cargo build --release -p tenfold` builds everything")
}
