//! Planted faults between ranks of this process: each ends in one error that names the rank and the call, none hangs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tenfold_comm::{Comm, CommError, Op, catch, local};

/// What `local::run` says about this body.
fn fault(size: usize, body: impl Fn(Comm) + Sync) -> String {
    local::run(size, body).expect_err("the fault must be found").to_string()
}

/// Long enough for the others to fall asleep first.
fn later() {
    std::thread::sleep(Duration::from_millis(20));
}

#[test]
fn a_ring_in_which_everybody_receives_first() {
    let said = fault(3, |comm| comm.recv(&mut [0u8], (comm.rank() + 1) % 3, 7));
    assert_eq!(
        said,
        "deadlock, no rank can continue: rank 0 waits in recv(from 1, tag 7); rank 1 waits in recv(from 2, tag 7); \
         rank 2 waits in recv(from 0, tag 7)"
    );
}

#[test]
fn two_ranks_that_both_send_a_long_message_first() {
    let said = fault(2, |comm| {
        let peer = 1 - comm.rank();
        comm.send(&[0u64; 10_000], peer, 1);
        comm.recv(&mut [0u64; 10_000], peer, 1);
    });
    assert_eq!(
        said,
        "deadlock, no rank can continue: rank 0 waits in send(to 1, tag 1); rank 1 waits in send(to 0, tag 1)"
    );
}

#[test]
fn the_wrong_tag() {
    let said = fault(2, |comm| match comm.rank() {
        0 => comm.sendrecv(&[1u8], Some(1), &mut [0u8], Some(1), 3),
        _ => comm.recv(&mut [0u8], 0, 4),
    });
    assert_eq!(
        said,
        "deadlock, no rank can continue: rank 0 waits in sendrecv(to 1, from 1, tag 3); rank 1 waits in recv(from 0, tag 4)"
    );
}

/// A rank that only looks, and never waits, must learn that nothing can come.
#[test]
fn a_rank_that_tests_for_a_message_of_one_that_has_finished() {
    let said = fault(2, |comm| {
        if comm.rank() == 0 {
            let mut receiving = comm.irecv::<u8>(1, 1, 6);
            while !receiving.test() {
                std::thread::yield_now();
            }
        }
    });
    assert_eq!(said, "rank 0 waits in irecv(from 1, tag 6), which rank 1 will never send: it has finished");
}

/// One rank is one thread at a time, in whichever of its communicators.
#[test]
fn two_threads_in_calls_of_one_rank() {
    let noticed = AtomicBool::new(false);
    let said = fault(2, |comm| {
        let group = comm.split(0, 0);
        if comm.rank() == 1 {
            while !noticed.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            return;
        }
        std::thread::scope(|scope| {
            let waits = scope.spawn(move || catch(|| group.recv(&mut [0u8], 1, 1)));
            while !waits.is_finished() && catch(|| comm.send(&[0u8], 0, 2)).is_ok() {}
            noticed.store(true, Ordering::Relaxed);
            assert!(waits.join().expect("it unwinds with an error").is_err());
        });
    });
    assert_eq!(said, "two threads use communicators of rank 0 at once; a rank does one thing at a time");
}

#[test]
fn a_rank_that_has_finished_whoever_comes_first() {
    for (finisher_is_late, waiter_is_late) in [(true, false), (false, true)] {
        let said = fault(3, |comm| match comm.rank() {
            0 if finisher_is_late => later(),
            2 => {
                if waiter_is_late {
                    later();
                }
                comm.recv(&mut [0u8], 0, 7);
            }
            _ => {}
        });
        assert_eq!(said, "rank 2 waits in recv(from 0, tag 7), which rank 0 will never send: it has finished");
    }
}

/// Rank 1 goes on computing: the error does not wait for it.
#[test]
fn a_finished_rank_is_found_while_others_work() {
    let said = fault(3, |comm| match comm.rank() {
        0 => comm.recv(&mut [0u8], 2, 7),
        1 => {
            later();
            comm.barrier();
        }
        _ => {}
    });
    assert_eq!(said, "rank 0 waits in recv(from 2, tag 7), which rank 2 will never send: it has finished");
}

#[test]
fn a_long_message_to_a_rank_that_has_finished() {
    let said = fault(2, |comm| {
        if comm.rank() == 0 {
            comm.isend(&[0u64; 10_000], 1, 2).wait();
        }
    });
    assert_eq!(said, "rank 0 waits in isend(to 1, tag 2), which rank 1 will never receive: it has finished");
}

#[test]
fn work_that_nobody_hands_out() {
    let said = fault(3, |comm| {
        if comm.rank() == 0 {
            comm.recv_any(&mut [0u8], 5);
        }
    });
    assert_eq!(said, "rank 0 waits in recv_any(tag 5), to which nobody will ever send: all other ranks have finished");
}

