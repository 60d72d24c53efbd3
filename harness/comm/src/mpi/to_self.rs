//! Messages of a rank to itself.
//!
//! MPI may let a send wait for its receive, and MPICH does so where both are the same rank, which then waits for ever. So
//! such a message leaves from a copy that nobody waits for. MPI matches it with its receive, in order, as any other.

use mpi::ffi;

use super::request::{Failure, Request};
use crate::transport::Channel;

/// The copies that MPI may still read.
#[derive(Default)]
pub(super) struct ToSelf(Vec<Copy>);

struct Copy {
    request: Request,
    channel: Channel,
    bytes: *mut [u8],
}

// SAFETY: the pointer is the only one to a box but for MPI's.
unsafe impl Send for ToSelf {}

impl ToSelf {
    /// Begins to send a copy of `bytes` to this rank, whose number in the communicator is `me`.
    pub(super) fn send(
        &mut self,
        channel: Channel,
        (comm, tag): (ffi::MPI_Comm, i32),
        bytes: &[u8],
        me: usize,
    ) -> Result<(), Failure> {
        self.forget_received()?;
        let (length, bytes) = (bytes.len(), Box::into_raw(Box::<[u8]>::from(bytes)));
        // SAFETY: the bytes are freed after the end of the request, and else never.
        let request = unsafe { Request::send(comm, bytes.cast_const().cast(), length, me, tag)? };
        self.0.push(Copy { request, channel, bytes });
        Ok(())
    }

    /// The first message that has not been received: by what it was sent, and its length in bytes.
    pub(super) fn unreceived(&mut self) -> Result<Option<(Channel, usize)>, Failure> {
        self.forget_received()?;
        Ok(self.0.first().map(|copy| (copy.channel, copy.bytes.len())))
    }

    fn forget_received(&mut self) -> Result<(), Failure> {
        let mut failure = None;
        self.0.retain_mut(|copy| match copy.request.test() {
            Ok(None) => true,
            Ok(Some(_)) => {
                // SAFETY: the pointer came from a box, and the request, the only other user of the memory, has ended.
                drop(unsafe { Box::from_raw(copy.bytes) });
                false
            }
            Err(reason) => {
                failure = Some(reason);
                true
            }
        });
        failure.map_or(Ok(()), Err)
    }
}
