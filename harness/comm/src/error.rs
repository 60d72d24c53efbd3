//! The one error of a group of ranks, and how it travels.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::Call;

/// A rank that waits, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The rank that waits, in the world.
    pub rank: usize,
    /// The call it waits in.
    pub call: Box<Call>,
    /// The rank whose message, or whose receive, it waits for, in the world; `None` if any rank's message would do.
    pub peer: Option<usize>,
    /// Whether it waits for its own message to be received, rather than for one to arrive.
    pub sending: bool,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rank {} waits in {}", self.rank, self.call)?;
        // Most point-to-point calls name the peer themselves; a collective one and `exchange` do not show whom they miss.
        match self.peer {
            Some(peer) if self.call.to.is_none() && self.call.from.is_none() => {
                let of_all = if self.call.group.is_some() { " of all" } else { "" };
                write!(f, " for rank {peer}{of_all}")
            }
            _ => Ok(()),
        }
    }
}

/// Why the ranks could not go on. Each names the rank, in the world, and the call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CommError {
    /// Every rank that is still alive waits, and no message is under way that would wake one.
    Deadlock(Vec<Wait>),
    /// A rank waits for one that has already returned.
    Finished(Wait),
    /// A rank panicked.
    Panicked {
        /// The rank.
        rank: usize,
        /// Its panic message.
        message: String,
    },
    /// A message has another length than the receiver asked for.
    Length {
        /// The receiving rank.
        rank: usize,
        /// Its call.
        call: Box<Call>,
        /// The sender, where the transport tells.
        from: Option<usize>,
        /// The length asked for, in bytes.
        expected: usize,
        /// The length of the message, in bytes; `None` if the transport tells only that it is longer.
        found: Option<usize>,
    },
    /// Two calls that do not fit together: another type at the two ends of a message, or collective calls out of step
    /// (local only: MPI does not tell).
    Mismatch {
        /// One rank.
        rank: usize,
        /// Its call.
        call: Box<Call>,
        /// The other rank.
        other: usize,
        /// Its call.
        other_call: Box<Call>,
    },
    /// A message that nobody received, although all ranks have returned.
    Unreceived {
        /// The rank it was sent to.
        rank: usize,
        /// The sender.
        from: usize,
        /// What it was sent by: `tag 7`, or `part of` a collective call.
        channel: String,
        /// Its length in bytes.
        bytes: usize,
    },
    /// A call with arguments that cannot be right.
    Misuse {
        /// The rank.
        rank: usize,
        /// The call.
        call: Box<Call>,
        /// What is wrong, and what is allowed.
        what: String,
    },
    /// A wait that took longer than the limit (MPI only: the local transport knows without a clock).
    Timeout {
        /// Who waits, and in which call.
        wait: Wait,
        /// The limit in seconds.
        seconds: f64,
    },
    /// The ranks could not be started, or the transport itself failed.
    Transport(String),
}

impl fmt::Display for CommError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CommError::Deadlock(waits) => {
                f.write_str("deadlock, no rank can continue: ")?;
                for (index, wait) in waits.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{wait}")?;
                }
                Ok(())
            }
            CommError::Finished(wait) => match wait.peer {
                Some(peer) => {
                    let verb = if wait.sending { "receive" } else { "send" };
                    write!(f, "{wait}, which rank {peer} will never {verb}: it has finished")
                }
                None => write!(f, "{wait}, to which nobody will ever send: all other ranks have finished"),
            },
            CommError::Panicked { rank, message } => write!(f, "rank {rank} panicked: {message}"),
            CommError::Length { rank, call, from, expected, found } => {
                write!(f, "rank {rank} asked in {call} for {expected} bytes, but the message")?;
                if let Some(from) = from {
                    write!(f, " from rank {from}")?;
                }
                match found {
                    Some(found) => write!(f, " has {found}"),
                    None => f.write_str(" has more"),
                }
            }
            CommError::Mismatch { rank, call, other, other_call } => {
                write!(f, "rank {rank} called {call:#}, but rank {other} called {other_call:#}: ")?;
                f.write_str(match call.tag {
                    Some(_) => "both must name the same type",
                    None => {
                        "all ranks make the same collective calls in the same order, with the same root, type, \
                             count and operator"
                    }
                })
            }
            CommError::Unreceived { rank, from, channel, bytes } => write!(
                f,
                "rank {rank} has finished without receiving a message of {bytes} bytes from rank {from} ({channel})"
            ),
            CommError::Misuse { rank, call, what } => write!(f, "rank {rank} in {call}: {what}"),
            CommError::Timeout { wait, seconds } => {
                write!(f, "{wait} for more than {seconds} s, the limit (TENFOLD_COMM_TIMEOUT)")
            }
            CommError::Transport(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for CommError {}

impl CommError {
    /// Ends the rank. No panic hook runs: whoever started the rank reports the error, once.
    pub(crate) fn unwind(self) -> ! {
        resume_unwind(Box::new(self))
    }
}

/// Runs `body` and returns the [`CommError`] with which one of its calls failed. Other panics go on.
///
/// [`local::run`](crate::local::run) does this for its ranks; use it around [`Comm::solo`](crate::Comm::solo).
pub fn catch<R>(body: impl FnOnce() -> R) -> Result<R, CommError> {
    catch_unwind(AssertUnwindSafe(body)).map_err(|payload| match payload.downcast::<CommError>() {
        Ok(error) => *error,
        Err(other) => resume_unwind(other),
    })
}

/// The error behind the payload of a rank that unwound.
pub(crate) fn from_payload(rank: usize, payload: Box<dyn Any + Send>) -> CommError {
    match payload.downcast::<CommError>() {
        Ok(error) => *error,
        Err(payload) => {
            let message = payload
                .downcast_ref::<&str>()
                .map(|text| text.to_string())
                .or_else(|| payload.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "(a payload that is not text)".into());
            CommError::Panicked { rank, message }
        }
    }
}
