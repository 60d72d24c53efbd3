//! Collective calls: typed, and their arguments checked.

use bytemuck::{Pod, cast_slice_mut};

use super::Comm;
use crate::link::Link;
use crate::{Call, CommError, Kind, Number, Op, collective};

impl Comm {
    /// Returns when every rank has called it.
    pub fn barrier(&self) {
        self.run(&Call::new(Kind::Barrier), collective::barrier);
    }

    /// Copies the root's `data` to every rank. All give the same length.
    pub fn broadcast<T: Pod>(&self, data: &mut [T], root: usize) {
        let call = Call::new(Kind::Broadcast).root(root).of::<T>().items(data.len());
        self.run(&call, |link| collective::broadcast(link, cast_slice_mut(data), root));
    }

    /// Cuts the root's `all` into blocks of `counts[rank]` items, in rank order, and gives each rank its own. Ranks
    /// other than the root may pass an empty `all`; all pass the same `counts`.
    pub fn scatter<T: Pod>(&self, all: &[T], counts: &[usize], into: &mut [T], root: usize) {
        self.run(&blockwise::<T>(Kind::Scatter, counts).root(root), |link| {
            require_blocks(link, counts, "into", into.len(), (link.rank() == root).then_some(all.len()))?;
            collective::scatter(link, all, counts, into, root)
        });
    }

    /// Lines up every rank's block of `counts[rank]` items, in rank order, in the root's `all`. The inverse of
    /// [`scatter`](Comm::scatter).
    pub fn gather<T: Pod>(&self, mine: &[T], counts: &[usize], all: &mut [T], root: usize) {
        self.run(&blockwise::<T>(Kind::Gather, counts).root(root), |link| {
            require_blocks(link, counts, "mine", mine.len(), (link.rank() == root).then_some(all.len()))?;
            collective::gather(link, mine, counts, all, root)
        });
    }

    /// Lines up every rank's block of `counts[rank]` items, in rank order, in every rank's `all`.
    pub fn allgather<T: Pod>(&self, mine: &[T], counts: &[usize], all: &mut [T]) {
        self.run(&blockwise::<T>(Kind::AllGather, counts), |link| {
            require_blocks(link, counts, "mine", mine.len(), Some(all.len()))?;
            collective::allgather(link, mine, counts, all)
        });
    }

    /// Joins the values of all ranks, item by item, in the root's `values`; those of the others stay as they are.
    ///
    /// The order of the operations depends on the number of ranks alone, and is that of
    /// [`allreduce`](Comm::allreduce).
    pub fn reduce<N: Number>(&self, values: &mut [N], op: Op, root: usize) {
        let call = Call::new(Kind::Reduce).root(root).of::<N>().items(values.len()).op(op);
        self.run(&call, |link| collective::reduce(link, values, op, root));
    }

    /// Joins the values of all ranks, item by item, in every rank's `values`: the same bits everywhere, in every run
    /// and over every transport, as the order of the operations depends on the number of ranks alone.
    pub fn allreduce<N: Number>(&self, values: &mut [N], op: Op) {
        let call = Call::new(Kind::AllReduce).of::<N>().items(values.len()).op(op);
        self.run(&call, |link| collective::allreduce(link, values, op));
    }

    /// Cuts `send` into one block of equal size for each rank, and lines up in `into` the blocks received, both in
    /// rank order.
    pub fn alltoall<T: Pod>(&self, send: &[T], into: &mut [T]) {
        let (size, items) = (self.size(), send.len());
        self.run(&Call::new(Kind::AllToAll).of::<T>().items(items), |link| {
            link.require(items == into.len() && items.is_multiple_of(size), || {
                let into = into.len();
                format!("send has {items} items and into {into}: both must be the same multiple of the {size} ranks")
            })?;
            collective::alltoallv(link, send, |_| items / size, into, |_| items / size)
        });
    }

    /// [`alltoall`](Comm::alltoall) with blocks of `send_counts[to]` and `recv_counts[from]` items.
    pub fn alltoallv<T: Pod>(&self, send: &[T], send_counts: &[usize], into: &mut [T], recv_counts: &[usize]) {
        self.run(&Call::new(Kind::AllToAllV).of::<T>(), |link| {
            require_counts(link, "send_counts", send_counts, "send", send.len())?;
            require_counts(link, "recv_counts", recv_counts, "into", into.len())?;
            let (mine, own) = (send_counts[link.rank()], recv_counts[link.rank()]);
            link.require(mine == own, || format!("sends itself {mine} items, but receives {own} from itself"))?;
            collective::alltoallv(link, send, |to| send_counts[to], into, |from| recv_counts[from])
        });
    }
}

/// A call in which every rank gives the same counts.
fn blockwise<T>(kind: Kind, counts: &[usize]) -> Call {
    Call::new(kind).of::<T>().items(counts.iter().sum())
}

/// Checks the arguments that scatter and gather have in common.
fn require_blocks(
    link: Link<'_>,
    counts: &[usize],
    name: &str,
    own: usize,
    all: Option<usize>,
) -> Result<(), CommError> {
    require_counts(link, "counts", counts, "all", all.unwrap_or_else(|| counts.iter().sum()))?;
    let (rank, count) = (link.rank(), counts[link.rank()]);
    link.require(own == count, || format!("{name} has {own} items, but counts[{rank}] is {count}"))
}

fn require_counts(
    link: Link<'_>,
    counts_name: &str,
    counts: &[usize],
    items_name: &str,
    items: usize,
) -> Result<(), CommError> {
    let (size, entries) = (link.size(), counts.len());
    link.require(entries == size, || format!("{counts_name} has {entries} entries for {size} ranks"))?;
    let sum: usize = counts.iter().sum();
    link.require(sum == items, || format!("{counts_name} add up to {sum}, but {items_name} has {items} items"))
}
