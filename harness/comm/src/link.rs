//! One call's access to the transport: its description, its channel, and the count of what it sends.

use crate::group::Group;
use crate::scratch::Scratch;
use crate::trace::Trace;
use crate::transport::{Channel, Incoming, Outgoing, Transport};
use crate::{Call, CommError};

/// What a call sends and receives through.
#[derive(Clone, Copy)]
pub(crate) struct Link<'a> {
    pub transport: &'a dyn Transport,
    pub trace: &'a Trace,
    pub scratch: &'a Scratch,
    pub group: &'a Group,
    pub call: &'a Call,
    pub channel: Channel,
}

impl Link<'_> {
    pub(crate) fn rank(&self) -> usize {
        self.group.rank
    }

    pub(crate) fn size(&self) -> usize {
        self.group.size()
    }

    pub(crate) fn exchange(&self, sends: &[Outgoing<'_>], receives: &mut [Incoming<'_>]) -> Result<(), CommError> {
        let ends = self.trace.exchange(self.call.kind, (self.group, self.channel), sends, receives);
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

    /// Notes a message that the transport has received by itself.
    pub(crate) fn received(&self, from: usize, bytes: usize) {
        self.trace.received(self.call.kind, (self.group, self.channel), from, bytes);
    }

    /// Refuses the call unless `right`.
    pub(crate) fn require(&self, right: bool, what: impl FnOnce() -> String) -> Result<(), CommError> {
        if right {
            return Ok(());
        }
        let call = self.group.name(self.call, self.rank());
        Err(CommError::Misuse { rank: self.group.me(), call, what: what() })
    }

    /// Refuses a rank that does not exist.
    pub(crate) fn require_rank(&self, role: &str, rank: usize) -> Result<(), CommError> {
        let size = self.size();
        self.require(rank < size, || format!("there is no {role} {rank}: the ranks are 0 to {}", size - 1))
    }
}
