//! What a rank has sent, to whom, and how long its calls took; where it is watched, also what [`Watch`] keeps.

use std::cell::{Cell, RefCell};
use std::iter::Sum;
use std::ops::{Add, Mul, Range};
use std::time::{Duration, Instant};

use crate::Kind;
use crate::group::Group;
use crate::transport::{Channel, Incoming, Outgoing};
use crate::watch::{Watch, Watched};

/// Messages and bytes, for instance to one peer: counted by a trace, or declared with [`sent_by`](crate::sent_by).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// The number of messages.
    pub messages: u64,
    /// Their bytes, without envelopes.
    pub bytes: u64,
}

impl Add for Traffic {
    type Output = Traffic;

    fn add(self, other: Traffic) -> Traffic {
        Traffic { messages: self.messages + other.messages, bytes: self.bytes + other.bytes }
    }
}

impl Mul<u64> for Traffic {
    type Output = Traffic;

    fn mul(self, times: u64) -> Traffic {
        Traffic { messages: self.messages * times, bytes: self.bytes * times }
    }
}

impl Sum for Traffic {
    fn sum<I: Iterator<Item = Traffic>>(parts: I) -> Traffic {
        parts.fold(Traffic::default(), Add::add)
    }
}

/// Calls of one kind and the time in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// The number of calls; the wait of an `isend` or `irecv` counts with the call that began it.
    pub calls: u64,
    /// Time in them, waiting included.
    pub time: Duration,
}

/// What one rank has sent so far, in the whole and in every group split from it. The rows of all ranks make the rank × rank matrix of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// By receiver, that is by its rank in the world. Includes the messages that collective calls are made of; the rank's own entry holds what it sent
    /// to itself.
    pub peers: Vec<Traffic>,
    calls: [Spent; Kind::ALL.len()],
}

impl Sent {
    /// Messages and bytes to all peers together.
    pub fn total(&self) -> Traffic {
        self.peers.iter().copied().sum()
    }

    /// Calls of this kind and the time in them.
    pub fn spent(&self, kind: Kind) -> Spent {
        self.calls[kind as usize]
    }

    /// Time in calls of all kinds: what this rank did not compute.
    pub fn time(&self) -> Duration {
        self.calls.iter().map(|spent| spent.time).sum()
    }
}

/// The running counts behind [`Sent`].
pub(crate) struct Trace {
    peers: RefCell<Vec<Traffic>>,
    calls: [Cell<Spent>; Kind::ALL.len()],
    watch: RefCell<Option<Watch>>,
}

impl Trace {
    pub(crate) fn new(size: usize) -> Self {
        let peers = RefCell::new(vec![Traffic::default(); size]);
        Trace { peers, calls: Default::default(), watch: RefCell::new(None) }
    }

    /// Notes that a call, or the wait of an earlier one, is entered.
    pub(crate) fn enter(&self, start: Instant) {
        self.watching(|watch| watch.enter(start));
    }

    /// Adds the time since `start`, and `calls` calls.
    pub(crate) fn spent(&self, kind: Kind, calls: u64, start: Instant) {
        let cell = &self.calls[kind as usize];
        let spent = cell.get();
        let end = Instant::now();
        cell.set(Spent { calls: spent.calls + calls, time: spent.time + (end - start) });
        self.watching(|watch| watch.leave(kind, end));
    }

    /// Counts what is about to be sent, and notes both that and what is about to be received; [`Trace::end`] takes what
    /// this returns. Peers are ranks of the group.
    pub(crate) fn exchange(
        &self,
        call: Kind,
        (group, channel): (&Group, Channel),
        sends: &[Outgoing<'_>],
        receives: &[Incoming<'_>],
    ) -> Range<usize> {
        sends.iter().for_each(|send| self.count(group.world(send.to), send.bytes.len()));
        self.watching(|watch| watch.begin(call, (group, channel), sends, receives)).unwrap_or_default()
    }

    /// As [`Trace::exchange`], of one message that travels on its own.
    pub(crate) fn start_send(&self, call: Kind, at: (&Group, Channel), to: usize, bytes: usize) -> Range<usize> {
        self.count(at.0.world(to), bytes);
        self.watching(|watch| watch.start(call, at, (true, to, bytes))).unwrap_or_default()
    }

    /// As [`Trace::start_send`], for a message to come.
    pub(crate) fn start_receive(&self, call: Kind, at: (&Group, Channel), from: usize, bytes: usize) -> Range<usize> {
        self.watching(|watch| watch.start(call, at, (false, from, bytes))).unwrap_or_default()
    }

    /// Notes a message received by a call that does not name its sender, or its length.
    pub(crate) fn received(&self, call: Kind, at: (&Group, Channel), from: usize, bytes: usize) {
        self.watching(|watch| watch.received(call, at, from, bytes));
    }

    /// Notes that these have left, or are here.
    pub(crate) fn end(&self, ends: Range<usize>) {
        self.watching(|watch| watch.end(ends));
    }

    /// Watches from the moment that is returned.
    pub(crate) fn watch(&self, most_calls: usize, most_ends: usize) -> Instant {
        self.watch.borrow_mut().insert(Watch::new(most_calls, most_ends)).started()
    }

    pub(crate) fn watched(&self) -> Option<Watched> {
        self.watch.take().map(Watch::into_watched)
    }

    fn count(&self, to: usize, bytes: usize) {
        let peer = &mut self.peers.borrow_mut()[to];
        peer.messages += 1;
        peer.bytes += bytes as u64;
    }

    fn watching<R>(&self, note: impl FnOnce(&mut Watch) -> R) -> Option<R> {
        self.watch.borrow_mut().as_mut().map(note)
    }

    pub(crate) fn snapshot(&self) -> Sent {
        Sent { peers: self.peers.borrow().clone(), calls: std::array::from_fn(|kind| self.calls[kind].get()) }
    }

    pub(crate) fn reset(&self) {
        self.peers.borrow_mut().fill(Traffic::default());
        self.calls.iter().for_each(|cell| cell.set(Spent::default()));
    }
}
