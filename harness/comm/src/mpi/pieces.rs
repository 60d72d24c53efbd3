//! Messages in pieces, since MPI counts no further than 2^31 - 1.
//!
//! All pieces of a message but the last have the longest length that there is; the last is shorter, and may be empty. So a
//! receiver sees from each piece whether another follows, and most messages are one piece.

use std::ops::Range;

use super::limit::{Next, Patience};
use super::request::{Arrival, Failure, Request};
use super::transport::MpiTransport;
use super::{Inside, abort, last_words};
use crate::{Call, CommError, Wait};

impl MpiTransport {
    pub(super) fn pieces(&self, bytes: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let longest = self.shared.longest_piece;
        (0..=bytes / longest).map(move |piece| piece * longest..bytes.min((piece + 1) * longest))
    }

    /// Begins to send: to this rank itself a copy that nobody waits for.
    ///
    /// # Safety
    /// As for [`Request::send`].
    pub(super) unsafe fn begin_send(&self, call: &Call, bytes: *const [u8], to: usize, inside: &mut Inside) {
        let (comm, tag) = (self.handle.0, call.channel().number() as i32);
        for piece in self.pieces(bytes.len()) {
            // SAFETY: the piece lies within the bytes, for which the caller vouches.
            let begun = unsafe {
                let first = bytes.cast::<u8>().add(piece.start);
                if to == self.group.rank {
                    let bytes = std::slice::from_raw_parts(first, piece.len());
                    inside.to_self.send(call.channel(), (comm, tag), bytes, to)
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
    pub(super) unsafe fn begin_piece(
        &self,
        call: &Call,
        (bytes, piece): (*mut [u8], Range<usize>),
        from: Option<usize>,
    ) -> Request {
        let (comm, tag) = (self.handle.0, call.channel().number() as i32);
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
    pub(super) fn receive_now(&self, call: &Call, from: Option<usize>, into: &mut [u8]) -> usize {
        let (bytes, expected) = (&raw mut *into, into.len());
        let mut sender = from;
        for piece in self.pieces(expected) {
            // The others follow the first: messages of one sender keep their order.
            // SAFETY: `into` is borrowed exclusively until this call returns, after the end of the request.
            let mut request = unsafe { self.begin_piece(call, (bytes, piece.clone()), sender) };
            sender = Some(self.finish_piece(call, &mut request, sender, (expected, piece)));
        }
        sender.expect("each message has a piece")
    }

    /// Looks until something is there, for at most as long as a wait may take.
    pub(super) fn wait<R>(
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

    pub(super) fn abort(&self, error: &CommError) -> ! {
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
