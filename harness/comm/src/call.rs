//! What a rank is doing: the words of every error and of the trace.

use std::fmt;

/// Tells messages between the same two ranks apart; at most [`MAX_TAG`].
pub type Tag = u32;

/// The largest tag that every MPI library accepts (MPI 4.1, section 9.1.2: `MPI_TAG_UB` is at least 32767).
pub const MAX_TAG: Tag = 32_767;

/// The kinds of call of a [`Comm`](crate::Comm), one for each method that moves messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the method of that name")]
pub enum Kind {
    Send,
    Recv,
    RecvAny,
    TryRecvAny,
    SendRecv,
    ISend,
    IRecv,
    Barrier,
    Broadcast,
    Scatter,
    Gather,
    AllGather,
    Reduce,
    AllReduce,
    AllToAll,
    AllToAllV,
    /// The end of an MPI job, when its `mpi::World` is dropped.
    Finalise,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: [Kind; 17] = [
        Kind::Send,
        Kind::Recv,
        Kind::RecvAny,
        Kind::TryRecvAny,
        Kind::SendRecv,
        Kind::ISend,
        Kind::IRecv,
        Kind::Barrier,
        Kind::Broadcast,
        Kind::Scatter,
        Kind::Gather,
        Kind::AllGather,
        Kind::Reduce,
        Kind::AllReduce,
        Kind::AllToAll,
        Kind::AllToAllV,
        Kind::Finalise,
    ];

    /// The name of the method.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Send => "send",
            Kind::Recv => "recv",
            Kind::RecvAny => "recv_any",
            Kind::TryRecvAny => "try_recv_any",
            Kind::SendRecv => "sendrecv",
            Kind::ISend => "isend",
            Kind::IRecv => "irecv",
            Kind::Barrier => "barrier",
            Kind::Broadcast => "broadcast",
            Kind::Scatter => "scatter",
            Kind::Gather => "gather",
            Kind::AllGather => "allgather",
            Kind::Reduce => "reduce",
            Kind::AllReduce => "allreduce",
            Kind::AllToAll => "alltoall",
            Kind::AllToAllV => "alltoallv",
            Kind::Finalise => "finalise",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One call with the arguments that matter when it fails, shown as `recv(from 1, tag 7)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub kind: Kind,
    /// The rank sent to, where the caller named one.
    pub to: Option<usize>,
    /// The rank received from, where the caller named one.
    pub from: Option<usize>,
    /// The root of a collective call that has one.
    pub root: Option<usize>,
    /// The tag of a point-to-point call.
    pub tag: Option<Tag>,
}

impl Call {
    pub(crate) fn new(kind: Kind) -> Self {
        Call { kind, to: None, from: None, root: None, tag: None }
    }

    pub(crate) fn to(self, to: impl Into<Option<usize>>) -> Self {
        Call { to: to.into(), ..self }
    }

    pub(crate) fn from(self, from: impl Into<Option<usize>>) -> Self {
        Call { from: from.into(), ..self }
    }

    pub(crate) fn root(self, root: usize) -> Self {
        Call { root: Some(root), ..self }
    }

    pub(crate) fn tag(self, tag: Tag) -> Self {
        Call { tag: Some(tag), ..self }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments =
            [("to", self.to), ("from", self.from), ("root", self.root), ("tag", self.tag.map(|tag| tag as usize))];
        write!(f, "{}(", self.kind)?;
        let mut comma = "";
        for (name, value) in arguments {
            if let Some(value) = value {
                write!(f, "{comma}{name} {value}")?;
                comma = ", ";
            }
        }
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_read_as_they_are_written() {
        assert_eq!(Call::new(Kind::Recv).from(1).tag(7).to_string(), "recv(from 1, tag 7)");
        assert_eq!(Call::new(Kind::SendRecv).to(2).from(None).tag(0).to_string(), "sendrecv(to 2, tag 0)");
        assert_eq!(Call::new(Kind::Barrier).to_string(), "barrier()");
        assert_eq!(Call::new(Kind::Broadcast).root(3).to_string(), "broadcast(root 3)");
    }

    #[test]
    fn every_kind_stands_at_its_own_place() {
        for (index, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }
}
