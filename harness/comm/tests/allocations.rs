//! Collective calls work in memory that is kept from call to call.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use tenfold_comm::{Op, counts, local};

/// The system's allocator, which counts what each thread asks of it.
struct Counting;

thread_local!(static ASKED: Cell<u64> = const { Cell::new(0) });

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.set(ASKED.get() + 1);
        // SAFETY: vouched for by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: vouched for by the caller.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Short messages travel in their envelopes, long ones from where they lie; those between are copied to memory of their
/// own, and are not among these.
#[test]
fn collective_calls_do_not_allocate() {
    const ROUNDS: u64 = 300;
    for size in [1, 2, 3, 4] {
        let asked = local::run(size, |whole| {
            let comm = whole.split(0, 0);
            let (short, long) = (counts(5, size), counts(5_000 * size, size));
            let (mine, all) = (vec![1.0; long[comm.rank()]], &mut vec![0.0f64; 5_000 * size]);
            let (few, five) = (&mut vec![1u64; short[comm.rank()]], &mut [0u64; 5]);
            let equal = vec![mine.len(); size];
            let mut into = vec![0.0; 5_000 * size];
            let mut round = || {
                comm.barrier();
                comm.broadcast(five, 0);
                comm.broadcast(all, size - 1);
                comm.allreduce(&mut five[..2], Op::Max);
                comm.allreduce(all, Op::Min);
                comm.reduce(all, Op::Min, size - 1);
                comm.scatter(five, &short, few, 0);
                comm.gather(&mine, &long, all, 0);
                comm.allgather(few, &short, five);
                comm.allgather(&mine, &long, all);
                comm.alltoall(all, &mut into);
                comm.alltoallv(all, &long, &mut into[..mine.len() * size], &equal);
            };
            round();
            let before = ASKED.get();
            (0..ROUNDS).for_each(|_| round());
            ASKED.get() - before
        });
        // A call that allocates does so once a round at least. An inbox grows when a rank runs ahead for the first time.
        for asked in asked.expect("nothing is wrong") {
            assert!(asked < ROUNDS, "{asked} allocations in {ROUNDS} rounds on {size} ranks");
        }
    }
}
