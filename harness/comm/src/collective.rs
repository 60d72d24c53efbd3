//! Collective calls, made of messages: the same algorithms, and so the same bits, over every transport.

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
    let lowest = if place == 0 { size.next_power_of_two() } else { place & place.wrapping_neg() };
    if place != 0 {
        link.receive(data, rank_at(place - lowest))?;
    }
    let data = &*data;
    let children: Vec<_> = std::iter::successors(Some(lowest / 2), |distance| Some(distance / 2))
        .take_while(|&distance| distance > 0)
        .filter(|distance| place + distance < size)
        .map(|distance| Outgoing { to: rank_at(place + distance), bytes: data })
        .collect();
    link.exchange(&children, &mut [])
}

/// The root sends every rank its block.
pub(crate) fn scatter(
    link: Link<'_>,
    all: &[u8],
    counts: &[usize],
    into: &mut [u8],
    root: usize,
) -> Result<(), CommError> {
    if link.rank() != root {
        return link.receive(into, root);
    }
    let mut sends = Vec::with_capacity(counts.len());
    for (to, bytes) in blocks(all, counts).enumerate() {
        if to == root {
            into.copy_from_slice(bytes);
        } else {
            sends.push(Outgoing { to, bytes });
        }
    }
    link.exchange(&sends, &mut [])
}

/// The root receives every rank's block.
pub(crate) fn gather(
    link: Link<'_>,
    mine: &[u8],
    counts: &[usize],
    all: &mut [u8],
    root: usize,
) -> Result<(), CommError> {
    if link.rank() != root {
        return link.send(mine, root);
    }
    let mut receives = Vec::with_capacity(counts.len());
    for (from, bytes) in blocks_mut(all, counts).enumerate() {
        if from == root {
            bytes.copy_from_slice(mine);
        } else {
            receives.push(Incoming { from, bytes });
        }
    }
    link.exchange(&[], &mut receives)
}

/// Every rank sends its block to every other.
pub(crate) fn allgather(link: Link<'_>, mine: &[u8], counts: &[usize], all: &mut [u8]) -> Result<(), CommError> {
    let (rank, size) = (link.rank(), link.size());
    let sends: Vec<_> = others(rank, size).map(|to| Outgoing { to, bytes: mine }).collect();
    let mut receives = Vec::with_capacity(size);
    for (from, bytes) in blocks_mut(all, counts).enumerate() {
        if from == rank {
            bytes.copy_from_slice(mine);
        } else {
            receives.push(Incoming { from, bytes });
        }
    }
    link.exchange(&sends, &mut receives)
}

/// Every rank sends every other its own block.
pub(crate) fn alltoallv(
    link: Link<'_>,
    send: &[u8],
    send_counts: &[usize],
    into: &mut [u8],
    recv_counts: &[usize],
) -> Result<(), CommError> {
    let (rank, size) = (link.rank(), link.size());
    let outgoing: Vec<_> = blocks(send, send_counts).collect();
    // Each rank starts with its successor, so that not all of them send to rank 0 first.
    let sends: Vec<_> = others(rank, size).map(|to| Outgoing { to, bytes: outgoing[to] }).collect();
    let mut receives = Vec::with_capacity(size);
    for (from, bytes) in blocks_mut(into, recv_counts).enumerate() {
        if from == rank {
            bytes.copy_from_slice(outgoing[rank]);
        } else {
            receives.push(Incoming { from, bytes });
        }
    }
    link.exchange(&sends, &mut receives)
}

/// Joins the values of all ranks and leaves the result at the root; `values` of the others stay as they are.
///
/// The order is that of [`allreduce`]: a binary tree over the ranks 0, 1, 2 … whoever the root is.
pub(crate) fn reduce<N: Number>(link: Link<'_>, values: &mut [N], op: Op, root: usize) -> Result<(), CommError> {
    let mut partial = values.to_vec();
    reduce_to_first(link, &mut partial, op)?;
    match (link.rank(), root) {
        (0, 0) => values.copy_from_slice(&partial),
        (0, _) => link.send(bytemuck::cast_slice(&partial), root)?,
        (rank, _) if rank == root => link.receive(bytemuck::cast_slice_mut(values), 0)?,
        _ => {}
    }
    Ok(())
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
        return broadcast(link, bytemuck::cast_slice_mut(values), 0);
    }
    let mut theirs = values.to_vec();
    let mut distance = 1;
    while distance < size {
        let peer = rank ^ distance;
        link.swap(bytemuck::cast_slice(values), peer, bytemuck::cast_slice_mut(&mut theirs), peer)?;
        join(values, &theirs, op, peer < rank);
        distance *= 2;
    }
    Ok(())
}

/// Climbs the tree to rank 0; the others' values are left with partial results.
fn reduce_to_first<N: Number>(link: Link<'_>, values: &mut [N], op: Op) -> Result<(), CommError> {
    let (rank, size) = (link.rank(), link.size());
    let mut theirs = values.to_vec();
    let mut distance = 1;
    while distance < size {
        if rank & distance != 0 {
            return link.send(bytemuck::cast_slice(values), rank - distance);
        }
        if rank + distance < size {
            link.receive(bytemuck::cast_slice_mut(&mut theirs), rank + distance)?;
            join(values, &theirs, op, false);
        }
        distance *= 2;
    }
    Ok(())
}

fn join<N: Number>(values: &mut [N], theirs: &[N], op: Op, theirs_first: bool) {
    for (value, &other) in values.iter_mut().zip(theirs) {
        let (left, right) = if theirs_first { (other, *value) } else { (*value, other) };
        *value = N::combine(op, left, right);
    }
}

fn others(rank: usize, size: usize) -> impl Iterator<Item = usize> {
    (1..size).map(move |distance| (rank + distance) % size)
}

fn blocks<'a>(mut all: &'a [u8], counts: &[usize]) -> impl Iterator<Item = &'a [u8]> {
    counts.iter().map(move |&count| all.split_off(..count).expect("the counts were checked"))
}

fn blocks_mut<'a>(mut all: &'a mut [u8], counts: &[usize]) -> impl Iterator<Item = &'a mut [u8]> {
    counts.iter().map(move |&count| all.split_off_mut(..count).expect("the counts were checked"))
}
