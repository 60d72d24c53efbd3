//! What is counted, and what is declared.

use crate::{Comm, Kind, Op, Traffic, sent_by};

pub(super) fn the_trace_counts_what_was_sent(comm: &Comm) {
    let next = (comm.rank() + 1) % comm.size();
    comm.barrier();
    comm.reset_sent();
    let receiving = comm.irecv::<u64>(3, (comm.rank() + comm.size() - 1) % comm.size(), 21);
    comm.isend(&[1u64, 2, 3], next, 21).wait();
    receiving.wait(&mut [0; 3]);
    let sent = comm.sent();
    let message = Traffic { messages: 1, bytes: 24 };
    assert_eq!((sent.peers[comm.world_rank(next)], sent.total()), (message, message));
    assert_eq!((sent.spent(Kind::ISend).calls, sent.spent(Kind::IRecv).calls), (1, 1));
    assert!(sent.time() >= sent.spent(Kind::ISend).time);
    comm.barrier();
    assert_eq!(
        (comm.sent().total(), comm.sent().spent(Kind::Barrier).calls),
        (message + sent_by::barrier(comm.size()), 1)
    );
}

pub(super) fn collective_calls_send_what_is_declared(comm: &Comm) {
    let (rank, size) = (comm.rank(), comm.size());
    let counts: Vec<usize> = (0..size).map(|rank| 5 * (rank % 3)).collect();
    let blocks: Vec<usize> = counts.iter().map(|count| count * size_of::<u16>()).collect();
    let all: usize = counts.iter().sum();
    let (mut whole, mut mine) = (vec![0u16; all], vec![0u16; counts[rank]]);
    let send = vec![0u16; all];
    let counted = |declared: Traffic, call: &mut dyn FnMut()| {
        comm.reset_sent();
        call();
        assert_eq!(comm.sent().total(), declared, "rank {rank} of {size}");
    };
    for root in 0..size {
        counted(sent_by::broadcast(24, root, rank, size), &mut || comm.broadcast(&mut [0u64; 3], root));
        counted(sent_by::scatter(&blocks, root, rank), &mut || comm.scatter(&send, &counts, &mut mine, root));
        counted(sent_by::gather(&blocks, root, rank), &mut || comm.gather(&mine, &counts, &mut whole, root));
        counted(sent_by::reduce(8, root, rank), &mut || comm.reduce(&mut [0f32; 2], Op::Sum, root));
    }
    counted(sent_by::barrier(size), &mut || comm.barrier());
    counted(sent_by::allgather(&blocks, rank), &mut || comm.allgather(&mine, &counts, &mut whole));
    counted(sent_by::allreduce(24, rank, size), &mut || comm.allreduce(&mut [0f64; 3], Op::Max));
    counted(sent_by::alltoall(6, size), &mut || comm.alltoall(&vec![0u16; 3 * size], &mut vec![0; 3 * size]));
    let received = vec![counts[rank]; size];
    let mut into = vec![0u16; counts[rank] * size];
    counted(sent_by::alltoallv(&blocks, rank), &mut || comm.alltoallv(&send, &counts, &mut into, &received));
    counted(sent_by::split(size), &mut || drop(comm.split(0, 0)));
}
