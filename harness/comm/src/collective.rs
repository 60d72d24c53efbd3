//! Collective calls, made of messages: the same algorithms, and so the same bits, over every transport.

use bytemuck::{Pod, cast_slice, cast_slice_mut};

use crate::CommError;
use crate::link::Link;
use crate::number::{Number, Op};
use crate::transport::{Incoming, Outgoing};

/// Dissemination barrier (Hensgen, Finkel and Manber 1988): in round k every rank tells the one 2^k further on, so that
/// after log2(size) rounds everybody has heard, indirectly, of everybody.
pub(crate) fn barrier(link: Link<'_>) -> Result<(), CommError> {
    let (rank, size) = (link.rank(), link.size());
    let mut distance = 1;
    while distance < size {
        link.swap(&[], (rank + distance) % size, &mut [], (rank + size - distance) % size)?;
        distance *= 2;
    }
    Ok(())
}

/// Binomial tree from the root: whoever has the data passes it on, so the number of holders doubles each round.
pub(crate) fn broadcast(link: Link<'_>, data: &mut [u8], root: usize) -> Result<(), CommError> {
    let size = link.size();
    // Places are counted from the root; place p receives from p without its lowest set bit.
    let place = (link.rank() + size - root) % size;
    let rank_at = |place: usize| (place + root) % size;
    if place != 0 {
        link.receive(data, rank_at(place & (place - 1)))?;
    }
    let data = &*data;
    link.scratch.with_lists(|sends, receives| {
        sends.extend(children(place, size).map(|child| Outgoing { to: rank_at(child), bytes: data }));
        link.exchange(sends, receives)
    })
}

/// The places to which a place of the binomial tree passes on what it has.
pub(crate) fn children(place: usize, size: usize) -> impl Iterator<Item = usize> {
    let lowest = if place == 0 { size.next_power_of_two() } else { place & place.wrapping_neg() };
    std::iter::successors(Some(lowest / 2), |distance| Some(distance / 2))
        .take_while(|&distance| distance > 0)
        .map(move |distance| place + distance)
        .filter(move |&child| child < size)
}

/// The root sends every rank its block.
pub(crate) fn scatter<T: Pod>(
    link: Link<'_>,
    all: &[T],
    counts: &[usize],
    into: &mut [T],
    root: usize,
) -> Result<(), CommError> {
    if link.rank() != root {
        return link.receive(cast_slice_mut(into), root);
    }
    link.scratch.with_lists(|sends, receives| {
        into.copy_from_slice(outgoing(sends, all, |to| counts[to], link));
        link.exchange(sends, receives)
    })
}

/// The root receives every rank's block.
pub(crate) fn gather<T: Pod>(
    link: Link<'_>,
    mine: &[T],
    counts: &[usize],
    all: &mut [T],
    root: usize,
) -> Result<(), CommError> {
    if link.rank() != root {
        return link.send(cast_slice(mine), root);
    }
    link.scratch.with_lists(|sends, receives| {
        incoming(receives, all, |from| counts[from], link).copy_from_slice(mine);
        link.exchange(sends, receives)
    })
}

/// Every rank sends its block to every other.
pub(crate) fn allgather<T: Pod>(link: Link<'_>, mine: &[T], counts: &[usize], all: &mut [T]) -> Result<(), CommError> {
    let (rank, size) = (link.rank(), link.size());
    link.scratch.with_lists(|sends, receives| {
        let others = (1..size).map(|distance| (rank + distance) % size);
        sends.extend(others.map(|to| Outgoing { to, bytes: cast_slice(mine) }));
        incoming(receives, all, |from| counts[from], link).copy_from_slice(mine);
        link.exchange(sends, receives)
    })
}

/// Every rank sends every other its own block.
pub(crate) fn alltoallv<T: Pod>(
    link: Link<'_>,
    send: &[T],
    send_count: impl Fn(usize) -> usize,
    into: &mut [T],
    recv_count: impl Fn(usize) -> usize,
) -> Result<(), CommError> {
    link.scratch.with_lists(|sends, receives| {
        let mine = outgoing(sends, send, send_count, link);
        // Each rank starts with its successor, so that not all of them send to rank 0 first.
        sends.rotate_left(link.rank());
        incoming(receives, into, recv_count, link).copy_from_slice(mine);
        link.exchange(sends, receives)
    })
}

