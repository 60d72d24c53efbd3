//! What has been sent to one rank and not yet received.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::call::Shape;
use crate::group::Group;
use crate::transport::Channel;
use crate::{Call, Kind, Tag};

/// Bodies up to this many bytes travel in the envelope: an envelope fills two cache lines.
const SHORT: usize = 54;

/// The bytes of a message under way.
pub(super) enum Body {
    /// A copy in the envelope, and its length.
    Short([u8; SHORT], u8),
    /// A copy.
    Own(Box<[u8]>),
    /// The sender's own memory. The sender waits until it is received, or takes the message back.
    Lent(Loan),
}

/// A slice in the memory of a sender that waits.
pub(super) struct Loan(*const [u8]);

// SAFETY: a loan is a `&[u8]` without its lifetime, and a shared slice of bytes may be read by any thread. That the
// memory stays valid is the contract of `Loan::new`.
unsafe impl Send for Loan {}

impl Loan {
    /// Lends `bytes`.
    ///
    /// # Safety
    /// `bytes` must stay borrowed until the loan has been dropped, which its receipt tells, or it has been taken back.
    pub(super) unsafe fn new(bytes: &[u8]) -> Self {
        Loan(bytes)
    }
}

impl Body {
    pub(super) fn copy_of(bytes: &[u8]) -> Self {
        let mut short = [0; SHORT];
        match short.get_mut(..bytes.len()) {
            Some(place) => {
                place.copy_from_slice(bytes);
                Body::Short(short, bytes.len() as u8)
            }
            None => Body::Own(bytes.into()),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Body::Short(bytes, length) => &bytes[..usize::from(*length)],
            Body::Own(bytes) => bytes,
            // SAFETY: the sender keeps the memory borrowed while the loan exists (`Loan::new`).
            Body::Lent(loan) => unsafe { &*loan.0 },
        }
    }
}

/// Tells a waiting sender that its message has been received.
pub(super) struct Receipt {
    pub(super) sender: usize,
    received: AtomicBool,
}

impl Receipt {
    pub(super) fn new(sender: usize) -> Arc<Self> {
        Arc::new(Receipt { sender, received: AtomicBool::new(false) })
    }

    pub(super) fn is_received(&self) -> bool {
        self.received.load(Ordering::Acquire)
    }

    /// Makes it new. Nobody else may wait for it, or sign it.
    pub(super) fn reset(&self) {
        self.received.store(false, Ordering::Relaxed);
    }

    /// The last touch of the sender's memory must come before.
    pub(super) fn sign(&self) {
        self.received.store(true, Ordering::Release);
    }
}

/// Messages of one lane and sender keep their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    /// The number of the group.
    group: u32,
    /// The tag. `None` for the messages of all kinds of collective calls, so that a call out of step meets the wrong
    /// message instead of waiting for the right one.
    pub(super) tag: Option<Tag>,
}

impl Lane {
    pub(super) fn of(group: &Group, channel: Channel) -> Self {
        let tag = match channel {
            Channel::Tagged(tag) => Some(tag),
            Channel::Collective(_) => None,
        };
        Lane { group: group.id, tag }
    }
}

/// What the sender called: a [`Call`] without what its receiver knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    kind: Kind,
    root: Option<u32>,
    shape: Shape,
}

impl Sign {
    pub(super) fn of(call: &Call) -> Self {
        Sign { kind: call.kind, root: call.root.map(|root| root as u32), shape: call.shape }
    }

    /// Whether the message belongs to the receiver's call.
    pub(super) fn fits(&self, call: &Call) -> bool {
        if call.tag.is_some() { self.shape.element == call.shape.element } else { *self == Sign::of(call) }
    }

    /// The sender's call; a receiver that is not in a collective call is named by the message.
    pub(super) fn call(&self, lane: Lane, to: usize) -> Call {
        let to = lane.tag.map(|_| to);
        let root = self.root.map(|root| root as usize);
        Call { root, tag: lane.tag, shape: self.shape, ..Call::new(self.kind).to(to) }
    }
}

