//! A rank of an MPI job: how it sends, receives and waits.

use std::mem::{MaybeUninit, take};
use std::ops::Range;
use std::sync::{Arc, MutexGuard};

use super::handle::Handle;
use super::limit::{Next, Patience};
use super::request::{Arrival, Failure, Request, probe};
use super::started::{Peer, Started};
use super::{Inside, Shared, abort, last_words};
use crate::group::Group;
use crate::room::Room;
use crate::transport::{Channel, Incoming, Outgoing, Pending, Transport};
use crate::{Call, CommError, Wait};

/// One rank's end of an MPI job, in one group. A call that fails does not return: it ends the job. So whatever memory MPI
/// was given stays valid until MPI is done with it.
///
/// A message travels in pieces: all but the last have the longest length that there is, the last is shorter, and may be
/// empty. So a receiver sees from each piece whether another follows, and most messages are one piece.
pub(super) struct MpiTransport {
    shared: Arc<Shared>,
    group: Arc<Group>,
    handle: Handle,
}

impl MpiTransport {
    pub(super) fn new(shared: Arc<Shared>, group: Arc<Group>, handle: Handle) -> Self {
        MpiTransport { shared, group, handle }
    }

    /// Keeps other threads out of MPI until the guard is dropped.
    pub(super) fn enter(&self, call: &Call) -> MutexGuard<'_, Inside> {
        let inside = self.shared.inside.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !inside.open {
            let what = "the MPI world of this communicator has been dropped".into();
            // MPI cannot be called any more, not even to abort.
            CommError::Misuse { rank: self.shared.rank, call: self.named(call), what }.unwind();
        }
        inside
    }

    /// Takes notice of the end of this rank's work: what it has sent to itself, nobody can receive any more.
    pub(super) fn finish(&self, call: &Call) {
        let rank = self.shared.rank;
        match self.enter(call).to_self.unreceived() {
            Ok(None) => {}
            Ok(Some((channel, bytes))) => {
                self.abort(&CommError::Unreceived { rank, from: rank, channel: channel.to_string(), bytes })
            }
            Err(failure) => self.give_up(call, Some(self.group.rank), 0, failure),
        }
    }

    fn named(&self, call: &Call) -> Call {
        self.group.name(call, self.group.rank)
    }

    pub(super) fn pieces(&self, bytes: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let longest = self.shared.longest_piece;
        (0..=bytes / longest).map(move |piece| piece * longest..bytes.min((piece + 1) * longest))
    }

    /// Begins to send: to this rank itself a copy that nobody waits for.
    ///
    /// # Safety
    /// As for [`Request::send`].
    unsafe fn begin_send(&self, call: &Call, channel: Channel, bytes: *const [u8], to: usize, inside: &mut Inside) {
        let (comm, tag) = (self.handle.0, channel.number() as i32);
        for piece in self.pieces(bytes.len()) {
            // SAFETY: the piece lies within the bytes, for which the caller vouches.
            let begun = unsafe {
                let first = bytes.cast::<u8>().add(piece.start);
                if to == self.group.rank {
                    let bytes = std::slice::from_raw_parts(first, piece.len());
                    inside.to_self.send(channel, (comm, tag), bytes, to)
                } else {
                    Request::send(comm, first, piece.len(), to, tag).map(|request| inside.requests.push(request))
                }
            };
            begun.unwrap_or_else(|failure| self.give_up(call, Some(to), bytes.len(), failure));
        }
    }

    /// Begins to receive one piece.
    ///
    /// # Safety
    /// As for [`Request::receive`], for the piece of the bytes.
    unsafe fn begin_piece(
        &self,
        call: &Call,
        channel: Channel,
        (bytes, piece): (*mut [u8], Range<usize>),
        from: Option<usize>,
    ) -> Request {
        let (comm, tag) = (self.handle.0, channel.number() as i32);
        // SAFETY: vouched for by the caller.
        let begun = unsafe { Request::receive(comm, bytes.cast::<u8>().add(piece.start), piece.len(), from, tag) };
        begun.unwrap_or_else(|failure| self.give_up(call, from, bytes.len(), failure))
    }

    /// Waits until it has left.
    pub(super) fn finish_send(&self, call: &Call, request: &mut Request, to: usize) {
        self.wait(call, Some(to), true, 0, || request.test());
    }

    /// Waits until the piece of a message of `expected` bytes is here, checks its length, and returns its sender.
    pub(super) fn finish_piece(
        &self,
        call: &Call,
        request: &mut Request,
        from: Option<usize>,
        (expected, piece): (usize, Range<usize>),
    ) -> usize {
        let arrival = self.wait(call, from, false, expected, || request.test());
        self.check_piece(call, &arrival, expected, piece);
        arrival.from
    }

    pub(super) fn check_piece(&self, call: &Call, arrival: &Arrival, expected: usize, piece: Range<usize>) {
        if arrival.bytes != piece.len() {
            let (from, found) = (Some(self.group.world(arrival.from)), Some(piece.start + arrival.bytes));
            let (rank, call) = (self.shared.rank, self.named(call));
            self.abort(&CommError::Length { rank, call, from, expected, found });
        }
    }

    /// Receives, beginning now, a message that may come from any.
    fn receive_now(&self, call: &Call, channel: Channel, from: Option<usize>, into: &mut [u8]) -> usize {
        let (bytes, expected) = (&raw mut *into, into.len());
        let mut sender = from;
        for piece in self.pieces(expected) {
            // The others follow the first: messages of one sender keep their order.
            // SAFETY: `into` is borrowed exclusively until this call returns, after the end of the request.
            let mut request = unsafe { self.begin_piece(call, channel, (bytes, piece.clone()), sender) };
            sender = Some(self.finish_piece(call, &mut request, sender, (expected, piece)));
        }
        sender.expect("each message has a piece")
    }

    /// Looks until something is there, for at most as long as a wait may take.
    fn wait<R>(
        &self,
        call: &Call,
        peer: Option<usize>,
        sending: bool,
        expected: usize,
        mut look: impl FnMut() -> Result<Option<R>, Failure>,
    ) -> R {
        let seconds = self.shared.seconds;
        let (mut patience, mut noted) = (Patience::new(), false);
        let wait = || {
            let (rank, peer) = (self.shared.rank, peer.map(|peer| self.group.world(peer)));
            Wait { rank, call: self.named(call), peer, sending }
        };
        loop {
            match look() {
                Ok(Some(found)) => {
                    if noted {
                        last_words::forget();
                    }
                    return found;
                }
                Ok(None) => {}
                Err(failure) => self.give_up(call, peer, expected, failure),
            }
            match patience.next(seconds) {
                Next::Look => {}
                Next::Settle => {
                    last_words::note(wait());
                    noted = true;
                }
                Next::GiveUp => self.abort(&CommError::Timeout { wait: wait(), seconds }),
            }
        }
    }

    fn abort(&self, error: &CommError) -> ! {
        abort(self.shared.rank, error)
    }

    pub(super) fn give_up(&self, call: &Call, peer: Option<usize>, expected: usize, failure: Failure) -> ! {
        let (rank, call, from) = (self.shared.rank, self.named(call), peer.map(|peer| self.group.world(peer)));
        self.abort(&match failure {
            Failure::Truncated => CommError::Length { rank, call, from, expected, found: None },
            Failure::Other(words) => CommError::Transport(format!("rank {rank} in {call}: MPI says: {words}")),
        })
    }
}