/// Joins the values of all ranks and leaves the result at the root; `values` of the others stay as they are.
///
/// The order is that of [`allreduce`]: a binary tree over the ranks 0, 1, 2 … whoever the root is.
pub(crate) fn reduce<N: Number>(link: Link<'_>, values: &mut [N], op: Op, root: usize) -> Result<(), CommError> {
    link.scratch.with_room(0, values.len(), |partial| {
        partial.copy_from_slice(values);
        reduce_to_first(link, partial, op)?;
        match (link.rank(), root) {
            (0, 0) => values.copy_from_slice(partial),
            (0, _) => link.send(cast_slice(partial), root)?,
            (rank, _) if rank == root => link.receive(cast_slice_mut(values), 0)?,
            _ => {}
        }
        Ok(())
    })
}

/// Joins the values of all ranks and leaves the result everywhere.
///
/// The order of the operations is a binary tree over the ranks: neighbours 2k and 2k + 1 first, then pairs of pairs.
/// If the size is a power of two, all ranks climb that tree together (recursive doubling; Thakur, Rabenseifner and
/// Gropp 2005), otherwise rank 0 does and broadcasts. Both give the same bits, on every rank.
pub(crate) fn allreduce<N: Number>(link: Link<'_>, values: &mut [N], op: Op) -> Result<(), CommError> {
    let (rank, size) = (link.rank(), link.size());
    if !size.is_power_of_two() {
        reduce_to_first(link, values, op)?;
        return broadcast(link, cast_slice_mut(values), 0);
    }
    link.scratch.with_room(1, values.len(), |theirs| {
        let mut distance = 1;
        while distance < size {
            let peer = rank ^ distance;
            link.swap(cast_slice(values), peer, cast_slice_mut(theirs), peer)?;
            join(values, theirs, op, peer < rank);
            distance *= 2;
        }
        Ok(())
    })
}

/// Climbs the tree to rank 0; the others' values are left with partial results.
fn reduce_to_first<N: Number>(link: Link<'_>, values: &mut [N], op: Op) -> Result<(), CommError> {
    let (rank, size) = (link.rank(), link.size());
    link.scratch.with_room(1, values.len(), |theirs| {
        let mut distance = 1;
        while distance < size {
            if rank & distance != 0 {
                return link.send(cast_slice(values), rank - distance);
            }
            if rank + distance < size {
                link.receive(cast_slice_mut(theirs), rank + distance)?;
                join(values, theirs, op, false);
            }
            distance *= 2;
        }
        Ok(())
    })
}

fn join<N: Number>(values: &mut [N], theirs: &[N], op: Op, theirs_first: bool) {
    for (value, &other) in values.iter_mut().zip(theirs) {
        let (left, right) = if theirs_first { (other, *value) } else { (*value, other) };
        *value = N::combine(op, left, right);
    }
}

/// Lists the blocks for all ranks but this one, whose block it returns.
fn outgoing<'a, T: Pod>(
    sends: &mut Vec<Outgoing<'a>>,
    mut all: &'a [T],
    count: impl Fn(usize) -> usize,
    link: Link<'_>,
) -> &'a [T] {
    let mut mine: &[T] = &[];
    for to in 0..link.size() {
        let block = all.split_off(..count(to)).expect("the counts were checked");
        match to == link.rank() {
            true => mine = block,
            false => sends.push(Outgoing { to, bytes: cast_slice(block) }),
        }
    }
    mine
}

/// As [`outgoing`], for what is received.
fn incoming<'a, T: Pod>(
    receives: &mut Vec<Incoming<'a>>,
    mut all: &'a mut [T],
    count: impl Fn(usize) -> usize,
    link: Link<'_>,
) -> &'a mut [T] {
    let mut mine: &mut [T] = &mut [];
    for from in 0..link.size() {
        let block = all.split_off_mut(..count(from)).expect("the counts were checked");
        match from == link.rank() {
            true => mine = block,
            false => receives.push(Incoming { from, bytes: cast_slice_mut(block) }),
        }
    }
    mine
}
