//! What other programs say of the same work.
//!
//! criterion and tango are libraries, and are linked into a program of their own, `tenfold-rivals`: the main program needs
//! neither. It is asked one question by a line of JSON and answers by one, behind [`MARK`].
//!
//! | question | file |
//! |---|---|
//! | what do criterion and tango make of these blocks, how long does criterion find a run to be? | here |
//! | what do the detectors of Apache Otava and asv call a change? | `detectors.rs`, `detectors.py` |
//! | how long does hyperfine find a command to be? | `hyperfine.rs` |

pub mod detectors;
pub mod hyperfine;

use crate::duel::Silence;
use crate::installed::beside;
use crate::process::Process;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_kernel::Values;
use tenfold_record::{Opinion, PairedBlocks};

/// The start of the line that carries the answer.
pub const MARK: &str = "tenfold-rivals ";

/// The program, which lies beside this one.
const PROGRAM: &str = "tenfold-rivals";

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(60);

/// What the program is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Whether B is slower, by criterion's comparison and by tango's: [`Answer::Opinions`].
    Judge(PairedBlocks),
    /// How long a run takes, by criterion: [`Answer::Median`].
    Time(Work),
}

/// A variant to be timed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// The kernel.
    pub kernel: String,
    /// The variant: a serial or a threaded one.
    pub variant: String,
    /// Its params.
    pub params: Values,
    /// CPUs to pin the threads to, one after the other; there are as many threads. None: one thread, not pinned.
    pub cpus: Vec<usize>,
    /// Seconds to sample for.
    pub seconds: f64,
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// What each judge says.
    Opinions(Vec<Opinion>),
    /// The median time of a run.
    Median {
        /// Who timed it, with its version.
        by: String,
        /// In seconds.
        seconds: f64,
    },
    /// It cannot be done.
    Failed(String),
}

/// The program, beside this one or in a folder above it.
///
/// # Errors
/// It is not there: how to get it.
pub fn find() -> Result<PathBuf, String> {
    beside(PROGRAM).ok_or_else(|| format!("{PROGRAM} is not built (cargo build --release -p {PROGRAM})"))
}

/// What criterion and tango make of `blocks`.
///
/// # Errors
/// The program fails, or this one was told to stop.
pub fn judge(program: &Path, blocks: PairedBlocks, stop: &AtomicBool) -> Result<Vec<Opinion>, Silence> {
    match ask(program, &Question::Judge(blocks), stop)? {
        Answer::Opinions(opinions) => Ok(opinions),
        other => Err(unasked(&other)),
    }
}

/// The median time of a run in seconds, by criterion, and what criterion calls itself.
///
/// # Errors
/// The program fails, or this one was told to stop.
pub fn time(program: &Path, work: Work, stop: &AtomicBool) -> Result<(String, f64), Silence> {
    match ask(program, &Question::Time(work), stop)? {
        Answer::Median { by, seconds } => Ok((by, seconds)),
        other => Err(unasked(&other)),
    }
}

fn ask(program: &Path, question: &Question, stop: &AtomicBool) -> Result<Answer, Silence> {
    asked(Command::new(program), LIMIT, question, stop).map_err(|silence| silence.of(PROGRAM))
}

/// What the process of `command` answers behind [`MARK`], whatever else it prints.
fn asked<A: DeserializeOwned>(
    command: Command,
    limit: Duration,
    question: &impl Serialize,
    stop: &AtomicBool,
) -> Result<A, Silence> {
    let json = Process::asked(command, limit)?.ask(question, MARK, stop)?;
    serde_json::from_str(&json).map_err(|e| Silence::Gone(format!("its answer cannot be read: {e}")))
}

fn unasked(answer: &Answer) -> Silence {
    match answer {
        Answer::Failed(reason) => Silence::Gone(format!("{PROGRAM}: {reason}")),
        other => Silence::Gone(format!("{PROGRAM} gave an answer that does not fit the question: {other:?}")),
    }
}
