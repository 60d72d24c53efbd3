//! The handle of one rank: typed calls, checked arguments, timed.

use std::marker::PhantomData;
use std::ops::Range;
use std::time::Instant;

use bytemuck::{Pod, cast_slice, cast_slice_mut};

use crate::link::Link;
use crate::trace::{Sent, Trace};
use crate::transport::{Channel, Incoming, Outgoing, Transport};
use crate::watch::Watched;
use crate::{Call, CommError, Kind, MAX_TAG, Number, Op, Receiving, Sending, Tag, collective, local};

/// One rank's end of the group: everything a rank knows of the others comes through it.
///
/// Messages between two ranks with the same tag arrive in the order sent. Every rank must make the same collective
/// calls in the same order. A call that fails unwinds with a [`CommError`] (see the crate's page).
pub struct Comm {
    transport: Box<dyn Transport>,
    trace: Trace,
}

impl Comm {
    pub(crate) fn new(transport: Box<dyn Transport>) -> Self {
        let trace = Trace::new(transport.size());
        Comm { transport, trace }
    }

    /// A group of one rank, for serial variants: collective calls copy, and messages to itself work.
    pub fn solo() -> Comm {
        local::solo()
    }

    /// This rank, from 0.
    pub fn rank(&self) -> usize {
        self.transport.rank()
    }

    /// The number of ranks.
    pub fn size(&self) -> usize {
        self.transport.size()
    }

    /// Sends `data` to rank `to`.
    ///
    /// Short messages leave at once; a long one may wait until it is received. Two ranks that both send first and
    /// receive afterwards may therefore wait for ever: use [`sendrecv`](Comm::sendrecv) or [`isend`](Comm::isend).
    pub fn send<T: Pod>(&self, data: &[T], to: usize, tag: Tag) {
        self.tagged(Call::new(Kind::Send).to(to).tag(tag), |link| link.send(cast_slice(data), to));
    }

    /// Receives from rank `from` a message of exactly `into.len()` items.
    pub fn recv<T: Pod>(&self, into: &mut [T], from: usize, tag: Tag) {
        self.tagged(Call::new(Kind::Recv).from(from).tag(tag), |link| link.receive(cast_slice_mut(into), from));
    }

    /// Receives the next message with this tag, whoever sent it, and returns the sender: for sharing work as ranks
    /// become free. The length must be exactly that of `into`.
    pub fn recv_any<T: Pod>(&self, into: &mut [T], tag: Tag) -> usize {
        self.tagged(Call::new(Kind::RecvAny).tag(tag), |link| {
            let bytes: &mut [u8] = cast_slice_mut(into);
            let from = self.transport.receive_any(link.call, link.channel, bytes)?;
            self.trace.received(link.call.kind, link.channel, from, bytes.len());
            Ok(from)
        })
    }

    /// [`recv_any`](Comm::recv_any) if such a message is here, else `None` at once: for a rank that works while others
    /// may ask it for something.
    pub fn try_recv_any<T: Pod>(&self, into: &mut [T], tag: Tag) -> Option<usize> {
        self.tagged(Call::new(Kind::TryRecvAny).tag(tag), |link| {
            let bytes: &mut [u8] = cast_slice_mut(into);
            let from = self.transport.try_receive_any(link.call, link.channel, bytes)?;
            Ok(from.inspect(|&from| self.trace.received(link.call.kind, link.channel, from, bytes.len())))
        })
    }

    /// Sends to one rank and receives from another at the same time; neither waits for the other, so every rank of a
    /// ring may call it. `None` is no neighbour: nothing is sent, or `into` stays as it is.
    pub fn sendrecv<T: Pod>(&self, send: &[T], to: Option<usize>, into: &mut [T], from: Option<usize>, tag: Tag) {
        self.tagged(Call::new(Kind::SendRecv).to(to).from(from).tag(tag), |link| {
            let outgoing = to.map(|to| Outgoing { to, bytes: cast_slice(send) });
            let mut incoming = from.map(|from| Incoming { from, bytes: cast_slice_mut(into) });
            link.exchange(outgoing.as_slice(), incoming.as_mut_slice())
        });
    }

