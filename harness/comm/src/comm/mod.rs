//! The handle of one rank: who it is, and how each of its calls is checked and timed.

mod point_to_point;
mod split;
mod together;

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
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
    rank: Arc<Rank>,
    scratch: Scratch,
}

/// What all communicators of one rank have in common.
struct Rank {
    trace: Trace,
    /// A number that no group of this rank has.
    next_group: AtomicU32,
    /// Whether one of the communicators is in a call.
    busy: AtomicBool,
}

/// One of a rank's communicators in a call.
struct Busy<'c>(&'c Rank);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.busy.store(false, Relaxed);
    }
}

impl Comm {
    pub(crate) fn new(transport: Box<dyn Transport>, group: Arc<Group>) -> Self {
        let (trace, next_group, busy) = (Trace::new(group.size()), AtomicU32::new(1), AtomicBool::new(false));
        Comm { transport, group, rank: Arc::new(Rank { trace, next_group, busy }), scratch: Scratch::default() }
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
        self.rank.trace.snapshot()
    }

    /// Counts from here, for instance after warming up.
    pub fn reset_sent(&self) {
        self.rank.trace.reset();
    }

    /// Keeps from the moment that is returned when each call is entered and left, of at most `most_calls` calls, and this
    /// rank's ends of at most `most_ends` messages: for a timeline, in a run that is not timed. Works over every
    /// transport, as the calls themselves do.
    pub fn watch(&self, most_calls: usize, most_ends: usize) -> Instant {
        self.rank.trace.watch(most_calls, most_ends)
    }

    /// What was kept since [`watch`](Comm::watch); nothing is kept any more. `None` where nobody watched.
    pub fn watched(&self) -> Option<Watched> {
        self.rank.trace.watched()
    }

    fn run<R>(&self, call: &Call, body: impl FnOnce(Link<'_>) -> Result<R, CommError>) -> R {
        let start = Instant::now();
        let busy = self.begin(start);
        let (transport, trace, group) = (&*self.transport, &self.rank.trace, &*self.group);
        let link = Link { transport, trace, scratch: &self.scratch, group, call };
        let result = link.require_ranks().and_then(|()| body(link));
        trace.spent(call.kind, 1, start);
        drop(busy);
        self.ended(result)
    }

    /// Waits for the end of what an earlier call of this kind began.
    pub(crate) fn wait(&self, kind: Kind, ends: Range<usize>, body: impl FnOnce() -> Result<(), CommError>) {
        let start = Instant::now();
        let busy = self.begin(start);
        let result = body();
        self.rank.trace.end(ends);
        self.rank.trace.spent(kind, 0, start);
        drop(busy);
        self.ended(result)
    }

    pub(crate) fn ended<R>(&self, result: Result<R, CommError>) -> R {
        result.unwrap_or_else(|error| self.transport.fail(error))
    }

    pub(crate) fn misuse(&self, call: &Call, what: String) -> CommError {
        let call = self.group.name(call, self.rank());
        CommError::Misuse { rank: self.group.me(), call, what }
    }

    /// Notes that a call, or the wait of an earlier one, is entered.
    fn begin(&self, start: Instant) -> Busy<'_> {
        // Two threads that enter at the very same moment are not noticed: exactness would cost more than all else here.
        if self.rank.busy.load(Relaxed) {
            let me = self.group.me();
            let what = format!("two threads use communicators of rank {me} at once; a rank does one thing at a time");
            self.transport.fail(CommError::Transport(what));
        }
        self.rank.busy.store(true, Relaxed);
        self.rank.trace.enter(start);
        Busy(&self.rank)
    }
}
