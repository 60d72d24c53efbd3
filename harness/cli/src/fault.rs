//! How the program says that it cannot do what was asked.

use std::fmt;
use std::process::ExitCode;
use tenfold_record::StoreError;

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
    ExitCode::from(code(error))
}

/// 2 for a mistake of the user's, 3 where the harness could not do its work, else 1.
fn code(error: &anyhow::Error) -> u8 {
    match error {
        error if error.is::<Mistake>() => 2,
        error if error.chain().any(|cause| cause.is::<StoreError>()) => UNABLE,
        _ => 1,
    }
}

/// The exit code where the harness could not do its work: a full disk must not read as a regression.
const UNABLE: u8 = 3;

/// The exit code of a run that was stopped by Ctrl-C: 128 + the number of SIGINT.
pub const INTERRUPTED: u8 = 130;
