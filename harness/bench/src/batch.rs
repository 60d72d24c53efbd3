//! Runs a variant many times in a row on workers that stay alive from batch to batch, so that starting them is not timed.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tenfold_comm::{Comm, Op, local};
use tenfold_kernel::{AnyKernel, Job, JobError, Values, VariantInfo, Workers, answer};

/// Cores available to this process: the workers of threaded and distributed variants.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Makes the variant ready and lends `body` a function that runs it so many times and says how long the slowest worker
/// took. Returns the outputs, in rank order, of one run more, which found its memory poisoned.
pub(crate) fn with_batches(
    kernel: &dyn AnyKernel,
    variant: &VariantInfo,
    params: &Values,
    body: impl FnOnce(&mut dyn FnMut(u64) -> Duration),
) -> Result<Vec<Vec<u8>>, String> {
    let said = |e: JobError| e.to_string();
    match variant.rung.workers() {
        Workers::Ranks => on_ranks(kernel, variant, params, body),
        Workers::Threads => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(cores()).thread_name(|i| format!("worker {i}"));
            let pool = pool.build().map_err(|e| e.to_string())?;
            let mut job = pool.install(|| kernel.job(variant.name, params, None, Comm::solo())).map_err(said)?;
            body(&mut |times| pool.install(|| batch(&mut *job, times)));
            pool.install(|| answer(&mut *job));
            Ok(vec![job.output()])
        }
        Workers::One => {
            let mut job = kernel.job(variant.name, params, None, Comm::solo()).map_err(said)?;
            body(&mut |times| batch(&mut *job, times));
            answer(&mut *job);
            Ok(vec![job.output()])
        }
    }
}

fn batch(job: &mut dyn Job, times: u64) -> Duration {
    let start = Instant::now();
    (0..times).for_each(|_| job.run());
    start.elapsed()
}

fn on_ranks(
    kernel: &dyn AnyKernel,
    variant: &VariantInfo,
    params: &Values,
    body: impl FnOnce(&mut dyn FnMut(u64) -> Duration),
) -> Result<Vec<Vec<u8>>, String> {
    let (order, orders) = channel::<u64>();
    let (done, times) = channel::<Duration>();
    let orders = Mutex::new(orders);
    thread::scope(|scope| {
        let ranks = scope.spawn(|| {
            let rank = |comm| serve(kernel, variant.name, params, comm, &orders, done.clone());
            local::run(cores(), rank).unwrap_or_else(|error| {
                // The caller waits for a time that will never come: criterion knows no failing benchmark.
                eprintln!("{} {}: {error}", kernel.name(), variant.name);
                std::process::exit(1);
            })
        });
        body(&mut |count| {
            // Both ends live until `order` is dropped below, or the process has ended above.
            order.send(count).ok().and_then(|()| times.recv().ok()).unwrap_or_default()
        });
        drop(order);
        ranks.join().map_err(|_| "its ranks panicked".to_string())
    })
}

/// One rank: runs as many times as rank 0 is told, over and over, until there are no more orders. Returns its last output.
fn serve(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    comm: Comm,
    orders: &Mutex<Receiver<u64>>,
    done: Sender<Duration>,
) -> Vec<u8> {
    let mut job = kernel.job(variant, params, None, comm).expect("the answer of such a job was judged before");
    loop {
        let mut count = [0];
        if job.comm().rank() == 0 {
            count[0] = orders.lock().map_or(0, |orders| orders.recv().unwrap_or(0));
        }
        job.comm().broadcast(&mut count, 0);
        if count[0] == 0 {
            answer(&mut *job);
            return job.output();
        }
        job.comm().barrier();
        let mut slowest = [batch(&mut *job, count[0]).as_nanos() as u64];
        job.comm().allreduce(&mut slowest, Op::Max);
        if job.comm().rank() == 0 {
            // The receiver lives until the last order has been carried out.
            let _ = done.send(Duration::from_nanos(slowest[0]));
        }
    }
}
