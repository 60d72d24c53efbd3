//! A rank of an MPI job: how it sends, receives and waits.

use std::mem::{MaybeUninit, take};
use std::sync::{Arc, MutexGuard};

use super::handle::Handle;
use super::request::probe;
use super::started::{Peer, Started};
use super::{Inside, Shared, last_words};
use crate::group::Group;
use crate::room::Room;
use crate::transport::{Incoming, Outgoing, Pending, Transport};
use crate::{Call, CommError};

/// One rank's end of an MPI job, in one group. A call that fails does not return: it ends the job. So whatever memory MPI
/// was given stays valid until MPI is done with it.
pub(super) struct MpiTransport {
    pub(super) shared: Arc<Shared>,
    pub(super) group: Arc<Group>,
    pub(super) handle: Handle,
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
            let error = CommError::Misuse { rank: self.shared.rank, call: self.named(call), what };
            last_words::say(&error);
            error.unwind();
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

    pub(super) fn named(&self, call: &Call) -> Box<Call> {
        self.group.name(call, self.group.rank)
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
    fn exchange(&self, call: &Call, sends: &[Outgoing<'_>], receives: &mut [Incoming<'_>]) -> Result<(), CommError> {
        let mut inside = self.enter(call);
        // Receives first: a message that is expected goes straight to its place.
        for receive in receives.iter_mut() {
            for piece in self.pieces(receive.bytes.len()) {
                let bytes = (&raw mut *receive.bytes, piece);
                // SAFETY: `receives` is borrowed exclusively until this call returns, after the end of all requests.
                let request = unsafe { self.begin_piece(call, bytes, Some(receive.from)) };
                inside.requests.push(request);
            }
        }
        for send in sends {
            // SAFETY: `sends` is borrowed until this call returns, after the end of all requests.
            unsafe { self.begin_send(call, send.bytes, send.to, &mut inside) };
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

    fn receive_any(&self, call: &Call, into: &mut [u8]) -> Result<usize, CommError> {
        let _inside = self.enter(call);
        Ok(self.receive_now(call, None, into))
    }

    fn try_receive_any(&self, call: &Call, into: &mut [u8]) -> Result<Option<usize>, CommError> {
        let _inside = self.enter(call);
        let seen = probe(self.handle.0, None, call.channel().number() as i32);
        let seen = seen.unwrap_or_else(|failure| self.give_up(call, None, into.len(), failure));
        // The message that was seen is the first of its sender and tag, and nobody else receives meanwhile.
        Ok(seen.map(|seen| self.receive_now(call, Some(seen.from), into)))
    }

    fn receive_new(&self, call: &Call, from: Option<usize>, room: &mut dyn Room) -> Result<usize, CommError> {
        let _inside = self.enter(call);
        let (tag, mut sender) = (call.channel().number() as i32, from);
        loop {
            let seen = self.wait(call, sender, false, 0, || probe(self.handle.0, sender, tag));
            let (from, length) = (Some(seen.from), seen.bytes);
            let bytes = &raw mut *room.room(length) as *mut [u8];
            // SAFETY: the room is borrowed exclusively until after the end of the request.
            let mut request = unsafe { self.begin_piece(call, (bytes, 0..length), from) };
            self.finish_piece(call, &mut request, from, (length, 0..length));
            sender = from;
            if length < self.shared.longest_piece {
                return Ok(seen.from);
            }
        }
    }

    fn start_send(&self, call: &Call, to: usize, bytes: &[u8]) -> Result<Box<dyn Pending + '_>, CommError> {
        let mut inside = self.enter(call);
        let copy = if to == self.group.rank { Box::default() } else { Box::<[u8]>::from(bytes) };
        let memory = Box::into_raw(copy);
        let sent: *const [u8] = if to == self.group.rank { bytes } else { memory };
        // SAFETY: `Started` frees the copy after the end of the request, and otherwise leaks it; what is sent to this rank
        // itself is copied again.
        unsafe { self.begin_send(call, sent, to, &mut inside) };
        let requests = take(&mut inside.requests);
        let memory = memory as *mut [MaybeUninit<u8>];
        Ok(Started::begun(self, call, Peer::To(to), memory, requests))
    }

    fn start_receive(&self, call: &Call, from: usize, length: usize) -> Result<Box<dyn Pending + '_>, CommError> {
        let _inside = self.enter(call);
        let memory = Box::into_raw(Box::new_uninit_slice(length));
        let begin = |piece| {
            // SAFETY: as for `start_send`; nobody else has the pointer, and no byte of the memory is read before it has come.
            unsafe { self.begin_piece(call, (memory as *mut [u8], piece), Some(from)) }
        };
        let requests = self.pieces(length).map(begin).collect();
        Ok(Started::begun(self, call, Peer::From(from), memory, requests))
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
