//! A rank of this process: how it sends, receives and waits.

use std::cell::Cell;
use std::hint;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use super::inbox::{Body, Envelope, Inbox, Lane, Loan, Receipt, Sign, Want};
use super::pending::{Coming, Leaving};
use super::world::{Awaited, Sleeper, World};
use crate::group::Group;
use crate::room::{Room, fill};
use crate::transport::{Incoming, Outgoing, Pending, Transport};
use crate::{Call, CommError};

/// How often a rank looks for its message at once, if every rank can have a core: about 1 µs. If both ranks share a
/// core all the same, on a busy machine, every look is lost time, so there are few (2,000 made a message take 13 µs).
const LOOKS: u32 = 100;

/// How often it then lets others run before it looks again, and at last sleeps: about what sleeping and waking costs.
const YIELDS: u32 = 300;

/// One rank's end of a [`World`], in one group.
pub(super) struct LocalTransport {
    pub(super) world: Arc<World>,
    pub(super) group: Arc<Group>,
    /// Receipts that were used, to be used again, each with its receiver in the group.
    receipts: Cell<Vec<(usize, Arc<Receipt>)>>,
    /// Memory for an exchange: which of its receives are open, and what it sleeps for.
    open: Cell<Vec<usize>>,
    wants: Cell<Option<Arc<Vec<Want>>>>,
}

impl LocalTransport {
    pub(super) fn new(world: Arc<World>, group: Arc<Group>) -> Self {
        LocalTransport { world, group, receipts: Cell::default(), open: Cell::default(), wants: Cell::default() }
    }

    pub(super) fn sleeper(&self, call: &Call) -> Sleeper {
        Sleeper { call: call.clone(), group: self.group.clone() }
    }

    /// Waits until it has come: first awake, then asleep.
    pub(super) fn wait(&self, call: &Call, awaited: &Awaited) -> Result<(), CommError> {
        if self.look(awaited) { Ok(()) } else { self.world.sleep(self.group.me(), self.sleeper(call), awaited) }
    }

    /// Looks for it for a while: whether it has come.
    fn look(&self, awaited: &Awaited) -> bool {
        let me = self.group.me();
        let arrivals = &self.world.mailboxes[me].arrivals;
        let mut seen = arrivals.load(Ordering::Acquire);
        if self.world.has_come(me, awaited) {
            return true;
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
                return true;
            }
        }
        false
    }

    fn want(&self, call: &Call, from: Option<usize>) -> Want {
        Want { from, lane: Lane::of(&self.group, call), started: None }
    }

    pub(super) fn receive(&self, call: &Call, want: Want, into: &mut Place<'_>) -> Result<usize, CommError> {
        loop {
            if let Some(from) = self.try_receive(call, want, into)? {
                return Ok(from);
            }
            self.wait(call, &Awaited::Message(want))?;
        }
    }

    /// Receives all of them. Before this rank sleeps, it takes what has come of those behind, and it wakes for any of them: no
    /// sender has to wait for another one's message.
    fn receive_all(&self, call: &Call, receives: &mut [Incoming<'_>]) -> Result<(), CommError> {
        // Those that have not come, the next one last.
        let mut open = self.open.take();
        open.clear();
        open.extend((0..receives.len()).rev());
        while let Some(&next) = open.last() {
            let want = self.want(call, Some(receives[next].from));
            if self.try_receive(call, want, &mut Place::Exactly(&mut *receives[next].bytes))?.is_some() {
                open.pop();
            } else if !self.look(&Awaited::Message(want)) && !self.receive_behind(call, receives, &mut open)? {
                let from = open.iter().rev().map(|&index| receives[index].from);
                self.sleep_for_any(call, from.map(|from| self.want(call, Some(from))))?;
            }
        }
        self.open.set(open);
        Ok(())
    }

    /// Receives what has come of the `open` ones behind the next; whether anything has.
    fn receive_behind(
        &self,
        call: &Call,
        receives: &mut [Incoming<'_>],
        open: &mut Vec<usize>,
    ) -> Result<bool, CommError> {
        let behind = open.len() - 1;
        for at in (0..behind).rev() {
            let (index, from) = (open[at], receives[open[at]].from);
            // Messages of one sender keep their order.
            if open[at + 1..].iter().any(|&before| receives[before].from == from) {
                continue;
            }
            let place = &mut Place::Exactly(&mut *receives[index].bytes);
            if self.try_receive(call, self.want(call, Some(from)), place)?.is_some() {
                open.remove(at);
            }
        }
        Ok(open.len() <= behind)
    }

    fn sleep_for_any(&self, call: &Call, wants: impl Iterator<Item = Want>) -> Result<(), CommError> {
        let mut all = self.wants.take().unwrap_or_default();
        let list = Arc::make_mut(&mut all);
        list.clear();
        list.extend(wants);
        let slept = self.world.sleep(self.group.me(), self.sleeper(call), &Awaited::AnyOf(all.clone()));
        self.wants.set(Some(all));
        slept
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
        let mut expected = found;
        match into {
            _ if !fits => {}
            Place::Exactly(place) if place.len() == found => place.copy_from_slice(bytes),
            Place::Exactly(place) => expected = place.len(),
            Place::New(room) => fill(room.room(found), bytes),
        }
        drop(body);
        if let Some(receipt) = receipt {
            self.world.sign(&receipt);
        }
        let (rank, other) = (self.group.me(), self.group.world(from));
        let named = || self.group.name(call, self.group.rank);
        if !fits {
            let other_call = self.group.name(&sign.call(lane, self.group.rank), from);
            return Err(CommError::Mismatch { rank, call: named(), other, other_call });
        }
        if expected != found {
            return Err(CommError::Length { rank, call: named(), from: Some(other), expected, found: Some(found) });
        }
        Ok(from)
    }

    /// An envelope from this rank.
    fn envelope(&self, call: &Call, body: Body, receipt: Option<Arc<Receipt>>) -> Envelope {
        let (from, world_from) = (self.group.rank as u32, self.group.me() as u32);
        Envelope { from, world_from, lane: Lane::of(&self.group, call), sign: Sign::of(call), body, receipt }
    }

    /// Whether a message waits for its receiver: not a short one, nor one to this rank itself, nor one that the receiver
    /// has already asked for.
    fn waits(&self, call: &Call, to: usize, bytes: usize, inbox: &Inbox) -> bool {
        let is_expected = || inbox.is_expected(self.group.rank, Lane::of(&self.group, call));
        bytes > self.world.eager_limit && to != self.group.rank && !is_expected()
    }

    /// Sends: a copy, or a loan if it has to wait.
    fn post<'a>(&self, call: &Call, send: &'a Outgoing<'a>, lent: &mut Lent<'a>) {
        let Outgoing { to, bytes } = *send;
        let world_to = self.group.world(to);
        // Copied before the inbox is locked.
        let short = (bytes.len() <= self.world.eager_limit).then(|| Body::copy_of(bytes));
        let mut inbox = self.world.inbox(world_to);
        let (body, receipt) = match short {
            Some(copy) => (copy, None),
            None if self.waits(call, to, bytes.len(), &inbox) => {
                let receipt = lent.receipt(to);
                // SAFETY: `lent` borrows `bytes` and, when dropped, waits for the receipt or takes the message back.
                (Body::Lent(unsafe { Loan::new(bytes) }), Some(receipt))
            }
            None => (Body::copy_of(bytes), None),
        };
        self.world.deliver(world_to, &mut inbox, self.envelope(call, body, receipt));
    }
}

