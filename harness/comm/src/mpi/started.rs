//! Messages over MPI that travel while their rank computes.

use std::mem::MaybeUninit;

use super::request::Request;
use super::transport::MpiTransport;
use crate::transport::Pending;
use crate::{Call, CommError};

/// Whom the message goes to or comes from.
#[derive(Clone, Copy)]
pub(super) enum Peer {
    To(usize),
    From(usize),
}

/// A message under way with the memory that it owns. If nobody waits for it, the memory is leaked, since MPI may still
/// use it.
pub(super) struct Started<'t> {
    transport: &'t MpiTransport,
    call: Call,
    peer: Peer,
    memory: *mut [MaybeUninit<u8>],
    /// One for each piece, and how many of them have ended.
    requests: Vec<Request>,
    ended: usize,
}

impl<'t> Started<'t> {
    pub(super) fn new(
        transport: &'t MpiTransport,
        call: &Call,
        peer: Peer,
        memory: *mut [MaybeUninit<u8>],
        requests: Vec<Request>,
    ) -> Box<dyn Pending + 't> {
        Box::new(Started { transport, call: call.clone(), peer, memory, requests, ended: 0 })
    }
}

impl Pending for Started<'_> {
    fn test(&mut self) -> Result<bool, CommError> {
        let Started { transport, ref call, peer, memory, .. } = *self;
        let _inside = transport.enter(call);
        let pieces = transport.pieces(memory.len()).zip(&mut self.requests);
        for (piece, request) in pieces.skip(self.ended) {
            match (request.test(), peer) {
                (Ok(None), _) => return Ok(false),
                (Ok(Some(arrival)), Peer::From(_)) => transport.check_piece(call, &arrival, memory.len(), piece),
                (Ok(Some(_)), Peer::To(_)) => {}
                (Err(failure), Peer::To(peer) | Peer::From(peer)) => {
                    transport.give_up(call, Some(peer), memory.len(), failure)
                }
            }
            self.ended += 1;
        }
        Ok(true)
    }

    fn wait(self: Box<Self>, into: &mut [u8]) -> Result<(), CommError> {
        let Started { transport, call, peer, memory, mut requests, ended } = *self;
        let _inside = transport.enter(&call);
        for (piece, request) in transport.pieces(memory.len()).zip(&mut requests).skip(ended) {
            match peer {
                Peer::To(to) => transport.finish_send(&call, request, to),
                Peer::From(from) => {
                    transport.finish_piece(&call, request, Some(from), (memory.len(), piece));
                }
            }
        }
        // SAFETY: the pointer came from a box, and the requests, the only other users of the memory, have ended.
        let bytes = unsafe { Box::from_raw(memory) };
        if let Peer::From(_) = peer {
            // SAFETY: all pieces are here, each with its length.
            into.copy_from_slice(unsafe { bytes.assume_init_ref() });
        }
        Ok(())
    }
}
