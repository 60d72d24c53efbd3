//! What a rank has sent, to whom, and how long its calls took; where it is watched, also what [`Watch`] keeps.

use std::iter::Sum;
use std::ops::{Add, Mul, Range};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::group::Group;
use crate::transport::{Incoming, Outgoing};
use crate::watch::{Watch, Watched};
use crate::{Call, Kind};

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

/// What one rank has sent so far, in the whole and in every group split from it. The rows of all ranks make the rank × rank
/// matrix of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// By receiver, that is by its rank in the world. Includes the messages that collective calls are made of; the rank's own
    /// entry holds what it sent to itself.
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

/// The running counts behind [`Sent`]. Shared by the communicators of one rank, of which one thread uses one at a time; so
/// adding is a load and a store, which cost nothing, and no counts are lost.
pub(crate) struct Trace {
    peers: Box<[[AtomicU64; 2]]>,
    /// Number and nanoseconds.
    calls: [[AtomicU64; 2]; Kind::ALL.len()],
    is_watched: AtomicBool,
    watch: Mutex<Option<Watch>>,
}

fn add(counts: &[AtomicU64; 2], amounts: [u64; 2]) {
    for (count, amount) in counts.iter().zip(amounts) {
        count.store(count.load(Relaxed) + amount, Relaxed);
    }
}

fn read(counts: &[AtomicU64; 2]) -> [u64; 2] {
    [counts[0].load(Relaxed), counts[1].load(Relaxed)]
}

impl Trace {
    pub(crate) fn new(size: usize) -> Self {
        let peers = (0..size).map(|_| Default::default()).collect();
        Trace { peers, calls: Default::default(), is_watched: AtomicBool::new(false), watch: Mutex::new(None) }
    }

    /// Notes that a call, or the wait of an earlier one, is entered.
    pub(crate) fn enter(&self, start: Instant) {
        self.watching(|watch| watch.enter(start));
    }

    /// Adds the time since `start`, and `calls` calls.
    pub(crate) fn spent(&self, kind: Kind, calls: u64, start: Instant) {
        let end = Instant::now();
        add(&self.calls[kind as usize], [calls, (end - start).as_nanos() as u64]);
        self.watching(|watch| watch.leave(kind, end));
    }

    /// Counts what is about to be sent, and notes both that and what is about to be received; [`Trace::end`] takes what
    /// this returns. Peers are ranks of the group.
    pub(crate) fn exchange(
        &self,
        at: (&Call, &Group),
        sends: &[Outgoing<'_>],
        receives: &[Incoming<'_>],
    ) -> Range<usize> {
        sends.iter().for_each(|send| self.count(at.1.world(send.to), send.bytes.len()));
        self.watching(|watch| watch.begin(at, sends, receives)).unwrap_or_default()
    }

    /// As [`Trace::exchange`], of one message that travels on its own.
    pub(crate) fn start_send(&self, at: (&Call, &Group), to: usize, bytes: usize) -> Range<usize> {
        self.count(at.1.world(to), bytes);
        self.watching(|watch| watch.start(at, (true, to, bytes))).unwrap_or_default()
    }

    /// As [`Trace::start_send`], for a message to come.
    pub(crate) fn start_receive(&self, at: (&Call, &Group), from: usize, bytes: usize) -> Range<usize> {
        self.watching(|watch| watch.start(at, (false, from, bytes))).unwrap_or_default()
    }

    /// Notes a message received by a call that does not name its sender, or its length.
    pub(crate) fn received(&self, at: (&Call, &Group), from: usize, bytes: usize) {
        self.watching(|watch| watch.received(at, from, bytes));
    }

    /// Notes that these have left, or are here.
    pub(crate) fn end(&self, ends: Range<usize>) {
        self.watching(|watch| watch.end(ends));
    }

    /// Watches from the moment that is returned.
    pub(crate) fn watch(&self, most_calls: usize, most_ends: usize) -> Instant {
        let watch = Watch::new(most_calls, most_ends);
        let started = watch.started();
        *self.lock() = Some(watch);
        self.is_watched.store(true, Relaxed);
        started
    }

    pub(crate) fn watched(&self) -> Option<Watched> {
        self.is_watched.store(false, Relaxed);
        self.lock().take().map(Watch::into_watched)
    }

    fn count(&self, to: usize, bytes: usize) {
        add(&self.peers[to], [1, bytes as u64]);
    }

    fn watching<R>(&self, note: impl FnOnce(&mut Watch) -> R) -> Option<R> {
        if self.is_watched.load(Relaxed) { self.lock().as_mut().map(note) } else { None }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Watch>> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn snapshot(&self) -> Sent {
        let traffic = |counts| {
            let [messages, bytes] = read(counts);
            Traffic { messages, bytes }
        };
        let spent = |kind: usize| {
            let [calls, nanoseconds] = read(&self.calls[kind]);
            Spent { calls, time: Duration::from_nanos(nanoseconds) }
        };
        Sent { peers: self.peers.iter().map(traffic).collect(), calls: std::array::from_fn(spent) }
    }

    pub(crate) fn reset(&self) {
        self.peers.iter().chain(&self.calls).flatten().for_each(|count| count.store(0, Relaxed));
    }
}