/// Where a received message goes.
pub(super) enum Place<'a> {
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
        let LocalTransport { world, group, receipts, .. } = self.transport;
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
    fn exchange(&self, call: &Call, sends: &[Outgoing<'_>], receives: &mut [Incoming<'_>]) -> Result<(), CommError> {
        self.world.check()?;
        let mut lent = Lent { transport: self, receipts: self.receipts.take(), used: 0 };
        for send in sends {
            self.post(call, send, &mut lent);
        }
        self.receive_all(call, receives)?;
        for (to, receipt) in lent.open() {
            self.wait(call, &Awaited::Receipt { receipt: receipt.clone(), by: *to })?;
        }
        Ok(())
    }

    fn receive_any(&self, call: &Call, into: &mut [u8]) -> Result<usize, CommError> {
        self.receive(call, self.want(call, None), &mut Place::Exactly(into))
    }

    fn try_receive_any(&self, call: &Call, into: &mut [u8]) -> Result<Option<usize>, CommError> {
        self.try_receive(call, self.want(call, None), &mut Place::Exactly(into))
    }

    fn receive_new(&self, call: &Call, from: Option<usize>, room: &mut dyn Room) -> Result<usize, CommError> {
        self.receive(call, self.want(call, from), &mut Place::New(room))
    }

    fn start_send(&self, call: &Call, to: usize, bytes: &[u8]) -> Result<Box<dyn Pending + '_>, CommError> {
        self.world.check()?;
        let (me, world_to, body) = (self.group.me(), self.group.world(to), Body::copy_of(bytes));
        let mut inbox = self.world.inbox(world_to);
        let receipt = self.waits(call, to, bytes.len(), &inbox).then(|| Receipt::new(me));
        self.world.deliver(world_to, &mut inbox, self.envelope(call, body, receipt.clone()));
        Ok(Box::new(Leaving { transport: self, call: call.clone(), to, receipt }))
    }

    fn start_receive(&self, call: &Call, from: usize, _length: usize) -> Result<Box<dyn Pending + '_>, CommError> {
        self.world.check()?;
        let mut inbox = self.world.inbox(self.group.me());
        let mut want = self.want(call, Some(from));
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
