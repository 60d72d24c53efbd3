//! Who belongs to a communicator.

use std::sync::Arc;

use crate::transport::Channel;
use crate::{Call, Kind, MAX_TAG};

/// The ranks of one communicator, as one of them sees it.
#[derive(Debug)]
pub(crate) struct Group {
    /// 0 is the whole. No rank is in two groups of the same number, so it tells apart the messages of two groups that
    /// have both sender and receiver in common.
    pub id: u32,
    /// This rank in the group.
    pub rank: usize,
    /// The world rank of each.
    pub members: Arc<[usize]>,
}

impl Group {
    pub(crate) fn whole(rank: usize, size: usize) -> Arc<Self> {
        Arc::new(Group { id: 0, rank, members: (0..size).collect() })
    }

    pub(crate) fn size(&self) -> usize {
        self.members.len()
    }

    /// The world rank of rank `rank`.
    pub(crate) fn world(&self, rank: usize) -> usize {
        self.members[rank]
    }

    /// This rank in the world.
    pub(crate) fn me(&self) -> usize {
        self.members[self.rank]
    }

    /// The call of rank `rank` as an error names it: with the group that its ranks count in.
    pub(crate) fn name(&self, call: &Call, rank: usize) -> Call {
        let group = (self.id != 0).then(|| (rank, self.members.clone()));
        Call { group, ..call.clone() }
    }

    /// A channel's number in a timeline: the tag, or one beyond all tags, in a range of the group's own. (From the 4,294th
    /// split on the ranges wrap around.)
    pub(crate) fn number(&self, channel: Channel) -> u32 {
        const RANGE: u32 = MAX_TAG + 1 + Kind::ALL.len() as u32;
        self.id.wrapping_mul(RANGE).wrapping_add(channel.number())
    }
}
