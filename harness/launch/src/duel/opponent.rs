//! One side of a duel, as the parent sees it: a process that is asked and answers.

use crate::process::{Next, Process};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_measure::duel::protocol::{Answer, Ask, GREETING, MARK};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Silence {
    /// It cannot be started, it ended, or it does not understand.
    #[error("{0}")]
    Gone(String),
    /// The program was told to stop.
    #[error("stopped")]
    Interrupted,
}

/// A duelist's process.
pub struct Opponent<'a> {
    process: Process,
    stop: &'a AtomicBool,
    limit: Duration,
}

impl<'a> Opponent<'a> {
    /// Starts `command`, which must be a duelist's, and does not wait for its greeting. It may live for `limit`.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(command: Command, limit: Duration, stop: &'a AtomicBool) -> Result<Opponent<'a>, Silence> {
        let name = command.get_program().to_string_lossy().to_string();
        let process =
            Process::start(command, limit, &[]).map_err(|e| Silence::Gone(format!("cannot start {name}: {e}")))?;
        Ok(Opponent { process, stop, limit })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Waits for the greeting.
    ///
    /// # Errors
    /// It greets in another version of the protocol, or not at all.
    pub fn greeted(&mut self) -> Result<(), Silence> {
        let line = loop {
            match self.line()? {
                Some(line) if line.starts_with(MARK) => break line,
                Some(_) => {}
                None => {
                    let how = self.process.end();
                    return Err(Silence::Gone(format!(
                        "it does not know how to duel (it is no tenfold, or one from before `tenfold compare`): {how}"
                    )));
                }
            }
        };
        match line == GREETING {
            true => Ok(()),
            false => Err(Silence::Gone(format!(
                "it greets with '{line}', and this program understands '{GREETING}': the two revisions are too far apart"
            ))),
        }
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// It fails, ends, or takes too long.
    pub fn ask(&mut self, ask: &Ask) -> Result<Answer, Silence> {
        self.process.say(&serde_json::to_string(ask).expect("a question serialises to memory"));
        loop {
            let Some(line) = self.line()? else {
                return Err(Silence::Gone(self.process.end()));
            };
            let Some(json) = line.strip_prefix(MARK) else { continue };
            return match serde_json::from_str(json) {
                Ok(Answer::Failed(reason)) => Err(Silence::Gone(reason)),
                Ok(answer) => Ok(answer),
                Err(e) => Err(Silence::Gone(format!("its answer cannot be read: {e}"))),
            };
        }
    }

    /// Ends its input and waits for its end.
    pub fn end(&mut self) {
        self.process.end();
    }

    /// The next line; `None` at the end of its output.
    fn line(&mut self) -> Result<Option<String>, Silence> {
        match self.process.next(self.stop) {
            Next::Line(line) => Ok(Some(line)),
            Next::End => Ok(None),
            Next::TimedOut => {
                Err(Silence::Gone(format!("it was stopped at its limit of {} s", self.limit.as_secs_f64())))
            }
            Next::Interrupted => Err(Silence::Interrupted),
        }
    }
}
