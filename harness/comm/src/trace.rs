//! What a rank has sent, to whom, how long its calls took, and, where it is watched, when each was made.

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

/// One call of a rank that is watched; the wait of an `isend` or `irecv` is one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The method.
    pub kind: Kind,
    /// When it was entered.
    pub from: Instant,
    /// When it returned.
    pub to: Instant,
}

/// The calls kept of a rank that is watched.
struct Watched {
    spans: Vec<Span>,
    most: usize,
}

/// The running counts behind [`Sent`].
pub(crate) struct Trace {
    peers: RefCell<Vec<Traffic>>,
    calls: [Cell<Spent>; Kind::ALL.len()],
    watched: RefCell<Option<Watched>>,
}

impl Trace {
    pub(crate) fn new(size: usize) -> Self {
        let peers = RefCell::new(vec![Traffic::default(); size]);
        Trace { peers, calls: Default::default(), watched: RefCell::new(None) }
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
        let end = Instant::now();
        cell.set(Spent { calls: spent.calls + calls, time: spent.time + (end - start) });
        if let Some(watched) = &mut *self.watched.borrow_mut()
            && watched.spans.len() < watched.most
        {
            watched.spans.push(Span { kind, from: start, to: end });
        }
    }

    pub(crate) fn watch(&self, most: usize) {
        // All memory is taken here, so that watching costs a store a call.
        *self.watched.borrow_mut() = Some(Watched { spans: Vec::with_capacity(most), most });
    }

    pub(crate) fn watched(&self) -> Vec<Span> {
        self.watched.take().map_or_else(Vec::new, |watched| watched.spans)
    }

    pub(crate) fn snapshot(&self) -> Sent {
        Sent { peers: self.peers.borrow().clone(), calls: std::array::from_fn(|kind| self.calls[kind].get()) }
    }

    pub(crate) fn reset(&self) {
        self.peers.borrow_mut().fill(Traffic::default());
        self.calls.iter().for_each(|cell| cell.set(Spent::default()));
    }
}
