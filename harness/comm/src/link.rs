//! One call's access to the transport: its description, its channel, and the count of what it sends.

use crate::trace::Trace;
use crate::transport::{Channel, Incoming, Outgoing, Transport};
use crate::{Call, CommError};

/// What a call sends and receives through.
#[derive(Clone, Copy)]
pub(crate) struct Link<'a> {
    pub transport: &'a dyn Transport,
    pub trace: &'a Trace,
    pub call: Call,
    pub channel: Channel,
}

impl Link<'_> {
    pub(crate) fn rank(&self) -> usize {
        self.transport.rank()
    }

    pub(crate) fn size(&self) -> usize {
        self.transport.size()
    }

    pub(crate) fn exchange(&self, sends: &[Outgoing<'_>], receives: &mut [Incoming<'_>]) -> Result<(), CommError> {
        let ends = self.trace.exchange(self.call.kind, self.channel, sends, receives);
        self.transport.exchange(self.call, self.channel, sends, receives)?;
        self.trace.end(ends);
        Ok(())
    }

    pub(crate) fn send(&self, bytes: &[u8], to: usize) -> Result<(), CommError> {
        self.exchange(&[Outgoing { to, bytes }], &mut [])
    }

    pub(crate) fn receive(&self, bytes: &mut [u8], from: usize) -> Result<(), CommError> {
        self.exchange(&[], &mut [Incoming { from, bytes }])
    }

    pub(crate) fn swap(&self, send: &[u8], to: usize, into: &mut [u8], from: usize) -> Result<(), CommError> {
        self.exchange(&[Outgoing { to, bytes: send }], &mut [Incoming { from, bytes: into }])
    }

    /// Refuses the call unless `right`.
    pub(crate) fn require(&self, right: bool, what: impl FnOnce() -> String) -> Result<(), CommError> {
        if right {
            return Ok(());
        }
        Err(CommError::Misuse { rank: self.rank(), call: self.call, what: what() })
    }

    /// Refuses a rank that does not exist.
    pub(crate) fn require_rank(&self, role: &str, rank: usize) -> Result<(), CommError> {
        let size = self.size();
        self.require(rank < size, || format!("there is no {role} {rank}: the ranks are 0 to {}", size - 1))
    }
}
