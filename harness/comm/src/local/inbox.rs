//! What has been sent to one rank and not yet received.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::transport::Channel;

/// The bytes of a message under way.
pub(super) enum Body {
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
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
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

    /// The last touch of the sender's memory must come before.
    pub(super) fn sign(&self) {
        self.received.store(true, Ordering::Release);
    }
}

/// A message under way.
pub(super) struct Envelope {
    pub(super) from: usize,
    pub(super) channel: Channel,
    pub(super) body: Body,
    /// For a sender that waits.
    pub(super) receipt: Option<Arc<Receipt>>,
}

/// What a receive asks for.
#[derive(Clone, Copy)]
pub(super) struct Want {
    /// The sender; `None` for any.
    pub(super) from: Option<usize>,
    pub(super) channel: Channel,
    /// The number of the non-blocking receive that asks; `None` for a blocking one.
    pub(super) started: Option<u64>,
}

/// A non-blocking receive that has not been waited for.
struct Started {
    number: u64,
    from: usize,
    channel: Channel,
}

/// The messages for one rank in order of arrival, and the receives that it has started.
///
/// Messages of one sender and channel go to receives of that sender and channel in order: with k such receives started
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
                let earlier = self.open(from, want.channel, want.started);
                self.positions(from, want.channel).nth(earlier)
            }
            None if self.started.is_empty() => {
                self.envelopes.iter().position(|envelope| envelope.channel == want.channel)
            }
            // Open receives have a prior claim on their senders' first messages.
            None => (0..self.envelopes.len()).find(|&index| {
                let Envelope { from, channel, .. } = self.envelopes[index];
                let before = self.positions(from, channel).take_while(|&position| position < index).count();
                channel == want.channel && before >= self.open(from, channel, None)
            }),
        }
    }

    /// Whether a started receive waits for the next message of this sender and channel.
    pub(super) fn is_expected(&self, from: usize, channel: Channel) -> bool {
        !self.started.is_empty() && self.open(from, channel, None) > self.positions(from, channel).count()
    }

    /// Notes a non-blocking receive and returns its number.
    pub(super) fn start(&mut self, from: usize, channel: Channel) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        self.started.push(Started { number, from, channel });
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

    /// The number of open receives of this sender and channel that started before number `until`.
    fn open(&self, from: usize, channel: Channel, until: Option<u64>) -> usize {
        self.started
            .iter()
            .take_while(|started| until != Some(started.number))
            .filter(|started| started.from == from && started.channel == channel)
            .count()
    }

    fn positions(&self, from: usize, channel: Channel) -> impl Iterator<Item = usize> {
        self.envelopes
            .iter()
            .enumerate()
            .filter(move |(_, envelope)| envelope.from == from && envelope.channel == channel)
            .map(|(index, _)| index)
    }
}
