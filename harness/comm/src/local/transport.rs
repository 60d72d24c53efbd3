//! A rank of this process: how it sends, receives and waits.

use std::cell::Cell;
use std::hint;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use super::inbox::{Body, Envelope, Inbox, Lane, Loan, Receipt, Sign, Want};
use super::world::{Awaited, Sleeper, World};
use crate::group::Group;
use crate::room::{Room, fill};
use crate::transport::{Channel, Incoming, Outgoing, Pending, Transport};
use crate::{Call, CommError};

/// How often a rank looks for its message at once, if every rank can have a core: about 1 µs. If both ranks share a
/// core all the same, on a busy machine, every look is lost time, so there are few (2,000 made a message take 13 µs).
const LOOKS: u32 = 100;

/// How often it then lets others run before it looks again, and at last sleeps: about what sleeping and waking costs.
const YIELDS: u32 = 300;

/// One rank's end of a [`World`], in one group.
pub(super) struct LocalTransport {
    world: Arc<World>,
    group: Arc<Group>,
    /// Receipts that were used, to be used again, each with its receiver in the group.
    receipts: Cell<Vec<(usize, Arc<Receipt>)>>,
}

impl LocalTransport {
    pub(super) fn new(world: Arc<World>, group: Arc<Group>) -> Self {
        LocalTransport { world, group, receipts: Cell::default() }
    }

    fn sleeper(&self, call: &Call) -> Sleeper {
        Sleeper { call: call.clone(), group: self.group.clone() }
    }

    /// Waits until it has come: first awake, then asleep.
    fn wait(&self, call: &Call, awaited: &Awaited) -> Result<(), CommError> {
        let me = self.group.me();
        let arrivals = &self.world.mailboxes[me].arrivals;
        let mut seen = arrivals.load(Ordering::Acquire);
        if self.world.has_come(me, awaited) {
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
            if worth_a_look && self.world.has_come(me, awaited) {
                return Ok(());
            }
        }
        self.world.sleep(me, self.sleeper(call), awaited)
    }

    fn want(&self, channel: Channel, from: Option<usize>) -> Want {
        Want { from, lane: Lane::of(&self.group, channel), started: None }
    }

    fn receive(&self, call: &Call, want: Want, into: &mut Place<'_>) -> Result<usize, CommError> {
        loop {
            if let Some(from) = self.try_receive(call, want, into)? {
                return Ok(from);
            }
            self.wait(call, &Awaited::Message(want))?;
        }
    }

    /// Receives the message if it has come.
    fn try_receive(&self, call: &Call, want: Want, into: &mut Place<'_>) -> Result<Option<usize>, CommError> {
        self.world.check()?;
        let mut inbox = self.world.inbox(self.group.me());
        let envelope = inbox.find(want).and_then(|index| inbox.take(index, want));
        drop(inbox);
        envelope.map(|envelope| self.open(call, envelope, into)).transpose()
    }

    fn open(&self, call: &Call, envelope: Envelope, into: &mut Place<'_>) -> Result<usize, CommError> {
        let Envelope { from, lane, sign, body, receipt, .. } = envelope;
        let from = from as usize;
        let bytes = body.bytes();
        let found = bytes.len();
        let fits = sign.fits(call);
        let length = match into {
            _ if !fits => Ok(()),
            Place::Exactly(place) if place.len() == found => Ok(place.copy_from_slice(bytes)),
            Place::Exactly(place) => Err(place.len()),
            Place::New(room) => Ok(fill(room.room(found), bytes)),
        };
        drop(body);
        if let Some(receipt) = receipt {
            self.world.sign(&receipt);
        }
        let (rank, other) = (self.group.me(), self.group.world(from));
        let named = || self.group.name(call, self.group.rank);
        match length {
            _ if !fits => {
                let other_call = Box::new(self.group.name(&sign.call(lane, self.group.rank), from));
                Err(CommError::Mismatch { rank, call: Box::new(named()), other, other_call })
            }
            Ok(()) => Ok(from),
            Err(expected) => {
                Err(CommError::Length { rank, call: named(), from: Some(other), expected, found: Some(found) })
            }
        }
    }