impl Drop for MpiTransport {
    fn drop(&mut self) {
        let inside = self.shared.inside.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if inside.open && self.group.id != 0 && !std::thread::panicking() {
            // SAFETY: MPI is open, and each group has a handle of its own.
            unsafe { self.handle.free() };
        }
    }
}

impl Transport for MpiTransport {
    fn exchange(
        &self,
        call: &Call,
        channel: Channel,
        sends: &[Outgoing<'_>],
        receives: &mut [Incoming<'_>],
    ) -> Result<(), CommError> {
        let mut inside = self.enter(call);
        // Receives first: a message that is expected goes straight to its place.
        for receive in receives.iter_mut() {
            for piece in self.pieces(receive.bytes.len()) {
                let bytes = (&raw mut *receive.bytes, piece);
                // SAFETY: `receives` is borrowed exclusively until this call returns, after the end of all requests.
                let request = unsafe { self.begin_piece(call, channel, bytes, Some(receive.from)) };
                inside.requests.push(request);
            }
        }
        for send in sends {
            // SAFETY: `sends` is borrowed until this call returns, after the end of all requests.
            unsafe { self.begin_send(call, channel, send.bytes, send.to, &mut inside) };
        }
        let mut requests = take(&mut inside.requests);
        let mut next = requests.iter_mut();
        for Incoming { from, bytes } in receives {
            for (piece, request) in self.pieces(bytes.len()).zip(&mut next) {
                self.finish_piece(call, request, Some(*from), (bytes.len(), piece));
            }
        }
        for send in sends.iter().filter(|send| send.to != self.group.rank) {
            for (_, request) in self.pieces(send.bytes.len()).zip(&mut next) {
                self.finish_send(call, request, send.to);
            }
        }
        requests.clear();
        inside.requests = requests;
        Ok(())
    }

    fn receive_any(&self, call: &Call, channel: Channel, into: &mut [u8]) -> Result<usize, CommError> {
        let _inside = self.enter(call);
        Ok(self.receive_now(call, channel, None, into))
    }

    fn try_receive_any(&self, call: &Call, channel: Channel, into: &mut [u8]) -> Result<Option<usize>, CommError> {
        let _inside = self.enter(call);
        let seen = probe(self.handle.0, None, channel.number() as i32);
        let seen = seen.unwrap_or_else(|failure| self.give_up(call, None, into.len(), failure));
        // The message that was seen is the first of its sender and tag, and nobody else receives meanwhile.
        Ok(seen.map(|seen| self.receive_now(call, channel, Some(seen.from), into)))
    }

    fn receive_new(
        &self,
        call: &Call,
        channel: Channel,
        from: Option<usize>,
        room: &mut dyn Room,
    ) -> Result<usize, CommError> {
        let _inside = self.enter(call);
        let (tag, mut sender) = (channel.number() as i32, from);
        loop {
            let seen = self.wait(call, sender, false, 0, || probe(self.handle.0, sender, tag));
            let (from, length) = (Some(seen.from), seen.bytes);
            let bytes = &raw mut *room.room(length) as *mut [u8];
            // SAFETY: the room is borrowed exclusively until after the end of the request.
            let mut request = unsafe { self.begin_piece(call, channel, (bytes, 0..length), from) };
            self.finish_piece(call, &mut request, from, (length, 0..length));
            sender = from;
            if length < self.shared.longest_piece {
                return Ok(seen.from);
            }
        }
    }

    fn start_send<'t>(
        &'t self,
        call: &Call,
        channel: Channel,
        to: usize,
        bytes: &[u8],
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        let mut inside = self.enter(call);
        let copy = if to == self.group.rank { Box::default() } else { Box::<[u8]>::from(bytes) };
        let memory = Box::into_raw(copy);
        let sent: *const [u8] = if to == self.group.rank { bytes } else { memory };
        // SAFETY: `Started` frees the copy after the end of the request, and otherwise leaks it; what is sent to this rank
        // itself is copied again.
        unsafe { self.begin_send(call, channel, sent, to, &mut inside) };
        let requests = take(&mut inside.requests);
        let memory = memory as *mut [MaybeUninit<u8>];
        Ok(Started::new(self, call, Peer::To(to), memory, requests))
    }

    fn start_receive<'t>(
        &'t self,
        call: &Call,
        channel: Channel,
        from: usize,
        length: usize,
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        let _inside = self.enter(call);
        let memory = Box::into_raw(Box::new_uninit_slice(length));
        let begin = |piece| {
            // SAFETY: as for `start_send`; nobody else has the pointer, and no byte of the memory is read before it has come.
            unsafe { self.begin_piece(call, channel, (memory as *mut [u8], piece), Some(from)) }
        };
        let requests = self.pieces(length).map(begin).collect();
        Ok(Started::new(self, call, Peer::From(from), memory, requests))
    }

    fn split(&self, group: Arc<Group>) -> Box<dyn Transport> {
        let _inside = self.enter(&Call::new(crate::Kind::Split));
        let handle = self.handle.split(group.world(0), group.rank);
        Box::new(MpiTransport::new(self.shared.clone(), group, handle))
    }

    fn fail(&self, error: CommError) -> ! {
        self.abort(&error)
    }
}
