//! Messages between two ranks.

use super::{next, previous};
use crate::{Comm, Direction, Grid};

/// A token goes once around and collects every rank.
pub(super) fn ring_passes_every_rank_once(comm: &Comm) {
    let mut token = [0u64];
    if comm.rank() == 0 {
        comm.send(&[1u64], next(comm), 0);
        comm.recv(&mut token, previous(comm), 0);
        assert_eq!(token, [comm.size() as u64]);
    } else {
        comm.recv(&mut token, previous(comm), 0);
        comm.send(&[token[0] + 1], next(comm), 0);
    }
}

/// MPI 4.1, section 3.5: messages do not overtake each other.
pub(super) fn messages_of_one_tag_keep_their_order(comm: &Comm) {
    for number in 0..100u32 {
        comm.send(&[number], next(comm), 3);
    }
    for number in 0..100u32 {
        let mut found = [0u32];
        comm.recv(&mut found, previous(comm), 3);
        assert_eq!(found, [number]);
    }
}

pub(super) fn tags_are_told_apart_in_any_order(comm: &Comm) {
    for tag in [5, 9, 1_000_000, 0] {
        comm.send(&[tag as f64], next(comm), tag);
    }
    for tag in [0, 5, 1_000_000, 9] {
        let mut found = [0.0];
        comm.recv(&mut found, previous(comm), tag);
        assert_eq!(found, [tag as f64]);
    }
}

pub(super) fn a_rank_can_write_to_itself(comm: &Comm) {
    let me = comm.rank();
    comm.send(&[me as i32, 7], me, 1);
    let mut found = [0i32; 2];
    comm.recv(&mut found, me, 1);
    assert_eq!(found, [me as i32, 7]);

    // However long: no receive is waited for.
    let long: Vec<u64> = (0..50_000).map(|item| item ^ me as u64).collect();
    let mut copy = vec![0; long.len()];
    comm.send(&long, me, 2);
    comm.isend(&long, me, 2).wait();
    for _ in 0..2 {
        comm.recv(&mut copy, me, 2);
        assert!(copy == long);
    }
    copy.fill(0);
    comm.sendrecv(&long, Some(me), &mut copy, Some(me), 2);
    assert!(copy == long);
}

pub(super) fn empty_messages_arrive(comm: &Comm) {
    comm.send::<f32>(&[], next(comm), 4);
    comm.recv::<f32>(&mut [], previous(comm), 4);
    comm.sendrecv::<u8>(&[], Some(next(comm)), &mut [], Some(previous(comm)), 4);
}

/// 4 MiB to either side: too long for any transport to take in passing.
pub(super) fn long_messages_cross_both_ways_at_once(comm: &Comm) {
    let pattern = |rank: usize| (0..1 << 19).map(move |item: u64| item.wrapping_mul(2 * rank as u64 + 1));
    let mine: Vec<u64> = pattern(comm.rank()).collect();
    let mut theirs = vec![0u64; mine.len()];
    comm.sendrecv(&mine, Some(next(comm)), &mut theirs, Some(previous(comm)), 5);
    assert!(theirs.iter().copied().eq(pattern(previous(comm))));
    comm.sendrecv(&mine, Some(previous(comm)), &mut theirs, Some(next(comm)), 5);
    assert!(theirs.iter().copied().eq(pattern(next(comm))));
}

/// A shift along a line: nothing comes in at its lower end.
pub(super) fn no_neighbour_means_no_message(comm: &Comm) {
    let line = Grid::balanced(comm.size(), [false]);
    let lower = line.neighbour(comm.rank(), 0, Direction::Lower);
    let upper = line.neighbour(comm.rank(), 0, Direction::Upper);
    let mut found = [99u64];
    comm.sendrecv(&[comm.rank() as u64], upper, &mut found, lower, 6);
    assert_eq!(found, [lower.map_or(99, |rank| rank as u64)]);
}

