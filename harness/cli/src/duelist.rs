//! `tenfold duelist`: one side of a duel, in a process of its own.

use std::process::ExitCode;
use tenfold_measure::duel::duelist::serve;

/// Greets and answers until its input ends.
pub fn duelist() -> ExitCode {
    serve(&tenfold_suite::kernels());
    ExitCode::SUCCESS
}