    /// Begins to send a copy of `data` and returns at once.
    pub fn isend<T: Pod>(&self, data: &[T], to: usize, tag: Tag) -> Sending<'_> {
        let (pending, ends) = self.tagged(Call::new(Kind::ISend).to(to).tag(tag), |link| {
            let bytes: &[u8] = cast_slice(data);
            let ends = self.trace.start_send(link.call.kind, link.channel, to, bytes.len());
            Ok((self.transport.start_send(link.call, link.channel, to, bytes.into())?, ends))
        });
        Sending { comm: self, pending, ends }
    }

    /// Begins to receive `len` items and returns at once. Receives from one rank with one tag get their messages in
    /// the order in which they began.
    pub fn irecv<T: Pod>(&self, len: usize, from: usize, tag: Tag) -> Receiving<'_, T> {
        let call = Call::new(Kind::IRecv).from(from).tag(tag);
        let (pending, ends) = self.tagged(call, |link| {
            let bytes = len * size_of::<T>();
            let ends = self.trace.start_receive(link.call.kind, link.channel, from, bytes);
            Ok((self.transport.start_receive(link.call, link.channel, from, bytes)?, ends))
        });
        Receiving { comm: self, pending, ends, call, len, element: PhantomData }
    }

    /// Returns when every rank has called it.
    pub fn barrier(&self) {
        self.collective(Call::new(Kind::Barrier), collective::barrier);
    }

    /// Copies the root's `data` to every rank. All give the same length.
    pub fn broadcast<T: Pod>(&self, data: &mut [T], root: usize) {
        self.collective(Call::new(Kind::Broadcast).root(root), |link| {
            collective::broadcast(link, cast_slice_mut(data), root)
        });
    }

    /// Cuts the root's `all` into blocks of `counts[rank]` items, in rank order, and gives each rank its own. Ranks
    /// other than the root may pass an empty `all`; all pass the same `counts`.
    pub fn scatter<T: Pod>(&self, all: &[T], counts: &[usize], into: &mut [T], root: usize) {
        self.collective(Call::new(Kind::Scatter).root(root), |link| {
            require_blocks(link, counts, "into", into.len(), (link.rank() == root).then_some(all.len()))?;
            collective::scatter(link, cast_slice(all), &in_bytes::<T>(counts), cast_slice_mut(into), root)
        });
    }

    /// Lines up every rank's block of `counts[rank]` items, in rank order, in the root's `all`. The inverse of
    /// [`scatter`](Comm::scatter).
    pub fn gather<T: Pod>(&self, mine: &[T], counts: &[usize], all: &mut [T], root: usize) {
        self.collective(Call::new(Kind::Gather).root(root), |link| {
            require_blocks(link, counts, "mine", mine.len(), (link.rank() == root).then_some(all.len()))?;
            collective::gather(link, cast_slice(mine), &in_bytes::<T>(counts), cast_slice_mut(all), root)
        });
    }

    /// Lines up every rank's block of `counts[rank]` items, in rank order, in every rank's `all`.
    pub fn allgather<T: Pod>(&self, mine: &[T], counts: &[usize], all: &mut [T]) {
        self.collective(Call::new(Kind::AllGather), |link| {
            require_blocks(link, counts, "mine", mine.len(), Some(all.len()))?;
            collective::allgather(link, cast_slice(mine), &in_bytes::<T>(counts), cast_slice_mut(all))
        });
    }

    /// Joins the values of all ranks, item by item, in the root's `values`; those of the others stay as they are.
    ///
    /// The order of the operations depends on the number of ranks alone, and is that of
    /// [`allreduce`](Comm::allreduce).
    pub fn reduce<N: Number>(&self, values: &mut [N], op: Op, root: usize) {
        self.collective(Call::new(Kind::Reduce).root(root), |link| collective::reduce(link, values, op, root));
    }

    /// Joins the values of all ranks, item by item, in every rank's `values`: the same bits everywhere, in every run
    /// and over every transport, as the order of the operations depends on the number of ranks alone.
    pub fn allreduce<N: Number>(&self, values: &mut [N], op: Op) {
        self.collective(Call::new(Kind::AllReduce), |link| collective::allreduce(link, values, op));
    }

    /// Cuts `send` into one block of equal size for each rank, and lines up in `into` the blocks received, both in
    /// rank order.
    pub fn alltoall<T: Pod>(&self, send: &[T], into: &mut [T]) {
        let size = self.size();
        self.collective(Call::new(Kind::AllToAll), |link| {
            link.require(send.len() == into.len() && send.len().is_multiple_of(size), || {
                let (send, into) = (send.len(), into.len());
                format!("send has {send} items and into {into}: both must be the same multiple of the {size} ranks")
            })?;
            let counts = vec![size_of_val(send) / size; size];
            collective::alltoallv(link, cast_slice(send), &counts, cast_slice_mut(into), &counts)
        });
    }

    /// [`alltoall`](Comm::alltoall) with blocks of `send_counts[to]` and `recv_counts[from]` items.
    pub fn alltoallv<T: Pod>(&self, send: &[T], send_counts: &[usize], into: &mut [T], recv_counts: &[usize]) {
        self.collective(Call::new(Kind::AllToAllV), |link| {
            require_counts(link, "send_counts", send_counts, "send", send.len())?;
            require_counts(link, "recv_counts", recv_counts, "into", into.len())?;
            let (mine, own) = (send_counts[link.rank()], recv_counts[link.rank()]);
            link.require(mine == own, || format!("sends itself {mine} items, but receives {own} from itself"))?;
            let (send_counts, recv_counts) = (in_bytes::<T>(send_counts), in_bytes::<T>(recv_counts));
            collective::alltoallv(link, cast_slice(send), &send_counts, cast_slice_mut(into), &recv_counts)
        });
    }

    /// What this rank has sent so far, and the time spent in each kind of call.
    pub fn sent(&self) -> Sent {
        self.trace.snapshot()
    }

    /// Counts from here, for instance after warming up.
    pub fn reset_sent(&self) {
        self.trace.reset();
    }

    /// Keeps from the moment that is returned when each call is entered and left, of at most `most_calls` calls, and this
    /// rank's ends of at most `most_ends` messages: for a timeline, in a run that is not timed. Works over every
    /// transport, as the calls themselves do.
    pub fn watch(&self, most_calls: usize, most_ends: usize) -> Instant {
        self.trace.watch(most_calls, most_ends)
    }

    /// What was kept since [`watch`](Comm::watch); nothing is kept any more. `None` where nobody watched.
    pub fn watched(&self) -> Option<Watched> {
        self.trace.watched()
    }

    fn tagged<R>(&self, call: Call, body: impl FnOnce(Link<'_>) -> Result<R, CommError>) -> R {
        let tag = call.tag.unwrap_or_default();
        self.run(call, Channel::Tagged(tag), |link| {
            link.require(tag <= MAX_TAG, || format!("the largest tag is {MAX_TAG}"))?;
            body(link)
        })
    }

    fn collective(&self, call: Call, body: impl FnOnce(Link<'_>) -> Result<(), CommError>) {
        self.run(call, Channel::Collective(call.kind), body);
    }

    fn run<R>(&self, call: Call, channel: Channel, body: impl FnOnce(Link<'_>) -> Result<R, CommError>) -> R {
        let start = self.enter();
        let link = Link { transport: &*self.transport, trace: &self.trace, call, channel };
        let result = [("receiver", call.to), ("sender", call.from), ("root", call.root)]
            .into_iter()
            .try_for_each(|(role, rank)| rank.map_or(Ok(()), |rank| link.require_rank(role, rank)))
            .and_then(|()| body(link));
        self.finish(call.kind, 1, start, result)
    }

    /// Notes that a call, or the wait of an earlier one, is entered now.
    pub(crate) fn enter(&self) -> Instant {
        let start = Instant::now();
        self.trace.enter(start);
        start
    }

    /// Notes that what an earlier call began has come to its end.
    pub(crate) fn end(&self, ends: Range<usize>) {
        self.trace.end(ends);
    }

    pub(crate) fn finish<R>(&self, kind: Kind, calls: u64, start: Instant, result: Result<R, CommError>) -> R {
        self.trace.spent(kind, calls, start);
        result.unwrap_or_else(|error| self.transport.fail(error))
    }
}

/// Lengths in bytes from lengths in items.
fn in_bytes<T>(counts: &[usize]) -> Vec<usize> {
    counts.iter().map(|count| count * size_of::<T>()).collect()
}

/// Checks the arguments that scatter and gather have in common.
fn require_blocks(
    link: Link<'_>,
    counts: &[usize],
    name: &str,
    own: usize,
    all: Option<usize>,
) -> Result<(), CommError> {
    require_counts(link, "counts", counts, "all", all.unwrap_or_else(|| counts.iter().sum()))?;
    let (rank, count) = (link.rank(), counts[link.rank()]);
    link.require(own == count, || format!("{name} has {own} items, but counts[{rank}] is {count}"))
}

fn require_counts(
    link: Link<'_>,
    counts_name: &str,
    counts: &[usize],
    items_name: &str,
    items: usize,
) -> Result<(), CommError> {
    let (size, entries) = (link.size(), counts.len());
    link.require(entries == size, || format!("{counts_name} has {entries} entries for {size} ranks"))?;
    let sum: usize = counts.iter().sum();
    link.require(sum == items, || format!("{counts_name} add up to {sum}, but {items_name} has {items} items"))
}
