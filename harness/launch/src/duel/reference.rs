//! The reference answer of a side, computed by a process of its own: of the same program, so that each side is held to its own
//! naive variant.

use super::opponent::{Opponent, Silence};
use super::pair::Program;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tempfile::TempPath;
use tenfold_measure::duel::protocol::{Answer, Ask, Problem};

/// Has `program` solve its problem with the naive variant, within `limit`.
///
/// # Errors
/// The program fails, or it was told to stop.
pub fn reference(program: &Program, limit: Duration, stop: &AtomicBool) -> Result<TempPath, Silence> {
    let file =
        tempfile::NamedTempFile::new().map_err(|e| Silence::Gone(format!("no scratch file can be made: {e}")))?;
    let mut opponent = Opponent::start(program.duelist(0), limit, stop)?;
    opponent.greeted()?;
    let problem = Problem {
        kernel: program.prepare.kernel.clone(),
        params: program.prepare.params.clone(),
        file: file.path().to_path_buf(),
    };
    let answer = opponent.ask(&Ask::Reference(problem))?;
    opponent.end();
    match answer {
        Answer::Done => Ok(file.into_temp_path()),
        other => Err(Silence::Gone(format!("it answers what was not asked: {other:?}"))),
    }
}
