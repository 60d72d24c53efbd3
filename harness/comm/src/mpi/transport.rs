//! A rank of an MPI job: how it sends, receives and waits.

use std::sync::{Arc, MutexGuard};

use mpi::ffi;

use super::limit::{Next, Patience};
use super::request::{Arrival, Failure, Request, probe};
use super::{Inside, Shared, abort, last_words};
use crate::transport::{Channel, Incoming, Outgoing, Pending, Transport};
use crate::{Call, CommError, Wait};

/// One rank's end of an MPI job. A call that fails does not return: it ends the job. So whatever memory MPI was given
/// stays valid until MPI is done with it.
pub(super) struct MpiTransport {
    shared: Arc<Shared>,
}

impl MpiTransport {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        MpiTransport { shared }
    }

    /// Keeps other threads out of MPI until the guard is dropped.
    fn enter(&self, call: Call) -> MutexGuard<'_, Inside> {
        let inside = self.shared.inside.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !inside.open {
            let what = "the MPI world of this communicator has been dropped".into();
            // MPI cannot be called any more, not even to abort.
            CommError::Misuse { rank: self.shared.rank, call, what }.unwind();
        }
        inside
    }

    /// Sends a copy to this rank itself.
    fn send_to_self(&self, inside: &mut Inside, call: Call, channel: Channel, bytes: Box<[u8]>) {
        let (me, length) = (self.shared.rank, bytes.len());
        let counted = self.length(call, length);
        let sent = inside.to_self.send(channel, self.address(channel), bytes, counted, me);
        sent.unwrap_or_else(|failure| self.give_up(call, Some(me), length, failure));
    }

    /// Takes notice of the end of this rank's work: what it has sent to itself, nobody can receive any more.
    pub(super) fn finish(&self, call: Call) {
        let rank = self.shared.rank;
        match self.enter(call).to_self.unreceived() {
            Ok(None) => {}
            Ok(Some((channel, bytes))) => {
                self.abort(&CommError::Unreceived { rank, from: rank, channel: channel.to_string(), bytes })
            }
            Err(failure) => self.give_up(call, Some(rank), 0, failure),
        }
    }

    fn address(&self, channel: Channel) -> (ffi::MPI_Comm, i32) {
        match channel {
            Channel::Tagged(tag) => (self.shared.tagged.0, tag as i32),
            Channel::Collective(kind) => (self.shared.collective.0, kind as i32),
        }
    }

    fn length(&self, call: Call, bytes: usize) -> i32 {
        i32::try_from(bytes).unwrap_or_else(|_| {
            let what = format!("a message of {bytes} bytes; MPI counts only to {}: send it in pieces", i32::MAX);
            self.abort(&CommError::Misuse { rank: self.shared.rank, call, what })
        })
    }

    /// Begins to send.
    ///
    /// # Safety
    /// As for [`Request::send`].
    unsafe fn begin_send(&self, call: Call, channel: Channel, bytes: *const [u8], to: usize) -> Request {
        let (comm, tag) = self.address(channel);
        // SAFETY: vouched for by the caller.
        let request = unsafe { Request::send(comm, bytes.cast(), self.length(call, bytes.len()), to, tag) };
        request.unwrap_or_else(|failure| self.give_up(call, Some(to), bytes.len(), failure))
    }

    /// Begins to receive.
    ///
    /// # Safety
    /// As for [`Request::receive`].
    unsafe fn begin_receive(&self, call: Call, channel: Channel, bytes: *mut [u8], from: Option<usize>) -> Request {
        let (comm, tag) = self.address(channel);
        // SAFETY: vouched for by the caller.
        let request = unsafe { Request::receive(comm, bytes.cast(), self.length(call, bytes.len()), from, tag) };
        request.unwrap_or_else(|failure| self.give_up(call, from, bytes.len(), failure))
    }

    /// Waits until the message has left.
    fn finish_send(&self, call: Call, request: &mut Request, to: usize) {
        self.wait(Wait { rank: self.shared.rank, call, peer: Some(to), sending: true }, request, 0);
    }

    /// Waits until the message is here, checks its length, and returns its sender.
    fn finish_receive(&self, call: Call, request: &mut Request, from: Option<usize>, expected: usize) -> usize {
        let wait = Wait { rank: self.shared.rank, call, peer: from, sending: false };
        let Arrival { from, bytes } = self.wait(wait, request, expected);
        if bytes != expected {
            let (rank, found) = (self.shared.rank, Some(bytes));
            self.abort(&CommError::Length { rank, call, from: Some(from), expected, found });
        }
        from
    }

    fn wait(&self, wait: Wait, request: &mut Request, expected: usize) -> Arrival {
        let seconds = self.shared.seconds;
        let mut patience = Patience::new();
        let mut noted = false;
        loop {
            match request.test() {
                Ok(Some(arrival)) => {
                    if noted {
                        last_words::forget();
                    }
                    return arrival;
                }
                Ok(None) => {}
                Err(failure) => self.give_up(wait.call, wait.peer, expected, failure),
            }
            match patience.next(seconds) {
                Next::Look => {}
                Next::Settle => {
                    last_words::note(wait.clone());
                    noted = true;
                }
                Next::GiveUp => self.abort(&CommError::Timeout { wait, seconds }),
            }
        }
    }

    fn abort(&self, error: &CommError) -> ! {
        abort(self.shared.rank, error)
    }

    fn give_up(&self, call: Call, peer: Option<usize>, expected: usize, failure: Failure) -> ! {
        let rank = self.shared.rank;
        self.abort(&match failure {
            Failure::Truncated => CommError::Length { rank, call, from: peer, expected, found: None },
            Failure::Other(words) => CommError::Transport(format!("rank {rank} in {call}: MPI says: {words}")),
        })
    }
}

