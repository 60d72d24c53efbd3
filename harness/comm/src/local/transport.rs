//! A rank of this process: how it sends, receives and waits.

use std::hint;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use super::inbox::{Body, Envelope, Loan, Receipt, Want};
use super::world::{Awaited, World};
use crate::transport::{Channel, Incoming, Outgoing, Pending, Transport};
use crate::{Call, CommError};

/// How often a rank looks for its message at once, if every rank can have a core: about 1 µs. If both ranks share a
/// core all the same, on a busy machine, every look is lost time, so there are few (2,000 made a message take 13 µs).
const LOOKS: u32 = 100;

/// How often it then lets others run before it looks again, and at last sleeps: about what sleeping and waking costs.
const YIELDS: u32 = 300;

/// One rank's end of a [`World`].
pub(super) struct LocalTransport {
    world: Arc<World>,
    rank: usize,
}

impl LocalTransport {
    pub(super) fn new(world: Arc<World>, rank: usize) -> Self {
        LocalTransport { world, rank }
    }

    /// Waits until it has come: first awake, then asleep.
    fn wait(&self, call: Call, awaited: &Awaited) -> Result<(), CommError> {
        let arrivals = &self.world.mailboxes[self.rank].arrivals;
        let mut seen = arrivals.load(Ordering::Acquire);
        if self.world.has_come(self.rank, awaited) {
            return Ok(());
        }
        let looks = if self.world.spins { LOOKS } else { 0 };
        for look in 0..looks + YIELDS {
            if look < looks {
                hint::spin_loop()
            } else {
                thread::yield_now()
            }
            let now = arrivals.load(Ordering::Acquire);
            let worth_a_look = now != seen || matches!(awaited, Awaited::Receipt { .. });
            seen = now;
            if worth_a_look && self.world.has_come(self.rank, awaited) {
                return Ok(());
            }
        }
        self.world.sleep(self.rank, call, awaited)
    }

    fn receive(&self, call: Call, want: Want, into: &mut [u8]) -> Result<usize, CommError> {
        loop {
            if let Some(from) = self.try_receive(call, want, into)? {
                return Ok(from);
            }
            self.wait(call, &Awaited::Message(want))?;
        }
    }

    /// Receives the message if it has come.
    fn try_receive(&self, call: Call, want: Want, into: &mut [u8]) -> Result<Option<usize>, CommError> {
        self.world.check()?;
        let mut inbox = self.world.inbox(self.rank);
        let envelope = inbox.find(want).and_then(|index| inbox.take(index, want));
        drop(inbox);
        envelope.map(|envelope| self.open(call, envelope, into)).transpose()
    }

    fn open(&self, call: Call, envelope: Envelope, into: &mut [u8]) -> Result<usize, CommError> {
        let Envelope { from, body, receipt, .. } = envelope;
        let bytes = body.bytes();
        let (expected, found) = (into.len(), bytes.len());
        if expected == found {
            into.copy_from_slice(bytes);
        }
        drop(body);
        if let Some(receipt) = receipt {
            self.world.sign(&receipt);
        }
        if expected == found {
            Ok(from)
        } else {
            Err(CommError::Length { rank: self.rank, call, from: Some(from), expected, found: Some(found) })
        }
    }

    /// Sends: a short message, or one that the receiver has already asked for, as a copy, a long one as a loan.
    fn post<'a>(&self, channel: Channel, send: &'a Outgoing<'a>, lent: &mut Lent<'a>) {
        let Outgoing { to, bytes } = *send;
        let from = self.rank;
        let short = (bytes.len() <= self.world.eager_limit).then(|| Body::Own(bytes.into()));
        let mut inbox = self.world.inbox(to);
        let (body, receipt) = match short {
            Some(copy) => (copy, None),
            None if inbox.is_expected(from, channel) => (Body::Own(bytes.into()), None),
            None => {
                let receipt = Receipt::new(from);
                lent.receipts.push((to, receipt.clone()));
                // SAFETY: `lent` borrows `bytes` and, when dropped, waits for the receipt or takes the message back.
                (Body::Lent(unsafe { Loan::new(bytes) }), Some(receipt))
            }
        };
        self.world.deliver(to, &mut inbox, Envelope { from, channel, body, receipt });
    }
}

