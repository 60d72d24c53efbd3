//! What a transport must do: move bytes. Types, collective algorithms and the trace are built on top.

use std::fmt;
use std::sync::Arc;

use crate::group::Group;
use crate::room::Room;
use crate::{Call, CommError, Kind, MAX_TAG, Tag};

/// Which conversation a message belongs to. A receive takes only messages of its own channel, so a collective call
/// never takes a user's message, nor one of another collective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    /// Point-to-point messages of one tag.
    Tagged(Tag),
    /// The messages that a collective call is made of.
    Collective(Kind),
}

impl Channel {
    /// A number of its own: the tag, or one beyond all tags.
    pub(crate) fn number(self) -> u32 {
        match self {
            Channel::Tagged(tag) => tag,
            Channel::Collective(kind) => MAX_TAG + 1 + kind as u32,
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Channel::Tagged(tag) => write!(f, "tag {tag}"),
            Channel::Collective(kind) => write!(f, "part of {kind}"),
        }
    }
}

/// A message to be sent.
pub(crate) struct Outgoing<'a> {
    pub to: usize,
    pub bytes: &'a [u8],
}

/// A message to be received; its length must be exactly that of `bytes`.
pub(crate) struct Incoming<'a> {
    pub from: usize,
    pub bytes: &'a mut [u8],
}

/// One rank's end of a transport, in one group; ranks are those of the group.
///
/// Messages between two ranks on one channel are received in the order sent. Each call comes with its description,
/// which goes into the error if it fails.
pub(crate) trait Transport: Send {
    /// Sends and receives all of these at once; returns when the receives are complete and the sent bytes may be
    /// reused. A long message may wait for its receiver, so two ranks that first send and then receive may wait for
    /// each other; two ranks that exchange never do.
    fn exchange(
        &self,
        call: &Call,
        channel: Channel,
        sends: &[Outgoing<'_>],
        receives: &mut [Incoming<'_>],
    ) -> Result<(), CommError>;

    /// Receives the next message of the channel from whichever rank, and returns that rank.
    fn receive_any(&self, call: &Call, channel: Channel, into: &mut [u8]) -> Result<usize, CommError>;

    /// [`receive_any`](Transport::receive_any) if such a message is here, else `None` at once.
    fn try_receive_any(&self, call: &Call, channel: Channel, into: &mut [u8]) -> Result<Option<usize>, CommError>;

    /// Receives a message of any length from this rank, or from any, and returns that rank.
    fn receive_new(
        &self,
        call: &Call,
        channel: Channel,
        from: Option<usize>,
        room: &mut dyn Room,
    ) -> Result<usize, CommError>;

    /// Begins to send a copy without waiting.
    fn start_send<'t>(
        &'t self,
        call: &Call,
        channel: Channel,
        to: usize,
        bytes: &[u8],
    ) -> Result<Box<dyn Pending + 't>, CommError>;

    /// Begins to receive without waiting. Receives of one source and channel are served in the order of their start.
    fn start_receive<'t>(
        &'t self,
        call: &Call,
        channel: Channel,
        from: usize,
        length: usize,
    ) -> Result<Box<dyn Pending + 't>, CommError>;

    /// This rank's end in a group of some of these ranks. All ranks call it at once, each with its own group.
    fn split(&self, group: Arc<Group>) -> Box<dyn Transport>;

    /// Ends this rank, and with it the whole job, for this reason.
    fn fail(&self, error: CommError) -> !;
}

/// A message under way. Dropped without a wait, it still takes its course.
pub(crate) trait Pending {
    /// Whether a wait would return at once.
    fn test(&mut self) -> Result<bool, CommError>;

    /// Waits for the end, and copies what was received; `into` is empty for a send, and otherwise has the length
    /// given at the start.
    fn wait(self: Box<Self>, into: &mut [u8]) -> Result<(), CommError>;
}
