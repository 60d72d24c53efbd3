//! One side of a duel, as the parent sees it: a process that is asked and answers.

use crate::process::Process;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_duel::{Block, Runs};
use tenfold_measure::duel::protocol::{Answer, Ask, GREETING, MARK};
use tenfold_profile::Profile;

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

impl Silence {
    /// It took too long.
    pub(crate) fn out_of_time(limit: Duration) -> Silence {
        Silence::Gone(format!("it was stopped at its limit of {} s", limit.as_secs_f64()))
    }

    /// What was found, or why nothing was; `None` where the program was told to stop.
    pub fn told<T>(found: Result<T, Silence>) -> Option<Result<T, String>> {
        match found {
            Ok(found) => Some(Ok(found)),
            Err(Silence::Gone(why)) => Some(Err(why)),
            Err(Silence::Interrupted) => None,
        }
    }

    /// The same, told of `whom`.
    pub(crate) fn of(self, whom: &str) -> Silence {
        match self {
            Silence::Gone(why) => Silence::Gone(format!("{whom}: {why}")),
            Silence::Interrupted => Silence::Interrupted,
        }
    }
}

/// A duelist's process.
pub struct Opponent<'a> {
    process: Process,
    stop: &'a AtomicBool,
}

impl<'a> Opponent<'a> {
    /// Starts `command`, which must be a duelist's, and waits for its greeting. It may live for `limit`.
    ///
    /// # Errors
    /// It cannot be started, or greets in another version of the protocol, or not at all.
    pub fn start(command: Command, limit: Duration, stop: &'a AtomicBool) -> Result<Opponent<'a>, Silence> {
        let mut opponent = Opponent::spawned(command, limit, stop)?;
        opponent.greeted()?;
        Ok(opponent)
    }

    /// Starts `command` and does not wait for its greeting.
    pub(super) fn spawned(command: Command, limit: Duration, stop: &'a AtomicBool) -> Result<Opponent<'a>, Silence> {
        Ok(Opponent { process: Process::asked(command, limit)?, stop })
    }

    /// Waits for its greeting.
    pub(super) fn greeted(&mut self) -> Result<(), Silence> {
        let greeting = loop {
            match self.process.line(self.stop)? {
                Some(line) if line.starts_with(MARK) => break line,
                Some(_) => {}
                None => {
                    let how = self.process.end();
                    return Err(Silence::Gone(format!(
                        "it cannot duel (it is not tenfold, or it predates `tenfold compare`): {how}"
                    )));
                }
            }
        };
        match greeting == GREETING {
            true => Ok(()),
            false => Err(Silence::Gone(format!(
                "it speaks '{greeting}' and this program '{GREETING}': the two revisions are too far apart"
            ))),
        }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Asks and waits for the answer.
    ///
    /// # Errors
    /// It fails, ends, or takes too long.
    pub fn ask(&mut self, ask: &Ask) -> Result<Answer, Silence> {
        self.tell(ask);
        self.answer()
    }

    /// Asks and does not wait for the answer.
    pub(super) fn tell(&mut self, ask: &Ask) {
        self.process.tell(ask);
    }

    /// Waits for the answer.
    pub(super) fn answer(&mut self) -> Result<Answer, Silence> {
        let json = self.process.answer(MARK, self.stop)?;
        match serde_json::from_str(&json) {
            Ok(Answer::Failed(reason)) => Err(Silence::Gone(reason)),
            Ok(answer) => Ok(answer),
            Err(e) => Err(Silence::Gone(format!("its answer cannot be read: {e}"))),
        }
    }

    /// Has something done.
    pub(crate) fn done(&mut self, ask: &Ask) -> Result<(), Silence> {
        match self.ask(ask)? {
            Answer::Done => Ok(()),
            other => Err(unasked(&other)),
        }
    }

    /// Has a block timed.
    pub(crate) fn block(&mut self, runs: Runs) -> Result<Block, Silence> {
        match self.ask(&Ask::Run { warming: runs.warming, timed: runs.timed })? {
            Answer::Ran { seconds, switches } => Ok(Block { seconds, switches }),
            other => Err(unasked(&other)),
        }
    }

    /// Ends what [`Ask::Sample`] has begun: what was sampled.
    pub(crate) fn sampled(&mut self) -> Result<Profile, Silence> {
        match self.ask(&Ask::Sampled)? {
            Answer::Profile(profile) => Ok(*profile),
            other => Err(unasked(&other)),
        }
    }

    /// Ends its input, and does not wait for its end.
    pub(super) fn dismiss(&mut self) {
        self.process.dismiss();
    }

    /// Ends its input and waits for its end.
    pub fn end(&mut self) {
        self.process.end();
    }
}

pub(super) fn unasked(answer: &Answer) -> Silence {
    Silence::Gone(format!("its answer does not fit the question: {answer:?}"))
}
