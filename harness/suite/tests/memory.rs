//! Memory, counted by the allocator: no rank holds more than its own, and kernels declare what they take.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use tenfold_kernel::{AnyKernel, Values, outputs, with_jobs};

/// The system's allocator, which counts the bytes that are alive and remembers the most.
struct Counting;

static ALIVE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all is passed on to the system's allocator; the counting touches no memory of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let alive = ALIVE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(alive, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }
    // Large blocks grow where they lie, or are moved without a copy (mremap): not alive twice.
    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        let alive = ALIVE.fetch_add(size, Ordering::Relaxed) + size;
        MOST.fetch_max(alive, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(start, layout, size) }
    }
    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        ALIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(start, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most bytes alive while all ranks of `variant` make themselves ready and run.
fn peak(kernel: &dyn AnyKernel, variant: &str, params: &Values, ranks: usize) -> f64 {
    let before = ALIVE.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    // Jobs are kept until all have run, so that no rank has gone before the last one is there.
    let jobs = with_jobs(kernel, variant, params, ranks, None, |mut job| {
        job.run();
        job.comm().barrier();
    });
    jobs.unwrap();
    (MOST.load(Ordering::Relaxed) - before) as f64
}

/// The most bytes alive in the process that judges the answer of `variant`: reference answer, input, and what the ranks wrote.
fn judging(kernel: &dyn AnyKernel, variant: &str, params: &Values, ranks: usize) -> f64 {
    let before = ALIVE.load(Ordering::Relaxed);
    let from_here = || MOST.store(ALIVE.load(Ordering::Relaxed), Ordering::Relaxed);
    let most = || (MOST.load(Ordering::Relaxed) - before) as f64;
    let reference = kernel.reference(params).unwrap();
    from_here();
    let judge = kernel.judge(params, &reference).unwrap();
    let to_begin_with = most();
    // The outputs come once it has begun, and the reference answer's bytes have gone.
    drop(reference);
    let parts = outputs(kernel, variant, params, ranks, None).unwrap();
    from_here();
    assert!(judge.variant(variant, parts).unwrap().passed());
    to_begin_with.max(most())
}

/// A problem of some ten megabytes, by making the small one larger: or of 4,096 times its work, where memory grows with the root
/// of it.
fn large(kernel: &dyn AnyKernel) -> Values {
    const BYTES: f64 = 1.5e7;
    const MOST: usize = 4096;
    let (mut params, mut workers) = (kernel.small(), 1);
    while kernel.memory(&params, 1) < BYTES && workers < MOST {
        workers *= 2;
        params = kernel.grow(&kernel.small(), workers).unwrap();
    }
    params
}

/// Four ranks take at most so many times what one takes.
const SHARED: f64 = 1.3;

/// Kernels whose ranks hold what others sent while they compute, which is much beside matrices of a few megabytes.
const HOLD_MORE: [(&str, f64); 2] = [("matmul", 1.7), ("cholesky", 2.0)];

/// One test, as the allocator counts for the whole process.
#[test]
fn ranks_share_the_memory_and_kernels_know_how_much_it_is() {
    for kernel in tenfold_suite::kernels() {
        let (kernel, name) = (&*kernel, kernel.name());
        let params = large(kernel);
        for variant in kernel.variants() {
            let one = peak(kernel, variant.name, &params, 1);
            let declared = kernel.memory(&params, 1);
            let needed = format!("{name} {}: {one:.3e} bytes, declared {declared:.3e}", variant.name);
            assert!(one <= 1.05 * declared, "{needed}");
            if variant.rung.workers() == tenfold_kernel::Workers::Ranks {
                let four = peak(kernel, variant.name, &params, 4);
                let most = HOLD_MORE.iter().find(|(kernel, _)| *kernel == name).map_or(SHARED, |(_, most)| *most);
                assert!(four <= most * one, "{needed}; four ranks take {four:.3e}");
                let declared = kernel.memory(&params, 4);
                assert!(
                    four <= 1.05 * declared,
                    "{name} {}: four ranks {four:.3e}, declared {declared:.3e}",
                    variant.name
                );
                // The guard of a problem counts three times as much for the judge as for one rank.
                let (judge, declared) = (judging(kernel, variant.name, &params, 4), kernel.memory(&params, 1));
                assert!(
                    judge <= 1.05 * 3.0 * declared,
                    "{name} {}: judging {judge:.3e}, counted {declared:.3e}",
                    variant.name
                );
            }
        }
    }
}
