//! What a rank is doing: the words of every error and of the trace.

use std::fmt;
use std::sync::Arc;

use crate::Op;
use crate::transport::Channel;

/// Tells messages between the same two ranks apart; at most [`MAX_TAG`].
pub type Tag = u32;

/// The largest tag: 25 for each tile of 200 × 200, and with the numbers of collective calls below 2^20, which Open MPI,
/// MPICH and Intel MPI all accept. (The standard promises 32,767 only; `mpi::World::init` asks the library.)
pub const MAX_TAG: Tag = 1_000_000;

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
    RecvVec,
    RecvAnyVec,
    Exchange,
    Barrier,
    Broadcast,
    Scatter,
    Gather,
    AllGather,
    Reduce,
    AllReduce,
    AllToAll,
    AllToAllV,
    Split,
    /// The end of an MPI job, when its `mpi::World` is dropped.
    Finalise,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: [Kind; 21] = [
        Kind::Send,
        Kind::Recv,
        Kind::RecvAny,
        Kind::TryRecvAny,
        Kind::SendRecv,
        Kind::ISend,
        Kind::IRecv,
        Kind::RecvVec,
        Kind::RecvAnyVec,
        Kind::Exchange,
        Kind::Barrier,
        Kind::Broadcast,
        Kind::Scatter,
        Kind::Gather,
        Kind::AllGather,
        Kind::Reduce,
        Kind::AllReduce,
        Kind::AllToAll,
        Kind::AllToAllV,
        Kind::Split,
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
            Kind::RecvVec => "recv_vec",
            Kind::RecvAnyVec => "recv_any_vec",
            Kind::Exchange => "exchange",
            Kind::Barrier => "barrier",
            Kind::Broadcast => "broadcast",
            Kind::Scatter => "scatter",
            Kind::Gather => "gather",
            Kind::AllGather => "allgather",
            Kind::Reduce => "reduce",
            Kind::AllReduce => "allreduce",
            Kind::AllToAll => "alltoall",
            Kind::AllToAllV => "alltoallv",
            Kind::Split => "split",
            Kind::Finalise => "finalise",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The type of the items of a message, by its name.
#[derive(Clone, Copy)]
pub(crate) struct Element(fn() -> &'static str);

impl Element {
    pub(crate) fn of<T>() -> Self {
        Element(std::any::type_name::<T>)
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        // Most often the same function, and one function has one name; but a type may have several such functions.
        std::ptr::fn_addr_eq(self.0, other.0) || (self.0)() == (other.0)()
    }
}

impl Eq for Element {}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str((self.0)())
    }
}

/// What must be alike where a message is sent and where it is received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    pub element: Option<Element>,
    /// Of a collective call in which every rank names the same; 0 otherwise.
    pub items: usize,
    pub op: Option<Op>,
}

/// One call with the arguments that matter when it fails, shown as `recv(from 1, tag 7)`, or with `{:#}` as
/// `recv(from 1, tag 7, f64)`. In a group split from the whole, peers are shown by both their ranks.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub(crate) shape: Shape,
    /// This rank's number in the group and the world ranks of all its members, if it is not the whole.
    pub(crate) group: Option<(usize, Arc<[usize]>)>,
}

impl Call {
    pub(crate) fn new(kind: Kind) -> Self {
        Call { kind, to: None, from: None, root: None, tag: None, shape: Shape::default(), group: None }
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

    /// Its items are of type `T`.
    pub(crate) fn of<T>(self) -> Self {
        Call { shape: Shape { element: Some(Element::of::<T>()), ..self.shape }, ..self }
    }

    /// Every rank names this many.
    pub(crate) fn items(self, items: usize) -> Self {
        Call { shape: Shape { items, ..self.shape }, ..self }
    }

    pub(crate) fn op(self, op: Op) -> Self {
        Call { shape: Shape { op: Some(op), ..self.shape }, ..self }
    }

    pub(crate) fn channel(&self) -> Channel {
        self.tag.map_or(Channel::Collective(self.kind), Channel::Tagged)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arguments = Vec::new();
        for (role, rank) in [("to", self.to), ("from", self.from), ("root", self.root)] {
            let Some(rank) = rank else { continue };
            let of_all = self.group.as_ref().and_then(|(_, members)| members.get(rank));
            let of_all = of_all.map(|of_all| format!(" (rank {of_all} of all)"));
            arguments.push(format!("{role} {rank}{}", of_all.unwrap_or_default()));
        }
        arguments.extend(self.tag.map(|tag| format!("tag {tag}")));
        if f.alternate() {
            let Shape { element, items, op } = self.shape;
            let times = if self.tag.is_none() && items > 0 { format!("{items} × ") } else { String::new() };
            arguments.extend(element.map(|element| format!("{times}{element:?}")));
            arguments.extend(op.map(|op| format!("{op:?}")));
        }
        write!(f, "{}({})", self.kind, arguments.join(", "))?;
        match &self.group {
            Some((rank, members)) => write!(f, " as rank {rank} of a group of {}", members.len()),
            None => Ok(()),
        }
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
        let reduce = Call::new(Kind::Reduce).root(1).of::<f64>().items(3).op(Op::Sum);
        assert_eq!(
            (reduce.to_string(), format!("{reduce:#}")),
            ("reduce(root 1)".into(), "reduce(root 1, 3 × f64, Sum)".into())
        );
        let in_group = Call { group: Some((0, [5, 3].into())), ..reduce };
        assert_eq!(in_group.to_string(), "reduce(root 1 (rank 3 of all)) as rank 0 of a group of 2");
    }

    #[test]
    fn every_kind_stands_at_its_own_place() {
        for (index, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }
}
