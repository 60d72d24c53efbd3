//! The measured process: carries out one order.

use crate::clock::now;
use crate::order::{Done, Order, Reply};
use crate::sampling::{Sampled, batch, sample};
use crate::{pin, profiling, tracing};
use tenfold_comm::{Comm, Op, local};
use tenfold_kernel::{AnyKernel, Depth, Job, Judgement, Rung, Values};
use tenfold_record::{Sample, Transport};

/// Carries out `order` with `kernel`. `None` on every rank of MPI but the first, which alone replies.
pub fn serve(kernel: &dyn AnyKernel, order: &Order) -> Option<Reply> {
    match (order.rung, order.transport) {
        (Rung::Distributed, Some(Transport::Mpi)) => under_mpi(kernel, order),
        (Rung::Distributed, _) => Some(in_process_ranks(kernel, order)),
        (Rung::Threaded, _) => Some(threads(kernel, order)),
        _ => {
            let pinned = pin_worker(order, 0);
            on_rank(kernel, order, Comm::solo(), pinned, true)
        }
    }
}

fn pin_worker(order: &Order, index: usize) -> bool {
    pin_one(&order.cpus, index)
}

/// Pins the calling worker to its CPU of `cpus`. False where there are none, or pinning is refused.
pub(crate) fn pin_one(cpus: &[usize], index: usize) -> bool {
    !cpus.is_empty() && pin::pin(cpus[index % cpus.len()])
}

fn threads(kernel: &dyn AnyKernel, order: &Order) -> Reply {
    let cpus = order.clone();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(order.workers)
        .thread_name(|i| format!("worker {i}"))
        .start_handler(move |index| {
            pin_worker(&cpus, index);
        })
        .build();
    match pool {
        Ok(pool) => {
            let pinned = !order.cpus.is_empty();
            pool.install(|| on_rank(kernel, order, Comm::solo(), pinned, true)).expect("a single rank replies")
        }
        Err(e) => Reply::Failed { reason: format!("cannot start {} threads: {e}", order.workers) },
    }
}

fn in_process_ranks(kernel: &dyn AnyKernel, order: &Order) -> Reply {
    let replies = local::run(order.workers, |comm| {
        let pinned = pin_worker(order, comm.rank());
        on_rank(kernel, order, comm, pinned, false)
    });
    match replies {
        Ok(replies) => replies.into_iter().flatten().next().expect("the first rank replies"),
        Err(e) => Reply::Failed { reason: e.to_string() },
    }
}

#[cfg(feature = "mpi")]
fn under_mpi(kernel: &dyn AnyKernel, order: &Order) -> Option<Reply> {
    match tenfold_comm::mpi::World::init() {
        Ok(world) => {
            let comm = world.comm();
            if comm.size() != order.workers {
                let reason = format!(
                    "mpirun started jobs of {} ranks, {} were ordered: is it of the MPI that this program was built with? \
                     (TENFOLD_MPIRUN names another)",
                    comm.size(),
                    order.workers
                );
                return Some(Reply::Failed { reason });
            }
            let pinned = pin_worker(order, comm.rank());
            on_rank(kernel, order, comm, pinned, true)
        }
        Err(e) => Some(Reply::Failed { reason: e.to_string() }),
    }
}

#[cfg(not(feature = "mpi"))]
fn under_mpi(_kernel: &dyn AnyKernel, _order: &Order) -> Option<Reply> {
    Some(Reply::Failed { reason: crate::tools::BUILT_WITHOUT_MPI.to_string() })
}

