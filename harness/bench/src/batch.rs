//! Runs a variant many times in a row on workers that stay alive from batch to batch, so that starting them is not timed.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tenfold_comm::{Comm, Op};
use tenfold_kernel::{AnyKernel, Job, JobError, Values, VariantInfo, answer, on_workers};
use tenfold_machine::cores;

/// Makes the variant ready and lends `body` a function that runs it so many times and says how long the slowest worker
/// took. Returns the outputs, in rank order, of one run more, which found its memory poisoned.
pub(crate) fn with_batches(
    kernel: &dyn AnyKernel,
    variant: &VariantInfo,
    params: &Values,
    body: impl FnOnce(&mut dyn FnMut(u64) -> Duration),
) -> Result<Vec<Vec<u8>>, String> {
    let kind = variant.rung.workers();
    let (order, orders) = channel::<u64>();
    let (done, times) = channel::<Duration>();
    let orders = Mutex::new(orders);
    thread::scope(|scope| {
        let crew = scope.spawn(move || {
            let worker = |comm| serve(kernel, variant.name, params, comm, &orders, done.clone());
            on_workers(kind, cores(), |_| (), worker).unwrap_or_else(|error| {
                // The caller waits for a time that will never come: criterion knows no failing benchmark.
                eprintln!("{} {}: {error}", kernel.name(), variant.name);
                std::process::exit(1);
            })
        });
        body(&mut |count| {
            let time = order.send(count).ok().and_then(|()| times.recv().ok());
            // A worker has panicked and said so; both channels went with it, and criterion waits for a time for ever.
            time.unwrap_or_else(|| std::process::exit(1))
        });
        drop(order);
        crew.join().map_err(|_| "its workers panicked".to_string())
    })
}

/// One worker: runs as many times as rank 0 is told, over and over, until there are no more orders. Returns its last output.
fn serve(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    comm: Comm,
    orders: &Mutex<Receiver<u64>>,
    done: Sender<Duration>,
) -> Result<Vec<u8>, JobError> {
    let mut job = kernel.job(variant, params, None, comm)?;
    loop {
        let mut count = [0];
        if job.comm().rank() == 0 {
            count[0] = orders.lock().map_or(0, |orders| orders.recv().unwrap_or(0));
        }
        job.comm().broadcast(&mut count, 0);
        if count[0] == 0 {
            answer(&mut *job);
            return Ok(job.output());
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

fn batch(job: &mut dyn Job, times: u64) -> Duration {
    let start = Instant::now();
    (0..times).for_each(|_| job.run());
    start.elapsed()
}
