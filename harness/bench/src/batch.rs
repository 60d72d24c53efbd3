//! Runs a variant many times in a row on workers that stay alive from batch to batch, so that starting them is not timed.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tenfold_comm::{Comm, Op, local};
use tenfold_kernel::{AnyKernel, Job, JobError, Values, VariantInfo, Workers};

/// Cores available to this process: the workers of threaded and distributed variants.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Makes the variant ready and lends `body` a function that runs it so many times and says how long the slowest worker
/// took.
pub(crate) fn with_batches<R>(
    kernel: &dyn AnyKernel,
    variant: &VariantInfo,
    params: &Values,
    body: impl FnOnce(&mut dyn FnMut(u64) -> Duration) -> R,
) -> Result<R, String> {
    let said = |e: JobError| e.to_string();
    match variant.rung.workers() {
        Workers::Ranks => on_ranks(kernel, variant, params, body),
        Workers::Threads => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(cores()).thread_name(|i| format!("worker {i}"));
            let pool = pool.build().map_err(|e| e.to_string())?;
            let mut job = pool.install(|| kernel.job(variant.name, params, None, Comm::solo())).map_err(said)?;
            Ok(body(&mut |times| pool.install(|| batch(&mut *job, times))))
        }
        Workers::One => {
            let mut job = kernel.job(variant.name, params, None, Comm::solo()).map_err(said)?;
            Ok(body(&mut |times| batch(&mut *job, times)))
        }
    }
}

fn batch(job: &mut dyn Job, times: u64) -> Duration {
    let start = Instant::now();
    (0..times).for_each(|_| job.run());
    start.elapsed()
}

fn on_ranks<R>(
    kernel: &dyn AnyKernel,
    variant: &VariantInfo,
    params: &Values,
    body: impl FnOnce(&mut dyn FnMut(u64) -> Duration) -> R,
) -> Result<R, String> {
    let (order, orders) = channel::<u64>();
    let (done, times) = channel::<Duration>();
    let orders = Mutex::new(orders);
    thread::scope(|scope| {
        scope.spawn(|| {
            let rank = |comm| serve(kernel, variant.name, params, comm, &orders, done.clone());
            if let Err(error) = local::run(cores(), rank) {
                // The caller waits for a time that will never come: criterion knows no failing benchmark.
                eprintln!("{} {}: {error}", kernel.name(), variant.name);
                std::process::exit(1);
            }
        });
        let result = body(&mut |count| {
            // Both ends live until `order` is dropped below, or the process has ended above.
            order.send(count).ok().and_then(|()| times.recv().ok()).unwrap_or_default()
        });
        drop(order);
        Ok(result)
    })
}

/// One rank: runs as many times as rank 0 is told, over and over, until there are no more orders.
fn serve(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    comm: Comm,
    orders: &Mutex<Receiver<u64>>,
    done: Sender<Duration>,
) {
    let mut job = kernel.job(variant, params, None, comm).expect("the answer of such a job was judged before");
    loop {
        let mut count = [0];
        if job.comm().rank() == 0 {
            count[0] = orders.lock().map_or(0, |orders| orders.recv().unwrap_or(0));
        }
        job.comm().broadcast(&mut count, 0);
        if count[0] == 0 {
            return;
        }
        job.comm().barrier();
        let mut slowest = [batch(&mut *job, count[0]).as_nanos() as u64];
        job.comm().allreduce(&mut slowest, Op::Max);
        if job.comm().rank() == 0 && done.send(Duration::from_nanos(slowest[0])).is_err() {
            return;
        }
    }
}