/// One rank's part. Replies on rank 0.
fn on_rank(kernel: &dyn AnyKernel, order: &Order, comm: Comm, pinned: bool, whole_process: bool) -> Option<Reply> {
    let ready = now();
    let mut job = match kernel.job(&order.variant, &order.params, comm) {
        Ok(job) => job,
        // Every rank fails alike, so none waits for another.
        Err(e) => return Some(Reply::Failed { reason: e.to_string() }),
    };
    let input_seconds = now() - ready;
    let mut first = [batch(&mut *job, 1, whole_process).seconds];
    job.comm().allreduce(&mut first, Op::Max);

    let verdict = judged(kernel, &order.variant, &order.params, order.depth(), &*job);
    let mut passed = [u32::from(verdict.as_ref().is_some_and(|v| v.as_ref().is_ok_and(Judgement::passed)))];
    job.comm().broadcast(&mut passed, 0);

    let mut sampled = Sampled { iterations: 1, wall_seconds: 0.0, samples: Vec::new() };
    let mut verdict = verdict;
    if let (Some(protocol), [1]) = (order.protocol, passed) {
        sampled = sample(&mut *job, protocol, whole_process);
        // Wrong later is wrong: state kept from run to run must not spoil the answer.
        verdict = judged(kernel, &order.variant, &order.params, order.depth(), &*job);
    }
    let profile = match (order.profile, passed) {
        (Some(wanted), [1]) => profiling::profile(&mut *job, wanted),
        _ => None,
    };
    let trace = match (order.trace, passed) {
        (true, [1]) => tracing::trace(&mut *job, !whole_process),
        _ => None,
    };
    let samples = gathered(job.comm(), &sampled.samples);
    let judgement = match verdict? {
        Ok(judgement) => judgement,
        Err(reason) => return Some(Reply::Failed { reason }),
    };
    let path = kernel.variants().iter().find(|v| v.name == order.variant).map_or("portable", |v| v.path.name());
    let workers = if matches!(order.rung, Rung::Threaded | Rung::Distributed) { order.workers } else { 1 };
    let cpus: Vec<usize> = order.cpus.iter().copied().cycle().take(workers.min(order.cpus.len())).collect();
    Some(Reply::Done(Box::new(Done {
        judgement,
        path: path.to_string(),
        pinning: pin::described(&cpus, pinned),
        startup_seconds: ready - order.spawned,
        input_seconds,
        first_seconds: first[0],
        sampling_seconds: sampled.wall_seconds,
        iterations: sampled.iterations,
        samples,
        profile,
        trace,
    })))
}

/// The judgement on rank 0 of what all ranks put out, `None` on the others.
pub(crate) fn judged(
    kernel: &dyn AnyKernel,
    variant: &str,
    params: &Values,
    depth: Depth,
    job: &dyn Job,
) -> Option<Result<Judgement, String>> {
    let mine = job.output();
    let parts = collected(job.comm(), &mine);
    (job.comm().rank() == 0).then(|| kernel.judge(variant, params, &parts, depth).map_err(|e| e.to_string()))
}

/// The bytes of every rank, on rank 0; empty on the others.
pub(crate) fn collected(comm: &Comm, mine: &[u8]) -> Vec<Vec<u8>> {
    let mut lengths = vec![0u64; comm.size()];
    comm.allgather(&[mine.len() as u64], &vec![1; comm.size()], &mut lengths);
    let counts: Vec<usize> = lengths.iter().map(|&n| n as usize).collect();
    let mut all = vec![0u8; if comm.rank() == 0 { counts.iter().sum() } else { 0 }];
    comm.gather(mine, &counts, &mut all, 0);
    if comm.rank() != 0 {
        return Vec::new();
    }
    let mut rest = all.as_slice();
    counts
        .iter()
        .map(|&n| {
            let (part, tail) = rest.split_at(n);
            rest = tail;
            part.to_vec()
        })
        .collect()
}

/// The samples of every rank, on rank 0, with starts after the first of them.
fn gathered(comm: &Comm, mine: &[Sample]) -> Vec<Sample> {
    const NUMBERS: usize = 6;
    let packed: Vec<f64> = mine
        .iter()
        .flat_map(|s| [f64::from(s.rank), f64::from(s.index), s.start, s.seconds, s.steal, f64::from(s.switches)])
        .collect();
    let mut all = vec![0.0; if comm.rank() == 0 { packed.len() * comm.size() } else { 0 }];
    comm.gather(&packed, &vec![packed.len(); comm.size()], &mut all, 0);
    let first = all.chunks_exact(NUMBERS).map(|n| n[2]).fold(f64::INFINITY, f64::min);
    all.chunks_exact(NUMBERS)
        .map(|n| Sample {
            rank: n[0] as u32,
            index: n[1] as u32,
            start: n[2] - first,
            seconds: n[3],
            steal: n[4],
            switches: n[5] as u32,
        })
        .collect()
}
