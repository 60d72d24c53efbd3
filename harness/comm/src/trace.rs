//! What a rank has sent, to whom, and how long its calls took.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use crate::Kind;

/// Messages and bytes to one peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// The number of messages.
    pub messages: u64,
    /// Their bytes, without envelopes.
    pub bytes: u64,
}

/// Calls of one kind and the time in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// The number of calls; the wait of an `isend` or `irecv` counts with the call that began it.
    pub calls: u64,
    /// Time in them, waiting included.
    pub time: Duration,
}

/// What one rank has sent so far. The rows of all ranks make the rank × rank matrix of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// By receiver. Includes the messages that collective calls are made of; the rank's own entry holds what it sent
    /// to itself.
    pub peers: Vec<Traffic>,
    calls: [Spent; Kind::ALL.len()],
}

impl Sent {
    /// Messages and bytes to all peers together.
    pub fn total(&self) -> Traffic {
        self.peers.iter().fold(Traffic::default(), |sum, peer| Traffic {
            messages: sum.messages + peer.messages,
            bytes: sum.bytes + peer.bytes,
        })
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
}

impl Trace {
    pub(crate) fn new(size: usize) -> Self {
        Trace { peers: RefCell::new(vec![Traffic::default(); size]), calls: Default::default() }
    }

    pub(crate) fn message(&self, to: usize, bytes: usize) {
        let peer = &mut self.peers.borrow_mut()[to];
        peer.messages += 1;
        peer.bytes += bytes as u64;
    }

    /// Adds the time since `start`, and `calls` calls.
    pub(crate) fn spent(&self, kind: Kind, calls: u64, start: Instant) {
        let cell = &self.calls[kind as usize];
        let spent = cell.get();
        cell.set(Spent { calls: spent.calls + calls, time: spent.time + start.elapsed() });
    }

    pub(crate) fn snapshot(&self) -> Sent {
        Sent { peers: self.peers.borrow().clone(), calls: std::array::from_fn(|kind| self.calls[kind].get()) }
    }

    pub(crate) fn reset(&self) {
        self.peers.borrow_mut().fill(Traffic::default());
        self.calls.iter().for_each(|cell| cell.set(Spent::default()));
    }
}
