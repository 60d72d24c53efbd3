//! Messages that travel while ranks compute, and messages from whoever is ready.

use super::{next, previous};
use crate::Comm;

/// A halo exchange around a computation; the data sent is a copy, so its source may change meanwhile.
pub(super) fn computation_overlaps_with_messages(comm: &Comm) {
    for length in [1, 100_000] {
        let mut mine = vec![comm.rank() as f64; length];
        let receiving = comm.irecv::<f64>(length, previous(comm), 10);
        let sending = comm.isend(&mine, next(comm), 10);
        mine.fill(-1.0);
        sending.wait();
        let mut theirs = vec![0.0; length];
        receiving.wait(&mut theirs);
        assert!(theirs.iter().all(|&item| item == previous(comm) as f64));
    }
}

/// Waiting in another order than starting does not change who gets which message.
pub(super) fn receives_are_served_in_the_order_of_their_start(comm: &Comm) {
    let first = comm.irecv::<u64>(1, previous(comm), 11);
    let second = comm.irecv::<u64>(1, previous(comm), 11);
    for number in 1..=3u64 {
        comm.send(&[number], next(comm), 11);
    }
    let mut found = [0u64; 3];
    comm.recv(&mut found[2..], previous(comm), 11);
    second.wait(&mut found[1..2]);
    first.wait(&mut found[..1]);
    assert_eq!(found, [1, 2, 3]);
}

/// Both sides start to receive and then send: nobody may wait for the other's wait.
pub(super) fn long_sends_leave_once_their_receives_have_started(comm: &Comm) {
    let mine = vec![comm.rank() as u32; 300_000];
    let receiving = comm.irecv::<u32>(mine.len(), previous(comm), 12);
    comm.send(&mine, next(comm), 12);
    let mut theirs = vec![0; mine.len()];
    receiving.wait(&mut theirs);
    assert!(theirs.iter().all(|&item| item == previous(comm) as u32));
}

/// Rank 0 hands out numbered items to whoever asks; each is done once and every rank gets some.
pub(super) fn work_is_shared_and_nobody_starves(comm: &Comm) {
    const ASK: u32 = 13;
    const GIVE: u32 = 14;
    const STOP: u64 = u64::MAX;
    let workers = comm.size() - 1;
    let items = 100 * workers as u64;
    let mut done = Vec::new();
    // Everybody has asked once before the first item is given, so a rank that gets none has been passed over.
    let ask = || comm.send(&[comm.rank() as u64], 0, ASK);
    if comm.rank() > 0 {
        ask();
    }
    comm.barrier();
    if comm.rank() == 0 {
        for item in (0..items).chain(std::iter::repeat_n(STOP, workers)) {
            let mut asked = [0u64];
            let worker = comm.recv_any(&mut asked, ASK);
            assert_eq!(asked, [worker as u64]);
            comm.send(&[item], worker, GIVE);
        }
    } else {
        loop {
            let mut item = [0u64];
            comm.recv(&mut item, 0, GIVE);
            if item == [STOP] {
                break;
            }
            done.push(item[0]);
            ask();
        }
        assert!(!done.is_empty(), "rank {} never got any work", comm.rank());
    }
    let mut sums = [done.len() as u64, done.iter().sum()];
    comm.allreduce(&mut sums, crate::Op::Sum);
    assert_eq!(sums, [items, items * items.saturating_sub(1) / 2]);
}

pub(super) fn recv_any_leaves_other_tags_and_started_receives_alone(comm: &Comm) {
    let started = comm.irecv::<u8>(1, previous(comm), 15);
    comm.send(&[1u8], next(comm), 15);
    comm.send(&[2u8], next(comm), 16);
    comm.send(&[3u8], next(comm), 15);
    let mut found = [0u8; 3];
    assert_eq!(comm.recv_any(&mut found[2..], 15), previous(comm));
    assert_eq!(comm.recv_any(&mut found[1..2], 16), previous(comm));
    started.wait(&mut found[..1]);
    assert_eq!(found, [1, 2, 3]);
}

/// Nothing is here before the barrier, and one message is on its way after it.
pub(super) fn try_recv_any_takes_what_is_here_and_never_waits(comm: &Comm) {
    let mut found = [0u32; 2];
    assert_eq!(comm.try_recv_any(&mut found, 17), None);
    comm.barrier();
    comm.send(&[comm.rank() as u32, 7], next(comm), 17);
    comm.send(&[8u8], next(comm), 18);
    let from = loop {
        if let Some(from) = comm.try_recv_any(&mut found, 17) {
            break from;
        }
        std::thread::yield_now();
    };
    assert_eq!((from, found), (previous(comm), [from as u32, 7]));
    assert_eq!(comm.try_recv_any(&mut found, 17), None);
    comm.recv(&mut [0u8], previous(comm), 18);
}

/// Nothing is here before the barrier; then looking again and again ends, and the wait has the message.
pub(super) fn a_test_tells_when_a_wait_would_return(comm: &Comm) {
    for length in [1, 100_000] {
        let mut receiving = comm.irecv::<u64>(length, previous(comm), 19);
        assert!(!receiving.test());
        comm.barrier();
        let mut sending = comm.isend(&vec![comm.rank() as u64; length], next(comm), 19);
        while !(receiving.test() & sending.test()) {
            std::thread::yield_now();
        }
        assert!(receiving.test() && sending.test());
        sending.wait();
        let mut found = vec![0; length];
        receiving.wait(&mut found);
        assert!(found.iter().all(|&rank| rank == previous(comm) as u64));
    }
}