    /// An envelope from this rank.
    fn envelope(&self, call: &Call, channel: Channel, body: Body, receipt: Option<Arc<Receipt>>) -> Envelope {
        let (from, world_from) = (self.group.rank as u32, self.group.me() as u32);
        Envelope { from, world_from, lane: Lane::of(&self.group, channel), sign: Sign::of(call), body, receipt }
    }

    /// Whether a message waits for its receiver: not a short one, nor one to this rank itself, nor one that the receiver
    /// has already asked for.
    fn waits(&self, channel: Channel, to: usize, bytes: usize, inbox: &Inbox) -> bool {
        let is_expected = || inbox.is_expected(self.group.rank, Lane::of(&self.group, channel));
        bytes > self.world.eager_limit && to != self.group.rank && !is_expected()
    }

    /// Sends: a copy, or a loan if it has to wait.
    fn post<'a>(&self, call: &Call, channel: Channel, send: &'a Outgoing<'a>, lent: &mut Lent<'a>) {
        let Outgoing { to, bytes } = *send;
        let world_to = self.group.world(to);
        // Copied before the inbox is locked.
        let short = (bytes.len() <= self.world.eager_limit).then(|| Body::copy_of(bytes));
        let mut inbox = self.world.inbox(world_to);
        let (body, receipt) = match short {
            Some(copy) => (copy, None),
            None if self.waits(channel, to, bytes.len(), &inbox) => {
                let receipt = lent.receipt(to);
                // SAFETY: `lent` borrows `bytes` and, when dropped, waits for the receipt or takes the message back.
                (Body::Lent(unsafe { Loan::new(bytes) }), Some(receipt))
            }
            None => (Body::copy_of(bytes), None),
        };
        self.world.deliver(world_to, &mut inbox, self.envelope(call, channel, body, receipt));
    }
}

/// Where a received message goes.
enum Place<'a> {
    Exactly(&'a mut [u8]),
    New(&'a mut dyn Room),
}

/// The loans of one call. None outlives it, however the call ends.
struct Lent<'a> {
    transport: &'a LocalTransport,
    receipts: Vec<(usize, Arc<Receipt>)>,
    /// How many of the receipts are this call's.
    used: usize,
}

impl Lent<'_> {
    fn receipt(&mut self, to: usize) -> Arc<Receipt> {
        match self.receipts.get_mut(self.used) {
            Some((receiver, receipt)) => {
                *receiver = to;
                receipt.reset();
            }
            None => self.receipts.push((to, Receipt::new(self.transport.group.me()))),
        }
        self.used += 1;
        self.receipts[self.used - 1].1.clone()
    }

    fn open(&self) -> &[(usize, Arc<Receipt>)] {
        &self.receipts[..self.used]
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let LocalTransport { world, group, receipts } = self.transport;
        for (to, receipt) in self.open() {
            if receipt.is_received() {
                continue;
            }
            let taken_back = world.inbox(group.world(*to)).take_back(receipt);
            // If it is no longer there, its receiver has it in hand: it copies, and signs.
            while !taken_back && !receipt.is_received() {
                thread::yield_now();
            }
        }
        receipts.set(std::mem::take(&mut self.receipts));
    }
}