#[test]
fn a_rank_that_panics_while_others_wait_for_it() {
    let said = fault(7, |comm| {
        if comm.rank() == 3 {
            later();
            panic!("planted: {} cars left the ring", 5);
        }
        comm.barrier();
    });
    assert_eq!(said, "rank 3 panicked: planted: 5 cars left the ring");
}

/// The lender of a long message unwinds while the message lies unread: the loan must be taken back.
#[test]
fn a_panic_while_long_messages_wait_to_be_received() {
    for _ in 0..50 {
        let said = fault(3, |comm| match comm.rank() {
            0 => comm.send(&vec![1u8; 1 << 20], 1, 1),
            1 => comm.sendrecv(&vec![2u8; 1 << 20], Some(2), &mut vec![0; 1 << 20], Some(2), 1),
            _ => panic!("planted"),
        });
        assert_eq!(said, "rank 2 panicked: planted");
    }
}

#[test]
fn a_message_of_the_wrong_length() {
    for length in [3, 5, 100_000] {
        let said = fault(2, |comm| match comm.rank() {
            0 => comm.send(&vec![1u16; length], 1, 9),
            _ => comm.recv(&mut [0u16; 4], 0, 9),
        });
        let found = 2 * length;
        assert_eq!(
            said,
            format!("rank 1 asked in recv(from 0, tag 9) for 8 bytes, but the message from rank 0 has {found}")
        );
    }
}

#[test]
fn a_message_that_nobody_receives() {
    let said = fault(2, |comm| {
        if comm.rank() == 0 {
            comm.send(&[1u32, 2], 1, 4);
        }
    });
    assert_eq!(said, "rank 1 has finished without receiving a message of 8 bytes from rank 0 (tag 4)");
}

#[test]
fn arguments_that_cannot_be_right() {
    type Body = fn(&Comm);
    let cases: &[(Body, &str)] = &[
        (|comm| comm.send(&[1u8], 2, 0), "send(to 2, tag 0): there is no receiver 2: the ranks are 0 to 1"),
        (|comm| comm.recv(&mut [1u8], 9, 0), "recv(from 9, tag 0): there is no sender 9: the ranks are 0 to 1"),
        (|comm| comm.broadcast(&mut [1u8], 2), "broadcast(root 2): there is no root 2: the ranks are 0 to 1"),
        (|comm| comm.send(&[1u8], 0, 1_000_001), "send(to 0, tag 1000001): the largest tag is 1000000"),
        (|comm| comm.scatter(&[0u8; 3], &[3], &mut [0u8; 3], 0), "scatter(root 0): counts has 1 entries for 2 ranks"),
        (
            |comm| comm.scatter(&[0u8; 3], &[2, 2], &mut [0u8; 2], comm.rank()),
            "counts add up to 4, but all has 3 items",
        ),
        (|comm| comm.gather(&[0u8; 3], &[2, 2], &mut [0u8; 4], 0), "mine has 3 items, but counts["),
        (|comm| comm.alltoall(&[0u8; 3], &mut [0u8; 3]), "both must be the same multiple of the 2 ranks"),
        (|comm| comm.irecv::<u8>(2, comm.rank(), 0).wait(&mut [0u8; 3]), "began to receive 2 items, but waits for 3"),
    ];
    for (body, said) in cases {
        let found = fault(2, |comm| body(&comm));
        assert!(found.contains(said), "{found}\ndoes not say\n{said}");
    }
    assert_eq!(fault(0, |_| ()), "a group needs at least 1 rank, not 0");
}

#[test]
fn a_rank_alone_that_waits_for_itself() {
    let result = catch(|| Comm::solo().recv(&mut [0u8], 0, 1));
    assert_eq!(result.unwrap_err().to_string(), "deadlock, no rank can continue: rank 0 waits in recv(from 0, tag 1)");
    let panicked = std::panic::catch_unwind(|| catch(|| panic!("not a message")));
    assert!(panicked.is_err(), "catch keeps to errors of messages");
}

/// The verdict is exact: ranks that fall asleep and wake all the time are never taken for dead.
#[test]
fn no_false_alarm_under_load() {
    let result = local::run(7, |comm| {
        let mut sum = [0u64];
        for round in 0..3_000 {
            sum = [round];
            comm.allreduce(&mut sum, Op::Max);
            let (next, previous) = ((comm.rank() + 1) % 7, (comm.rank() + 6) % 7);
            let mut found = [0u64; 600];
            comm.sendrecv(&[round; 600], Some(next), &mut found, Some(previous), 1);
            assert_eq!(found, [round; 600]);
        }
        sum[0]
    });
    assert_eq!(result, Ok::<_, CommError>(vec![2_999; 7]));
}