/// The loans of one call. None outlives it, however the call ends.
struct Lent<'a> {
    world: &'a World,
    receipts: Vec<(usize, Arc<Receipt>)>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        for (to, receipt) in &self.receipts {
            if receipt.is_received() {
                continue;
            }
            let taken_back = self.world.inbox(*to).take_back(receipt);
            // If it is no longer there, its receiver has it in hand: it copies, and signs.
            while !taken_back && !receipt.is_received() {
                thread::yield_now();
            }
        }
    }
}

impl Transport for LocalTransport {
    fn rank(&self) -> usize {
        self.rank
    }

    fn size(&self) -> usize {
        self.world.size()
    }

    fn exchange(
        &self,
        call: Call,
        channel: Channel,
        sends: &[Outgoing<'_>],
        receives: &mut [Incoming<'_>],
    ) -> Result<(), CommError> {
        self.world.check()?;
        let mut lent = Lent { world: &self.world, receipts: Vec::new() };
        for send in sends {
            self.post(channel, send, &mut lent);
        }
        for receive in receives {
            self.receive(call, Want { from: Some(receive.from), channel, started: None }, receive.bytes)?;
        }
        for (to, receipt) in &lent.receipts {
            let awaited = Awaited::Receipt { receipt: receipt.clone(), by: *to };
            self.wait(call, &awaited)?;
        }
        Ok(())
    }

    fn receive_any(&self, call: Call, channel: Channel, into: &mut [u8]) -> Result<usize, CommError> {
        self.receive(call, Want { from: None, channel, started: None }, into)
    }

    fn try_receive_any(&self, call: Call, channel: Channel, into: &mut [u8]) -> Result<Option<usize>, CommError> {
        self.try_receive(call, Want { from: None, channel, started: None }, into)
    }

    fn start_send<'t>(
        &'t self,
        call: Call,
        channel: Channel,
        to: usize,
        bytes: Box<[u8]>,
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        self.world.check()?;
        let from = self.rank;
        let mut inbox = self.world.inbox(to);
        let waits = bytes.len() > self.world.eager_limit && !inbox.is_expected(from, channel);
        let receipt = waits.then(|| Receipt::new(from));
        let envelope = Envelope { from, channel, body: Body::Own(bytes), receipt: receipt.clone() };
        self.world.deliver(to, &mut inbox, envelope);
        Ok(Box::new(Leaving { transport: self, call, to, receipt }))
    }

    fn start_receive<'t>(
        &'t self,
        call: Call,
        channel: Channel,
        from: usize,
        _length: usize,
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        self.world.check()?;
        let mut inbox = self.world.inbox(self.rank);
        let want = Want { from: Some(from), channel, started: Some(inbox.start(from, channel)) };
        // A sender that waits for this receive waits no longer, though nobody has come for the message yet.
        let mut receipt = None;
        if let Some(index) = inbox.find(want) {
            let envelope = &mut inbox.envelopes[index];
            envelope.body = Body::Own(envelope.body.bytes().into());
            receipt = envelope.receipt.take();
        }
        drop(inbox);
        if let Some(receipt) = receipt {
            self.world.sign(&receipt);
        }
        Ok(Box::new(Arriving { transport: self, call, want }))
    }

    fn fail(&self, error: CommError) -> ! {
        self.world.fail(error.clone());
        error.unwind()
    }
}

/// A message being sent.
struct Leaving<'t> {
    transport: &'t LocalTransport,
    call: Call,
    to: usize,
    receipt: Option<Arc<Receipt>>,
}

impl Pending for Leaving<'_> {
    fn wait(self: Box<Self>, _into: &mut [u8]) -> Result<(), CommError> {
        let Some(receipt) = self.receipt else { return Ok(()) };
        self.transport.wait(self.call, &Awaited::Receipt { receipt, by: self.to })
    }
}

/// A message being received.
struct Arriving<'t> {
    transport: &'t LocalTransport,
    call: Call,
    want: Want,
}

impl Pending for Arriving<'_> {
    fn wait(self: Box<Self>, into: &mut [u8]) -> Result<(), CommError> {
        self.transport.receive(self.call, self.want, into).map(drop)
    }
}
