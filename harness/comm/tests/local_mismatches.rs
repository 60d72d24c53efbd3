//! Planted faults of more than one rank: calls that do not fit together, and faults in a group. Errors name both sides.

use tenfold_comm::{Comm, Op, local};

/// What `local::run` says about this body.
fn fault(size: usize, body: impl Fn(Comm) + Sync) -> String {
    local::run(size, body).expect_err("the fault must be found").to_string()
}

/// Calls that do not fit together: what ranks 0 and 1 call, and how an error names it.
fn mismatch(calls: [fn(&Comm); 2], names: [&str; 2], rule: &str) {
    let said = fault(2, |comm| calls[comm.rank()](&comm));
    let one_way = |this: usize, that: usize| {
        format!("rank {this} called {}, but rank {that} called {}: {rule}", names[this], names[that])
    };
    assert!([one_way(0, 1), one_way(1, 0)].contains(&said), "{said}\nis not\n{}", one_way(0, 1));
}

#[test]
fn collective_calls_out_of_step() {
    let rule =
        "all ranks make the same collective calls in the same order, with the same root, type, count and operator";
    let cases: &[([fn(&Comm); 2], [&str; 2])] = &[
        ([|comm| comm.barrier(), |comm| comm.allreduce(&mut [1.0], Op::Sum)], ["barrier()", "allreduce(1 × f64, Sum)"]),
        (
            [|comm| comm.broadcast(&mut [1u8, 2], 0), |comm| comm.reduce(&mut [1i32], Op::Max, 0)],
            ["broadcast(root 0, 2 × u8)", "reduce(root 0, 1 × i32, Max)"],
        ),
        (
            [|comm| comm.broadcast(&mut [1u8], 0), |comm| comm.broadcast(&mut [1u8], 1)],
            ["broadcast(root 0, 1 × u8)", "broadcast(root 1, 1 × u8)"],
        ),
        (
            [|comm| comm.allreduce(&mut [1u64], Op::Sum), |comm| comm.allreduce(&mut [1u64], Op::Min)],
            ["allreduce(1 × u64, Sum)", "allreduce(1 × u64, Min)"],
        ),
        (
            [|comm| comm.allreduce(&mut [1u64], Op::Sum), |comm| comm.allreduce(&mut [1i64], Op::Sum)],
            ["allreduce(1 × u64, Sum)", "allreduce(1 × i64, Sum)"],
        ),
        (
            [|comm| comm.allreduce(&mut [1u32; 2], Op::Sum), |comm| comm.allreduce(&mut [1u32; 3], Op::Sum)],
            ["allreduce(2 × u32, Sum)", "allreduce(3 × u32, Sum)"],
        ),
    ];
    for (calls, names) in cases {
        mismatch(*calls, *names, rule);
    }
}

#[test]
fn a_message_of_another_type() {
    let receives: [(fn(&Comm), &str); 4] = [
        (|comm| comm.recv(&mut [0f64], 0, 7), "recv(from 0, tag 7, f64)"),
        (|comm| drop(comm.recv_vec::<f64>(0, 7)), "recv_vec(from 0, tag 7, f64)"),
        (|comm| drop(comm.recv_any_vec::<f64>(7)), "recv_any_vec(tag 7, f64)"),
        (|comm| comm.irecv(1, 0, 7).wait(&mut [0f64]), "irecv(from 0, tag 7, f64)"),
    ];
    for (receive, name) in receives {
        let send: fn(&Comm) = |comm| comm.send(&[1u64], 1, 7);
        mismatch([send, receive], ["send(to 1, tag 7, u64)", name], "both must name the same type");
    }
}

/// Ranks 1 and 3 of four are a group in which they count backwards.
#[test]
fn faults_in_a_group_name_ranks_of_the_group_and_of_all() {
    let in_group = |body: fn(&Comm)| {
        fault(4, |comm| {
            let group = comm.split(comm.rank() % 2, 9 - comm.rank());
            if comm.rank() % 2 == 1 {
                body(&group);
            }
        })
    };
    let (one, three) = ("as rank 1 of a group of 2", "as rank 0 of a group of 2");
    assert_eq!(
        in_group(|group| group.recv(&mut [0u8], 1 - group.rank(), 7)),
        format!(
            "deadlock, no rank can continue: rank 1 waits in recv(from 0 (rank 3 of all), tag 7) {one}; \
             rank 3 waits in recv(from 1 (rank 1 of all), tag 7) {three}"
        )
    );
    let waits_in_vain = in_group(|group| {
        if group.rank() == 0 {
            group.barrier()
        }
    });
    assert_eq!(
        waits_in_vain,
        format!("rank 3 waits in barrier() {three} for rank 1 of all, which rank 1 will never send: it has finished")
    );
    assert_eq!(
        in_group(|group| if group.rank() == 1 {
            group.recv_any(&mut [0u8], 5);
        }),
        format!("rank 1 waits in recv_any(tag 5) {one}, to which nobody will ever send: all other ranks have finished")
    );
    assert_eq!(
        in_group(|group| if group.rank() == 1 {
            group.send(&[0u8], 2, 5)
        }),
        format!("rank 1 in send(to 2, tag 5) {one}: there is no receiver 2: the ranks are 0 to 1")
    );
    let panicked = in_group(|group| match group.rank() {
        0 => panic!("planted"),
        _ => group.barrier(),
    });
    assert_eq!(panicked, "rank 3 panicked: planted");
    let other_type = in_group(|group| match group.rank() {
        0 => group.send(&[1u8], 1, 3),
        _ => group.recv(&mut [1i8], 0, 3),
    });
    assert_eq!(
        other_type,
        format!(
            "rank 1 called recv(from 0 (rank 3 of all), tag 3, i8) {one}, but rank 3 called \
             send(to 1 (rank 1 of all), tag 3, u8) {three}: both must name the same type"
        )
    );
}
