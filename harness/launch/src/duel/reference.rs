//! Reference answers, each computed by a process of its own: the naive variant's, of the program whose variants are judged by it.

use super::opponent::{Opponent, Silence};
use super::pair::{Program, duelist};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tempfile::TempPath;
use tenfold_measure::duel::protocol::{Ask, Problem};

/// Has `program` solve `problem` with the naive variant, within `limit`, and keep the answer where the problem says.
///
/// # Errors
/// The program fails, or it was told to stop.
pub fn solve(program: &Path, problem: Problem, limit: Duration, stop: &AtomicBool) -> Result<(), Silence> {
    let mut opponent = Opponent::start(duelist(program, 0), limit, stop)?;
    opponent.done(&Ask::Reference(problem))?;
    opponent.end();
    Ok(())
}

/// Has a side of a duel solve its problem, and keeps the answer until what is returned is dropped.
///
/// # Errors
/// The program fails, or it was told to stop.
pub fn reference(program: &Program, limit: Duration, stop: &AtomicBool) -> Result<TempPath, Silence> {
    let file =
        tempfile::NamedTempFile::new().map_err(|e| Silence::Gone(format!("cannot create a scratch file: {e}")))?;
    let problem = Problem {
        kernel: program.prepare.kernel.clone(),
        params: program.prepare.params.clone(),
        file: file.path().to_path_buf(),
    };
    solve(program.path(), problem, limit, stop)?;
    Ok(file.into_temp_path())
}