/// A message under way.
pub(super) struct Envelope {
    /// The sender in its group, and in the world.
    pub(super) from: u32,
    pub(super) world_from: u32,
    pub(super) lane: Lane,
    pub(super) sign: Sign,
    pub(super) body: Body,
    /// For a sender that waits.
    pub(super) receipt: Option<Arc<Receipt>>,
}

/// What a receive asks for.
#[derive(Clone, Copy)]
pub(super) struct Want {
    /// The sender; `None` for any.
    pub(super) from: Option<usize>,
    pub(super) lane: Lane,
    /// The number of the non-blocking receive that asks; `None` for a blocking one.
    pub(super) started: Option<u64>,
}

/// A non-blocking receive that has not been waited for.
struct Started {
    number: u64,
    from: usize,
    lane: Lane,
}

/// The messages for one rank in order of arrival, and the receives that it has started.
///
/// Messages of one sender and lane go to receives of that sender and lane in order: with k such receives started
/// earlier and still open, a receive gets the message after the first k.
#[derive(Default)]
pub(super) struct Inbox {
    pub(super) envelopes: VecDeque<Envelope>,
    started: Vec<Started>,
    next_number: u64,
    /// Whether the owner sleeps and must be woken.
    pub(super) asleep: bool,
}

impl Inbox {
    /// Where the message that `want` gets lies, if it has arrived.
    pub(super) fn find(&self, want: Want) -> Option<usize> {
        match want.from {
            Some(from) => {
                let earlier = self.open(from, want.lane, want.started);
                self.positions(from, want.lane).nth(earlier)
            }
            None if self.started.is_empty() => self.envelopes.iter().position(|envelope| envelope.lane == want.lane),
            // Open receives have a prior claim on their senders' first messages.
            None => (0..self.envelopes.len()).find(|&index| {
                let Envelope { from, lane, .. } = self.envelopes[index];
                let from = from as usize;
                let before = self.positions(from, lane).take_while(|&position| position < index).count();
                lane == want.lane && before >= self.open(from, lane, None)
            }),
        }
    }

    /// Whether a started receive waits for the next message of this sender and lane.
    pub(super) fn is_expected(&self, from: usize, lane: Lane) -> bool {
        !self.started.is_empty() && self.open(from, lane, None) > self.positions(from, lane).count()
    }

    /// Notes a non-blocking receive and returns its number.
    pub(super) fn start(&mut self, from: usize, lane: Lane) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        self.started.push(Started { number, from, lane });
        number
    }

    /// Takes out the message at `index`, and closes the receive it was for.
    pub(super) fn take(&mut self, index: usize, want: Want) -> Option<Envelope> {
        if let Some(number) = want.started {
            self.started.retain(|started| started.number != number);
        }
        self.envelopes.remove(index)
    }

    /// Takes out the message of a sender that gives up, if it has not been received; tells whether it was there.
    pub(super) fn take_back(&mut self, receipt: &Arc<Receipt>) -> bool {
        let is_ours = |envelope: &Envelope| envelope.receipt.as_ref().is_some_and(|other| Arc::ptr_eq(other, receipt));
        let index = self.envelopes.iter().position(is_ours);
        index.and_then(|index| self.envelopes.remove(index)).is_some()
    }

    /// The number of open receives of this sender and lane that started before number `until`.
    fn open(&self, from: usize, lane: Lane, until: Option<u64>) -> usize {
        self.started
            .iter()
            .take_while(|started| until != Some(started.number))
            .filter(|started| started.from == from && started.lane == lane)
            .count()
    }

    fn positions(&self, from: usize, lane: Lane) -> impl Iterator<Item = usize> {
        self.envelopes
            .iter()
            .enumerate()
            .filter(move |(_, envelope)| envelope.from as usize == from && envelope.lane == lane)
            .map(|(index, _)| index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_fills_two_cache_lines() {
        assert_eq!(size_of::<Envelope>(), 128);
    }
}
