//! Messages from one rank to another.

use std::marker::PhantomData;

use bytemuck::{Pod, cast_slice, cast_slice_mut};

use super::Comm;
use crate::link::Link;
use crate::room::Arriving;
use crate::transport::{Incoming, Outgoing};
use crate::{Call, CommError, Kind, MAX_TAG, Receiving, Sending, Tag};

impl Comm {
    /// Sends `data` to rank `to`.
    ///
    /// Short messages leave at once, and so does every message to oneself; a long one may wait until it is received. Two
    /// ranks that both send first and receive afterwards may therefore wait for ever: use [`sendrecv`](Comm::sendrecv) or
    /// [`isend`](Comm::isend).
    pub fn send<T: Pod>(&self, data: &[T], to: usize, tag: Tag) {
        self.tagged(Call::new(Kind::Send).to(to).tag(tag).of::<T>(), |link| link.send(cast_slice(data), to));
    }

    /// Receives from rank `from` a message of exactly `into.len()` items.
    pub fn recv<T: Pod>(&self, into: &mut [T], from: usize, tag: Tag) {
        let call = Call::new(Kind::Recv).from(from).tag(tag).of::<T>();
        self.tagged(call, |link| link.receive(cast_slice_mut(into), from));
    }

    /// Receives from rank `from` a message of any length.
    pub fn recv_vec<T: Pod>(&self, from: usize, tag: Tag) -> Vec<T> {
        self.receive_new(Call::new(Kind::RecvVec).from(from).tag(tag)).1
    }

    /// Receives the next message with this tag, whoever sent it, and returns the sender: for sharing work as ranks
    /// become free. The length must be exactly that of `into`.
    pub fn recv_any<T: Pod>(&self, into: &mut [T], tag: Tag) -> usize {
        self.tagged(Call::new(Kind::RecvAny).tag(tag).of::<T>(), |link| {
            let bytes: &mut [u8] = cast_slice_mut(into);
            let from = link.transport.receive_any(link.call, bytes)?;
            link.received(from, bytes.len());
            Ok(from)
        })
    }

    /// [`recv_any`](Comm::recv_any) for a message of any length: the sender, and the items.
    pub fn recv_any_vec<T: Pod>(&self, tag: Tag) -> (usize, Vec<T>) {
        self.receive_new(Call::new(Kind::RecvAnyVec).tag(tag))
    }

    /// [`recv_any`](Comm::recv_any) if such a message is here, else `None` at once: for a rank that works while others
    /// may ask it for something.
    pub fn try_recv_any<T: Pod>(&self, into: &mut [T], tag: Tag) -> Option<usize> {
        self.tagged(Call::new(Kind::TryRecvAny).tag(tag).of::<T>(), |link| {
            let bytes: &mut [u8] = cast_slice_mut(into);
            let from = link.transport.try_receive_any(link.call, bytes)?;
            Ok(from.inspect(|&from| link.received(from, bytes.len())))
        })
    }

    /// Sends to one rank and receives from another at the same time; neither waits for the other, so every rank of a
    /// ring may call it. `None` is no neighbour: nothing is sent, or `into` stays as it is.
    pub fn sendrecv<T: Pod>(&self, send: &[T], to: Option<usize>, into: &mut [T], from: Option<usize>, tag: Tag) {
        self.tagged(Call::new(Kind::SendRecv).to(to).from(from).tag(tag).of::<T>(), |link| {
            let outgoing = to.map(|to| Outgoing { to, bytes: cast_slice(send) });
            let mut incoming = from.map(|from| Incoming { from, bytes: cast_slice_mut(into) });
            link.exchange(outgoing.as_slice(), incoming.as_mut_slice())
        });
    }

    /// Sends each slice to its rank and receives from each rank into its slice, all at the same time: for neighbours in a
    /// mesh or a sparse matrix. Any number on either side; several to or from one rank keep their order.
    pub fn exchange<T: Pod>(&self, sends: &[(usize, &[T])], receives: &mut [(usize, &mut [T])], tag: Tag) {
        self.tagged(Call::new(Kind::Exchange).tag(tag).of::<T>(), |link| {
            sends.iter().try_for_each(|&(to, _)| link.require_rank("receiver", to))?;
            receives.iter().try_for_each(|&(from, _)| link.require_rank("sender", from))?;
            link.scratch.with_lists(|outgoing, incoming| {
                outgoing.extend(sends.iter().map(|&(to, items)| Outgoing { to, bytes: cast_slice(items) }));
                let places = receives.iter_mut();
                incoming.extend(places.map(|(from, items)| Incoming { from: *from, bytes: cast_slice_mut(items) }));
                link.exchange(outgoing, incoming)
            })
        });
    }

    /// Begins to send a copy of `data` and returns at once.
    pub fn isend<T: Pod>(&self, data: &[T], to: usize, tag: Tag) -> Sending<'_> {
        let call = Call::new(Kind::ISend).to(to).tag(tag).of::<T>();
        let (pending, ends) = self.tagged(call, |link| {
            let bytes: &[u8] = cast_slice(data);
            let ends = link.trace.start_send((link.call, link.group), to, bytes.len());
            Ok((self.transport.start_send(link.call, to, bytes)?, ends))
        });
        Sending { comm: self, pending, ends }
    }

    /// Begins to receive `len` items and returns at once. Receives from one rank with one tag get their messages in
    /// the order in which they began.
    pub fn irecv<T: Pod>(&self, len: usize, from: usize, tag: Tag) -> Receiving<'_, T> {
        let call = Call::new(Kind::IRecv).from(from).tag(tag).of::<T>();
        let (pending, ends) = self.tagged(call.clone(), |link| {
            let bytes = len * size_of::<T>();
            let ends = link.trace.start_receive((link.call, link.group), from, bytes);
            Ok((self.transport.start_receive(link.call, from, bytes)?, ends))
        });
        Receiving { comm: self, pending, ends, call, len, element: PhantomData }
    }

    fn receive_new<T: Pod>(&self, call: Call) -> (usize, Vec<T>) {
        let from = call.from;
        self.tagged(call.of::<T>(), |link| {
            let mut room = Arriving::new();
            let from = link.transport.receive_new(link.call, from, &mut room)?;
            let (bytes, item) = (room.bytes(), size_of::<T>());
            link.received(from, bytes);
            let whole =
                || format!("a message of {bytes} bytes from rank {from} is not a whole number of {item}-byte items");
            Ok((from, room.into_items().ok_or_else(|| self.misuse(link.call, whole()))?))
        })
    }

    fn tagged<R>(&self, call: Call, body: impl FnOnce(Link<'_>) -> Result<R, CommError>) -> R {
        self.run(&call, |link| {
            link.require(call.tag <= Some(MAX_TAG), || format!("the largest tag is {MAX_TAG}"))?;
            body(link)
        })
    }
}
