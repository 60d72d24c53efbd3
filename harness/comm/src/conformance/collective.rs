//! Calls that all ranks make together.

use crate::{Comm, Op};

/// Counts with zeros among them: 0, 3, 6, 0, 3, 6 …
fn uneven(size: usize) -> Vec<usize> {
    (0..size).map(|rank| 3 * (rank % 3)).collect()
}

/// The items of all ranks' blocks in rank order; each names its rank.
fn lined_up(counts: &[usize]) -> Vec<u64> {
    counts
        .iter()
        .enumerate()
        .flat_map(|(rank, &count)| (0..count).map(move |item| (100 * rank + item) as u64))
        .collect()
}

/// What rank 0 has been told before the barrier is there after it, whoever came last.
pub(super) fn barrier_waits_for_the_last(comm: &Comm) {
    for last in 0..comm.size() {
        if comm.rank() == last {
            (0..comm.size()).for_each(|to| comm.send(&[last as u64], to, 20));
        }
        comm.barrier();
        let mut found = [0u64];
        comm.recv(&mut found, last, 20);
        assert_eq!(found, [last as u64]);
    }
}

pub(super) fn broadcast_from_every_root(comm: &Comm) {
    for root in 0..comm.size() {
        for length in [0, 1, 5, 100_000] {
            let value = if comm.rank() == root { root as f32 + 0.5 } else { -1.0 };
            let mut data = vec![value; length];
            comm.broadcast(&mut data, root);
            assert!(data.iter().all(|&item| item == root as f32 + 0.5));
        }
    }
}

pub(super) fn scatter_and_gather_are_inverse_with_uneven_counts(comm: &Comm) {
    let counts = uneven(comm.size());
    let start: usize = counts[..comm.rank()].iter().sum();
    let whole = lined_up(&counts);
    for root in 0..comm.size() {
        let at_root = comm.rank() == root;
        let mut mine = vec![0u64; counts[comm.rank()]];
        comm.scatter(if at_root { &whole } else { &[] }, &counts, &mut mine, root);
        assert_eq!(mine, whole[start..start + mine.len()]);
        let mut back = vec![0u64; if at_root { whole.len() } else { 0 }];
        comm.gather(&mine, &counts, &mut back, root);
        assert!(!at_root || back == whole);
    }
}

pub(super) fn allgather_with_uneven_counts(comm: &Comm) {
    let counts = uneven(comm.size());
    let start: usize = counts[..comm.rank()].iter().sum();
    let whole = lined_up(&counts);
    let mut all = vec![0u64; whole.len()];
    comm.allgather(&whole[start..start + counts[comm.rank()]], &counts, &mut all);
    assert_eq!(all, whole);
}

pub(super) fn reductions_by_hand(comm: &Comm) {
    let (rank, size) = (comm.rank(), comm.size());
    for root in 0..size {
        let mine = [rank as u64 + 1, 10];
        let mut sum = mine;
        comm.reduce(&mut sum, Op::Sum, root);
        let total = [(size * (size + 1) / 2) as u64, 10 * size as u64];
        assert_eq!(sum, if rank == root { total } else { mine });
    }
    let mut least = [-(rank as i32), 5];
    comm.allreduce(&mut least, Op::Min);
    assert_eq!(least, [1 - size as i32, 5]);
    let mut most = [rank as f32];
    comm.allreduce(&mut most, Op::Max);
    assert_eq!(most, [(size - 1) as f32]);
    let mut broken = [if rank == size / 2 { f64::NAN } else { 1.0 }; 2];
    comm.allreduce(&mut broken, Op::Max);
    assert!(broken.iter().all(|value| value.is_nan()), "a maximum must not hide what is not a number");
    comm.allreduce::<i64>(&mut [], Op::Sum);
}

/// Sums that round differently in each order.
pub(super) fn allreduce_has_the_same_bits_on_every_rank_as_reduce(comm: &Comm) {
    let mine: Vec<f64> = (0..1000).map(|item| 1.0 / (1.0 + (item * 31 + comm.rank() * 17) as f64).powi(3)).collect();
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    let mut everywhere = mine.clone();
    comm.allreduce(&mut everywhere, Op::Sum);
    for root in 0..comm.size() {
        let mut sum = mine.clone();
        comm.reduce(&mut sum, Op::Sum, root);
        let mut from_root = bits(&sum);
        comm.broadcast(&mut from_root, root);
        assert_eq!(from_root, bits(&everywhere));
    }
    // The larger of +0 and -0 depends on the order of the operands.
    let mut zero = [if comm.rank().is_multiple_of(2) { 0.0f64 } else { -0.0 }];
    comm.allreduce(&mut zero, Op::Max);
    let mut first = bits(&zero);
    comm.broadcast(&mut first, 0);
    assert_eq!(first, bits(&zero));
    let exact: f64 = (0..comm.size()).map(|rank| 1.0 / (1.0 + (999 * 31 + rank * 17) as f64).powi(3)).sum();
    assert!((everywhere[999] / exact - 1.0).abs() < 1e-14);
}

pub(super) fn alltoall_transposes(comm: &Comm) {
    let (rank, size) = (comm.rank(), comm.size());
    let row: Vec<[u32; 2]> = (0..size).map(|column| [rank as u32, column as u32]).collect();
    let mut column = vec![[0; 2]; size];
    comm.alltoall(&row, &mut column);
    assert!(column.iter().enumerate().all(|(from, &entry)| entry == [from as u32, rank as u32]));
}

/// Rank a sends rank b (a + 2b) mod 4 items.
pub(super) fn alltoallv_with_uneven_counts_and_zeros(comm: &Comm) {
    let (rank, size) = (comm.rank(), comm.size());
    let count = |from: usize, to: usize| (from + 2 * to) % 4;
    let send_counts: Vec<_> = (0..size).map(|to| count(rank, to)).collect();
    let recv_counts: Vec<_> = (0..size).map(|from| count(from, rank)).collect();
    let items = |from: usize, to: usize| (0..count(from, to)).map(move |item| (10_000 * from + 10 * to + item) as u64);
    let send: Vec<u64> = (0..size).flat_map(|to| items(rank, to)).collect();
    let mut into = vec![0; recv_counts.iter().sum()];
    comm.alltoallv(&send, &send_counts, &mut into, &recv_counts);
    assert!(into.into_iter().eq((0..size).flat_map(|from| items(from, rank))));
}

pub(super) fn collective_calls_leave_tagged_messages_alone(comm: &Comm) {
    let (next, previous) = ((comm.rank() + 1) % comm.size(), (comm.rank() + comm.size() - 1) % comm.size());
    comm.send(&[comm.rank() as u64], next, 0);
    comm.barrier();
    let mut sum = [1u64];
    comm.allreduce(&mut sum, Op::Sum);
    comm.broadcast(&mut sum, 0);
    assert_eq!(sum, [comm.size() as u64]);
    let mut found = [0u64];
    assert_eq!(comm.recv_any(&mut found, 0), previous);
    assert_eq!(found, [previous as u64]);
}
