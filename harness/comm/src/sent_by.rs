//! What one rank sends in a collective call: how a kernel declares its messages, rank by rank.
//!
//! Lengths are in bytes. Each function is the count of the algorithm of the same name, and tests hold it against what the
//! trace counts.
//!
//! ```
//! use tenfold_comm::{Traffic, sent_by};
//!
//! let (rank, ranks, steps) = (1, 4, 100);
//! let declared = sent_by::allreduce(8, rank, ranks) * steps + sent_by::barrier(ranks);
//! assert_eq!(declared, Traffic { messages: 202, bytes: 1600 });
//! ```

use crate::Traffic;
use crate::collective::children;

/// [`Comm::barrier`](crate::Comm::barrier), on any rank.
pub fn barrier(ranks: usize) -> Traffic {
    messages(log2_up(ranks), 0)
}

/// [`Comm::broadcast`](crate::Comm::broadcast) of `bytes`.
pub fn broadcast(bytes: usize, root: usize, rank: usize, ranks: usize) -> Traffic {
    messages(children((rank + ranks - root) % ranks, ranks).count(), bytes)
}

/// [`Comm::scatter`](crate::Comm::scatter) of blocks of these lengths.
pub fn scatter(blocks: &[usize], root: usize, rank: usize) -> Traffic {
    if rank == root { alltoallv(blocks, rank) } else { Traffic::default() }
}

/// [`Comm::gather`](crate::Comm::gather) of blocks of these lengths.
pub fn gather(blocks: &[usize], root: usize, rank: usize) -> Traffic {
    messages(usize::from(rank != root), blocks[rank])
}

/// [`Comm::allgather`](crate::Comm::allgather) of blocks of these lengths.
pub fn allgather(blocks: &[usize], rank: usize) -> Traffic {
    messages(blocks.len() - 1, blocks[rank])
}

/// [`Comm::reduce`](crate::Comm::reduce) of `bytes` on each rank.
pub fn reduce(bytes: usize, root: usize, rank: usize) -> Traffic {
    // Every rank but 0 passes its part on; rank 0 has the whole, and sends it to the root.
    messages(usize::from(rank != 0 || root != 0), bytes)
}

/// [`Comm::allreduce`](crate::Comm::allreduce) of `bytes` on each rank.
pub fn allreduce(bytes: usize, rank: usize, ranks: usize) -> Traffic {
    if ranks.is_power_of_two() {
        return messages(log2_up(ranks), bytes);
    }
    reduce(bytes, 0, rank) + broadcast(bytes, 0, rank, ranks)
}

/// [`Comm::alltoall`](crate::Comm::alltoall) with blocks of `bytes`, on any rank.
pub fn alltoall(bytes: usize, ranks: usize) -> Traffic {
    messages(ranks - 1, bytes)
}

/// [`Comm::alltoallv`](crate::Comm::alltoallv) with blocks of these lengths to send.
pub fn alltoallv(blocks: &[usize], rank: usize) -> Traffic {
    let all: usize = blocks.iter().sum();
    Traffic { messages: blocks.len() as u64 - 1, bytes: (all - blocks[rank]) as u64 }
}

/// [`Comm::split`](crate::Comm::split) of a communicator of this many ranks, on any rank.
pub fn split(ranks: usize) -> Traffic {
    alltoall(size_of::<[u64; 3]>(), ranks)
}

fn messages(number: usize, bytes: usize) -> Traffic {
    Traffic { messages: 1, bytes: bytes as u64 } * number as u64
}

fn log2_up(ranks: usize) -> usize {
    ranks.next_power_of_two().trailing_zeros() as usize
}
