//! What is kept of a rank that is watched.

use super::{next, previous};
use crate::{Comm, End, Kind, Op};
use std::time::{Duration, Instant};

pub(super) fn a_watched_rank_keeps_when_it_called(comm: &Comm) {
    let before = comm.watch(3, 100);
    comm.barrier();
    let mut sum = [1u64];
    comm.allreduce(&mut sum, Op::Sum);
    comm.barrier();
    comm.barrier();
    let (after, spans) = (Instant::now(), comm.watched().expect("it is watched").spans);
    assert_eq!(spans.iter().map(|s| s.kind).collect::<Vec<_>>(), [Kind::Barrier, Kind::AllReduce, Kind::Barrier]);
    let moments: Vec<Instant> = spans.iter().flat_map(|s| [s.from, s.to]).collect();
    assert!(moments.is_sorted() && before <= moments[0] && moments[5] <= after, "{spans:?}");
    comm.barrier();
    assert!(comm.watched().is_none(), "nobody watches any more");
}

/// Every kind of call: who sent what to whom must be the same at both ends, message by message.
pub(super) fn both_ends_of_every_message_are_kept(comm: &Comm) {
    let (rank, size) = (comm.rank(), comm.size());
    let (next, previous) = (next(comm), previous(comm));
    comm.reset_sent();
    comm.watch(100, 1000);
    // The second receive is waited for first: it gets the second message all the same.
    let (first, second) = (comm.irecv::<u64>(1, previous, 30), comm.irecv::<u64>(2, previous, 30));
    let (one, two) = (comm.isend(&[1u64], next, 30), comm.isend(&[1u64, 2], next, 30));
    second.wait(&mut [0; 2]);
    first.wait(&mut [0]);
    one.wait();
    two.wait();
    comm.sendrecv(&[0u8; 5000], Some(next), &mut [0u8; 5000], Some(previous), 30);
    comm.send(&[0u8; 7], next, 31);
    assert_eq!(comm.recv_any(&mut [0u8; 7], 31), previous);
    comm.allreduce(&mut [1u64], Op::Sum);
    comm.broadcast(&mut [0u8; 9], size - 1);
    comm.alltoall(&vec![0u16; size], &mut vec![0; size]);
    comm.barrier();
    // Of the same tag, but in another group.
    let group = comm.split(0, 0);
    let sending = group.isend(&[1u8; 3], next, 31);
    assert_eq!(group.recv_vec::<u8>(previous, 31).len(), 3);
    sending.wait();
    comm.exchange(&[(next, &[0u8; 2]), (next, &[0; 3])], &mut [(previous, &mut [0; 2]), (previous, &mut [0; 3])], 31);
    let watched = comm.watched().expect("it is watched");
    let (ends, sent) = (watched.ends.expect("there is room for them"), comm.sent());
    assert!(ends.iter().all(|end| end.waited.is_some_and(|(from, to)| from <= to && end.begun <= to)), "{ends:?}");
    for peer in 0..size {
        let in_world = comm.world_rank(peer);
        let found = kept(&ends, true, in_world);
        assert_eq!(found.len() as u64, sent.peers[in_world].messages, "rank {rank} to rank {peer}");
        // What each says of the other, side by side.
        let mut theirs = vec![[0; 2]; kept(&ends, false, in_world).len()];
        comm.sendrecv(&found, Some(peer), &mut theirs, Some(peer), 32);
        assert_eq!(kept(&ends, false, in_world), theirs, "rank {rank} of rank {peer}");
    }
}

/// Channel and bytes of the messages to or from one rank, channel by channel, each in its order.
fn kept(ends: &[End], sends: bool, peer: usize) -> Vec<[u64; 2]> {
    let those = ends.iter().filter(|end| end.sends == sends && end.peer == peer);
    let mut kept: Vec<[u64; 2]> = those.map(|end| [u64::from(end.channel), end.bytes as u64]).collect();
    kept.sort_by_key(|message| message[0]);
    kept
}

pub(super) fn time_in_calls_is_not_computed(comm: &Comm) {
    let start = comm.watch(100, 100);
    comm.barrier();
    let pause = Duration::from_millis(2);
    std::thread::sleep(pause);
    comm.barrier();
    let end = start.elapsed();
    let Some(ends) = comm.watched().and_then(|watched| watched.ends) else { panic!("there is room for them") };
    assert!(ends.is_sorted_by_key(|end| end.computed) && ends.iter().all(|end| end.computed <= end.begun - start));
    if let [first, .., last] = &ends[..] {
        assert!(last.computed - first.computed >= pause && last.computed <= end, "{ends:?}");
    }
}

pub(super) fn too_many_messages_are_not_kept_in_part(comm: &Comm) {
    comm.watch(0, 3);
    for _ in 0..2 {
        comm.send(&[0u8], comm.rank(), 33);
        comm.recv(&mut [0u8], comm.rank(), 33);
    }
    let watched = comm.watched().expect("it is watched");
    assert!(watched.spans.is_empty() && watched.ends.is_none());
}