impl Transport for LocalTransport {
    fn exchange(
        &self,
        call: &Call,
        channel: Channel,
        sends: &[Outgoing<'_>],
        receives: &mut [Incoming<'_>],
    ) -> Result<(), CommError> {
        self.world.check()?;
        let mut lent = Lent { transport: self, receipts: self.receipts.take(), used: 0 };
        for send in sends {
            self.post(call, channel, send, &mut lent);
        }
        for receive in receives {
            self.receive(call, self.want(channel, Some(receive.from)), &mut Place::Exactly(receive.bytes))?;
        }
        for (to, receipt) in lent.open() {
            self.wait(call, &Awaited::Receipt { receipt: receipt.clone(), by: *to })?;
        }
        Ok(())
    }

    fn receive_any(&self, call: &Call, channel: Channel, into: &mut [u8]) -> Result<usize, CommError> {
        self.receive(call, self.want(channel, None), &mut Place::Exactly(into))
    }

    fn try_receive_any(&self, call: &Call, channel: Channel, into: &mut [u8]) -> Result<Option<usize>, CommError> {
        self.try_receive(call, self.want(channel, None), &mut Place::Exactly(into))
    }

    fn receive_new(
        &self,
        call: &Call,
        channel: Channel,
        from: Option<usize>,
        room: &mut dyn Room,
    ) -> Result<usize, CommError> {
        self.receive(call, self.want(channel, from), &mut Place::New(room))
    }

    fn start_send<'t>(
        &'t self,
        call: &Call,
        channel: Channel,
        to: usize,
        bytes: &[u8],
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        self.world.check()?;
        let (me, world_to, body) = (self.group.me(), self.group.world(to), Body::copy_of(bytes));
        let mut inbox = self.world.inbox(world_to);
        let receipt = self.waits(channel, to, bytes.len(), &inbox).then(|| Receipt::new(me));
        self.world.deliver(world_to, &mut inbox, self.envelope(call, channel, body, receipt.clone()));
        Ok(Box::new(Leaving { transport: self, call: call.clone(), to, receipt }))
    }

    fn start_receive<'t>(
        &'t self,
        call: &Call,
        channel: Channel,
        from: usize,
        _length: usize,
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        self.world.check()?;
        let mut inbox = self.world.inbox(self.group.me());
        let mut want = self.want(channel, Some(from));
        want.started = Some(inbox.start(from, want.lane));
        // A sender that waits for this receive waits no longer, though nobody has come for the message yet.
        let mut receipt = None;
        if let Some(index) = inbox.find(want) {
            let envelope = &mut inbox.envelopes[index];
            if let Body::Lent(_) = envelope.body {
                envelope.body = Body::copy_of(envelope.body.bytes());
            }
            receipt = envelope.receipt.take();
        }
        drop(inbox);
        if let Some(receipt) = receipt {
            self.world.sign(&receipt);
        }
        Ok(Box::new(Coming { transport: self, call: call.clone(), want }))
    }

    fn split(&self, group: Arc<Group>) -> Box<dyn Transport> {
        Box::new(LocalTransport::new(self.world.clone(), group))
    }

    fn fail(&self, error: CommError) -> ! {
        self.world.fail(error.clone());
        error.unwind()
    }
}

impl LocalTransport {
    /// Whether it has come; an error if it never can.
    fn test(&self, call: &Call, awaited: &Awaited) -> Result<bool, CommError> {
        if self.world.has_come(self.group.me(), awaited) {
            return Ok(true);
        }
        self.world.check_hope(self.group.me(), &self.sleeper(call), awaited)?;
        Ok(false)
    }
}

/// A message being sent.
struct Leaving<'t> {
    transport: &'t LocalTransport,
    call: Call,
    to: usize,
    receipt: Option<Arc<Receipt>>,
}

impl Leaving<'_> {
    fn awaited(&self) -> Option<Awaited> {
        self.receipt.clone().map(|receipt| Awaited::Receipt { receipt, by: self.to })
    }
}

impl Pending for Leaving<'_> {
    fn test(&mut self) -> Result<bool, CommError> {
        self.awaited().map_or(Ok(true), |awaited| self.transport.test(&self.call, &awaited))
    }

    fn wait(self: Box<Self>, _into: &mut [u8]) -> Result<(), CommError> {
        self.awaited().map_or(Ok(()), |awaited| self.transport.wait(&self.call, &awaited))
    }
}

/// A message being received.
struct Coming<'t> {
    transport: &'t LocalTransport,
    call: Call,
    want: Want,
}

impl Pending for Coming<'_> {
    fn test(&mut self) -> Result<bool, CommError> {
        self.transport.test(&self.call, &Awaited::Message(self.want))
    }

    fn wait(self: Box<Self>, into: &mut [u8]) -> Result<(), CommError> {
        self.transport.receive(&self.call, self.want, &mut Place::Exactly(into)).map(drop)
    }
}