impl Transport for MpiTransport {
    fn rank(&self) -> usize {
        self.shared.rank
    }

    fn size(&self) -> usize {
        self.shared.size
    }

    fn exchange(
        &self,
        call: Call,
        channel: Channel,
        sends: &[Outgoing<'_>],
        receives: &mut [Incoming<'_>],
    ) -> Result<(), CommError> {
        let mut inside = self.enter(call);
        // Receives first: a message that is expected goes straight to its place.
        let mut receiving: Vec<_> = receives
            .iter_mut()
            .map(|receive| {
                let from = Some(receive.from);
                // SAFETY: `receives` is borrowed exclusively until this call returns, after the end of all requests.
                unsafe { self.begin_receive(call, channel, &raw mut *receive.bytes, from) }
            })
            .collect();
        let (to_self, to_others): (Vec<_>, Vec<_>) = sends.iter().partition(|send| send.to == self.shared.rank);
        for send in to_self {
            self.send_to_self(&mut inside, call, channel, send.bytes.into());
        }
        let mut sending: Vec<_> = to_others
            .iter()
            // SAFETY: `sends` is borrowed until this call returns, after the end of all requests.
            .map(|send| unsafe { self.begin_send(call, channel, send.bytes, send.to) })
            .collect();
        for (request, receive) in receiving.iter_mut().zip(receives) {
            self.finish_receive(call, request, Some(receive.from), receive.bytes.len());
        }
        for (request, send) in sending.iter_mut().zip(to_others) {
            self.finish_send(call, request, send.to);
        }
        Ok(())
    }

    fn receive_any(&self, call: Call, channel: Channel, into: &mut [u8]) -> Result<usize, CommError> {
        let _inside = self.enter(call);
        // SAFETY: `into` is borrowed exclusively until this call returns, after the end of the request.
        let mut request = unsafe { self.begin_receive(call, channel, &raw mut *into, None) };
        Ok(self.finish_receive(call, &mut request, None, into.len()))
    }

    fn try_receive_any(&self, call: Call, channel: Channel, into: &mut [u8]) -> Result<Option<usize>, CommError> {
        let _inside = self.enter(call);
        let (comm, tag) = self.address(channel);
        let from = probe(comm, tag).unwrap_or_else(|failure| self.give_up(call, None, into.len(), failure));
        Ok(from.map(|from| {
            // The message that was seen is the first of its sender and tag, and nobody else receives meanwhile.
            // SAFETY: `into` is borrowed exclusively until this call returns, after the end of the request.
            let mut request = unsafe { self.begin_receive(call, channel, &raw mut *into, Some(from)) };
            self.finish_receive(call, &mut request, Some(from), into.len())
        }))
    }

    fn start_send<'t>(
        &'t self,
        call: Call,
        channel: Channel,
        to: usize,
        bytes: Box<[u8]>,
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        let mut inside = self.enter(call);
        if to == self.shared.rank {
            self.send_to_self(&mut inside, call, channel, bytes);
            return Ok(Box::new(Left));
        }
        let bytes = Box::into_raw(bytes);
        // SAFETY: `Started` frees the bytes after the end of the request, and otherwise leaks them.
        let request = unsafe { self.begin_send(call, channel, bytes, to) };
        Ok(Box::new(Started { transport: self, call, direction: Direction::To(to), bytes, request }))
    }

    fn start_receive<'t>(
        &'t self,
        call: Call,
        channel: Channel,
        from: usize,
        length: usize,
    ) -> Result<Box<dyn Pending + 't>, CommError> {
        let _inside = self.enter(call);
        let bytes = Box::into_raw(vec![0; length].into_boxed_slice());
        // SAFETY: as for `start_send`; nobody else has the pointer.
        let request = unsafe { self.begin_receive(call, channel, bytes, Some(from)) };
        Ok(Box::new(Started { transport: self, call, direction: Direction::From(from), bytes, request }))
    }

    fn fail(&self, error: CommError) -> ! {
        self.abort(&error)
    }
}

/// Whom the message goes to or comes from.
enum Direction {
    To(usize),
    From(usize),
}

/// A message that nobody has to wait for.
struct Left;

impl Pending for Left {
    fn wait(self: Box<Self>, _into: &mut [u8]) -> Result<(), CommError> {
        Ok(())
    }
}

/// A message under way with the memory that it owns. If nobody waits for it, the memory is leaked, since MPI may still
/// use it.
struct Started<'t> {
    transport: &'t MpiTransport,
    call: Call,
    direction: Direction,
    bytes: *mut [u8],
    request: Request,
}

impl Pending for Started<'_> {
    fn wait(self: Box<Self>, into: &mut [u8]) -> Result<(), CommError> {
        let Started { transport, call, direction, bytes, mut request } = *self;
        let _inside = transport.enter(call);
        match direction {
            Direction::To(to) => transport.finish_send(call, &mut request, to),
            Direction::From(from) => {
                transport.finish_receive(call, &mut request, Some(from), bytes.len());
            }
        }
        // SAFETY: the pointer came from a box, and the request, the only other user of the memory, has ended.
        let bytes = unsafe { Box::from_raw(bytes) };
        if matches!(direction, Direction::From(_)) {
            into.copy_from_slice(&bytes);
        }
        Ok(())
    }
}
