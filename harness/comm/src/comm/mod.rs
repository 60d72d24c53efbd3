//! The handle of one rank: who it is, and how each of its calls is checked and timed.

mod point_to_point;
mod split;
mod together;

use std::cell::Cell;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Instant;

use crate::group::Group;
use crate::link::Link;
use crate::scratch::Scratch;
use crate::trace::{Sent, Trace};
use crate::transport::Transport;
use crate::watch::Watched;
use crate::{Call, CommError, Kind, local};

/// One rank's end of the whole, or of a group [`split`](Comm::split) from it: everything a rank knows of the others comes
/// through it.
///
/// Messages between two ranks with the same tag arrive in the order sent. Every rank must make the same collective
/// calls in the same order. A call that fails unwinds with a [`CommError`] (see the crate's page).
///
/// A communicator and those split from it are one rank, which does one thing at a time: they may move to other threads,
/// but while one of them is in a call, the others must not be used.
pub struct Comm {
    transport: Box<dyn Transport>,
    group: Arc<Group>,
    rank: Arc<Mutex<Rank>>,
    scratch: Scratch,
}

/// What all communicators of one rank have in common.
struct Rank {
    trace: Trace,
    /// A number that no group of this rank has.
    next_group: Cell<u32>,
}

impl Comm {
    pub(crate) fn new(transport: Box<dyn Transport>, group: Arc<Group>) -> Self {
        let rank = Rank { trace: Trace::new(group.size()), next_group: Cell::new(1) };
        Comm { transport, group, rank: Arc::new(Mutex::new(rank)), scratch: Scratch::default() }
    }

    /// A group of one rank, for serial variants: collective calls copy, and messages to itself work.
    pub fn solo() -> Comm {
        local::solo()
    }

    /// This rank, from 0.
    pub fn rank(&self) -> usize {
        self.group.rank
    }

    /// The number of ranks.
    pub fn size(&self) -> usize {
        self.group.size()
    }

    /// The rank in the whole of this communicator's rank `rank`: by it go [`sent`](Comm::sent), the timeline and errors.
    ///
    /// # Panics
    /// If there is no such rank.
    pub fn world_rank(&self, rank: usize) -> usize {
        assert!(rank < self.size(), "there is no rank {rank}: the ranks are 0 to {}", self.size() - 1);
        self.group.world(rank)
    }

    /// What this rank has sent so far, and the time spent in each kind of call, in the whole and in all groups together.
    pub fn sent(&self) -> Sent {
        self.common().trace.snapshot()
    }

    /// Counts from here, for instance after warming up.
    pub fn reset_sent(&self) {
        self.common().trace.reset();
    }

    /// Keeps from the moment that is returned when each call is entered and left, of at most `most_calls` calls, and this
    /// rank's ends of at most `most_ends` messages: for a timeline, in a run that is not timed. Works over every
    /// transport, as the calls themselves do.
    pub fn watch(&self, most_calls: usize, most_ends: usize) -> Instant {
        self.common().trace.watch(most_calls, most_ends)
    }

    /// What was kept since [`watch`](Comm::watch); nothing is kept any more. `None` where nobody watched.
    pub fn watched(&self) -> Option<Watched> {
        self.common().trace.watched()
    }

    fn run<R>(&self, call: &Call, body: impl FnOnce(Link<'_>) -> Result<R, CommError>) -> R {
        let start = Instant::now();
        let common = self.common();
        common.trace.enter(start);
        let (transport, trace, group) = (&*self.transport, &common.trace, &*self.group);
        let link = Link { transport, trace, scratch: &self.scratch, group, call, channel: call.channel() };
        let result = [("receiver", call.to), ("sender", call.from), ("root", call.root)]
            .into_iter()
            .try_for_each(|(role, rank)| rank.map_or(Ok(()), |rank| link.require_rank(role, rank)))
            .and_then(|()| body(link));
        trace.spent(call.kind, 1, start);
        drop(common);
        self.ended(result)
    }

    /// Waits for the end of what an earlier call of this kind began.
    pub(crate) fn wait(&self, kind: Kind, ends: Range<usize>, body: impl FnOnce() -> Result<(), CommError>) {
        let start = Instant::now();
        let common = self.common();
        common.trace.enter(start);
        let result = body();
        common.trace.end(ends);
        common.trace.spent(kind, 0, start);
        drop(common);
        self.ended(result)
    }

    pub(crate) fn ended<R>(&self, result: Result<R, CommError>) -> R {
        result.unwrap_or_else(|error| self.transport.fail(error))
    }

    pub(crate) fn misuse(&self, call: &Call, what: String) -> CommError {
        let call = self.group.name(call, self.rank());
        CommError::Misuse { rank: self.group.me(), call, what }
    }

    fn common(&self) -> MutexGuard<'_, Rank> {
        match self.rank.try_lock() {
            Ok(common) => common,
            // Some other call has failed: so will this.
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                let me = self.group.me();
                let what =
                    format!("two threads use communicators of rank {me} at once; a rank does one thing at a time");
                self.transport.fail(CommError::Transport(what))
            }
        }
    }
}