pub(super) fn grid_neighbours_exchange_their_ranks(comm: &Comm) {
    for periodic in [[true, true], [false, true], [false, false]] {
        let grid = Grid::balanced(comm.size(), periodic);
        assert_eq!(grid.size(), comm.size());
        for axis in 0..2 {
            for direction in [Direction::Lower, Direction::Upper] {
                let to = grid.neighbour(comm.rank(), axis, direction);
                let from = grid.neighbour(comm.rank(), axis, direction.opposite());
                let mut found = [u32::MAX];
                comm.sendrecv(&[comm.rank() as u32], to, &mut found, from, 7);
                assert_eq!(found, [from.map_or(u32::MAX, |rank| rank as u32)]);
            }
        }
    }
}

/// Transports change their ways somewhere between 64 bytes and 64 KiB; no byte may be lost on either side of it.
pub(super) fn all_sizes_around_the_eager_limit_arrive(comm: &Comm) {
    for size in (6..=17).flat_map(|exponent| [-1, 0, 1].map(|offset| ((1 << exponent) + offset) as usize)) {
        let mine: Vec<u8> = (0..size).map(|item| (item + comm.rank()) as u8).collect();
        let mut theirs = vec![0; size];
        comm.sendrecv(&mine, Some(next(comm)), &mut theirs, Some(previous(comm)), 8);
        assert!((0..size).all(|item| theirs[item] == (item + previous(comm)) as u8), "{size} bytes");
    }
}

pub(super) fn the_receiver_learns_the_length(comm: &Comm) {
    for length in [0, 1, 6, 7, 200, 3_000, 100_000] {
        let items = |rank: usize| (0..length).map(move |item| [item as u32, rank as u32, 7]).collect::<Vec<_>>();
        let sending = comm.isend(&items(comm.rank()), next(comm), 9);
        assert!(comm.recv_vec::<[u32; 3]>(previous(comm), 9) == items(previous(comm)));
        sending.wait();
        let sending = comm.isend(&items(comm.rank()), previous(comm), 11);
        assert!(comm.recv_any_vec::<[u32; 3]>(11) == (next(comm), items(next(comm))));
        sending.wait();
    }
}

/// Rank a sends (a + b) mod 3 messages to rank b, itself included, each of another length.
pub(super) fn irregular_neighbours_exchange_at_once(comm: &Comm) {
    let (rank, size) = (comm.rank(), comm.size());
    let message = |from: usize, to: usize, number: usize| vec![from as u64; (1 + 7 * to) * (1 + 400 * number)];
    let edges = |other: usize| (0..(rank + other) % 3).map(move |number| (other, number));
    let sent: Vec<_> = (0..size).flat_map(edges).map(|(to, number)| (to, message(rank, to, number))).collect();
    let expected: Vec<_> = (0..size).flat_map(edges).map(|(from, number)| message(from, rank, number)).collect();
    let mut found: Vec<_> = expected.iter().map(|message| vec![u64::MAX; message.len()]).collect();
    let sends: Vec<_> = sent.iter().map(|(to, items)| (*to, &items[..])).collect();
    let mut receives: Vec<_> =
        (0..size).flat_map(edges).zip(&mut found).map(|((from, _), m)| (from, &mut m[..])).collect();
    comm.exchange(&sends, &mut receives, 10);
    assert!(found == expected);
    comm.exchange::<u8>(&[], &mut [], 10);
}

/// Ranks 1 and 2 have to be served by rank 0 in the other order than that in which it names them.
pub(super) fn what_is_received_last_keeps_no_sender_waiting(comm: &Comm) {
    if comm.size() < 3 {
        return;
    }
    let long = vec![7u64; 100_000];
    match comm.rank() {
        0 => {
            let (mut short, mut all) = ([0], vec![0; long.len()]);
            comm.exchange(&[], &mut [(1, &mut short[..]), (2, &mut all[..])], 15);
            assert!(short == [1] && all == long);
        }
        1 => {
            let mut word = [0u64];
            comm.recv(&mut word, 2, 15);
            comm.send(&word, 0, 15);
        }
        2 => {
            comm.send(&long, 0, 15);
            comm.send(&[1u64], 1, 15);
        }
        _ => {}
    }
}
