//! The measured process: carries out one order.

use crate::ceilings::pingpong;
use crate::clock::now;
use crate::order::{JUDGE_MARK, Order, REPLY_MARK, RIGHT, ReferenceOrder, Reply, Task, Told};
use crate::sampling::{Sampled, batch, sample};
use crate::{outputs, pin, profiling, tracing};
use serde::Serialize;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::stdin;
use std::sync::Mutex;
use tenfold_comm::{Comm, Op, local};
use tenfold_kernel::{AnyKernel, Job, Workers, answer};
use tenfold_record::{Sample, Transport};

/// What the measured process replies.
pub type WorkerReply = Reply<Told>;

/// Carries out what stands as JSON on a worker's command line and prints the reply. `kernel` finds a kernel by its name.
///
/// # Errors
/// It is no order, or there is no such kernel.
pub fn carry_out(json: &str, kernel: impl Fn(&str) -> Option<Box<dyn AnyKernel>>) -> Result<(), String> {
    let found = |name: &str| kernel(name).ok_or_else(|| format!("there is no kernel '{name}'"));
    match serde_json::from_str(json).map_err(|e| format!("this is no order: {e}"))? {
        Task::PingPong(order) => say(pingpong::serve(&order)),
        Task::Reference(order) => {
            let done = reference(&*found(&order.reference_of)?, &order);
            say(Some(done.map_or_else(|reason| Reply::Failed { reason }, Reply::Done)));
        }
        Task::Launch(order) => say(serve(&*found(&order.kernel)?, &order)),
    }
    Ok(())
}

/// Prints the reply as one marked line. Ranks of MPI but the first have none.
fn say<R: Serialize>(reply: Option<R>) {
    if let Some(reply) = reply {
        println!("{REPLY_MARK}{}", serde_json::to_string(&reply).expect("a reply serialises to memory"));
    }
}

/// Solves a problem with the naive variant and keeps the answer where it is wanted.
fn reference(kernel: &dyn AnyKernel, order: &ReferenceOrder) -> Result<(), String> {
    let reference = kernel.reference(&order.params).map_err(|e| e.to_string())?;
    reference.save(&order.file).map_err(|e| format!("{}: {e}", order.file.display()))
}

/// Carries out `order` with `kernel`. `None` on every rank of MPI but the first, which alone replies, and where nobody judges.
pub fn serve(kernel: &dyn AnyKernel, order: &Order) -> Option<WorkerReply> {
    match (order.rung.workers(), order.transport) {
        (Workers::Ranks, Some(Transport::Mpi)) => under_mpi(kernel, order),
        (Workers::Ranks, _) => in_process_ranks(kernel, order),
        (Workers::Threads, _) => threads(kernel, order),
        (Workers::One, _) => {
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

fn threads(kernel: &dyn AnyKernel, order: &Order) -> Option<WorkerReply> {
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
            pool.install(|| on_rank(kernel, order, Comm::solo(), pinned, true))
        }
        Err(e) => Some(Reply::Failed { reason: format!("cannot start {} threads: {e}", order.workers) }),
    }
}

fn in_process_ranks(kernel: &dyn AnyKernel, order: &Order) -> Option<WorkerReply> {
    // What a rank says that cannot begin, when all that the others know is that it has gone.
    let failed = Mutex::new(None);
    let replies = local::run(order.workers, |comm| {
        let pinned = pin_worker(order, comm.rank());
        let reply = on_rank(kernel, order, comm, pinned, false);
        if let Some(Reply::Failed { .. }) = &reply {
            failed.lock().unwrap_or_else(|e| e.into_inner()).get_or_insert_with(|| reply.clone());
        }
        reply
    });
    let failed = failed.into_inner().unwrap_or_else(|e| e.into_inner()).flatten();
    match replies {
        Ok(replies) => failed.or_else(|| replies.into_iter().flatten().next()),
        Err(e) => failed.or(Some(Reply::Failed { reason: e.to_string() })),
    }
}

#[cfg(feature = "mpi")]
fn under_mpi(kernel: &dyn AnyKernel, order: &Order) -> Option<WorkerReply> {
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
fn under_mpi(_kernel: &dyn AnyKernel, _order: &Order) -> Option<WorkerReply> {
    Some(Reply::Failed { reason: crate::tools::BUILT_WITHOUT_MPI.to_string() })
}

/// One rank's part. Replies on rank 0.
fn on_rank(
    kernel: &dyn AnyKernel,
    order: &Order,
    comm: Comm,
    pinned: bool,
    whole_process: bool,
) -> Option<WorkerReply> {
    let ready = now();
    let mut job = match kernel.job(&order.variant, &order.params, None, comm) {
        Ok(job) => job,
        Err(e) => return Some(Reply::Failed { reason: e.to_string() }),
    };
    let mut first = [batch(&mut *job, 1, whole_process).seconds];
    job.comm().allreduce(&mut first, Op::Max);

    let mut right = judged(&*job, order)?;
    let mut sampled = Sampled { iterations: 1, wall_seconds: 0.0, samples: Vec::new() };
    if let (Some(protocol), true) = (order.protocol, right) {
        sampled = sample(&mut *job, protocol, whole_process);
    }
    if right {
        // Of whatever the runs before have left, nothing may reach the answer that is judged.
        answer(&mut *job);
        right = judged(&*job, order)?;
    }
    let profile = match (order.profile, right) {
        (Some(wanted), true) => profiling::profile(&mut *job, wanted),
        _ => None,
    };
    let trace = match (order.trace, right) {
        (true, true) => tracing::trace(&mut *job, !whole_process),
        _ => None,
    };
    let samples = gathered(job.comm(), &sampled.samples);
    let workers = if order.rung.workers() == Workers::One { 1 } else { order.workers };
    let cpus: Vec<usize> = order.cpus.iter().copied().cycle().take(workers.min(order.cpus.len())).collect();
    let [input_seconds, plan_seconds] = job.setup_seconds();
    (job.comm().rank() == 0).then(|| {
        Reply::Done(Told {
            path: job.path().name().to_string(),
            pinning: pin::described(&cpus, pinned),
            startup_seconds: ready - order.spawned,
            input_seconds,
            plan_seconds,
            build_seconds: 0.0,
            compile_seconds: 0.0,
            first_seconds: first[0],
            sampling_seconds: sampled.wall_seconds,
            iterations: sampled.iterations,
            samples,
            profile,
            trace,
        })
    })
}

/// Whether the answer of the last run is right, on every rank: the outputs are written, and whoever launched this process
/// has them judged. `None` where nobody will: it has gone, and this process with it.
fn judged(job: &dyn Job, order: &Order) -> Option<bool> {
    let written = outputs::write(job, &order.outputs);
    let mut verdict = [0_u32];
    if job.comm().rank() == 0 {
        match written {
            Ok(()) => println!("\n{JUDGE_MARK}"),
            Err(e) => println!("\n{JUDGE_MARK} {}: {e}", order.outputs.display()),
        }
        let mut line = String::new();
        let heard = stdin().read_line(&mut line).is_ok_and(|bytes| bytes > 0);
        verdict = [u32::from(heard) + u32::from(line.trim() == RIGHT)];
    }
    job.comm().broadcast(&mut verdict, 0);
    (verdict != [0]).then_some(verdict == [2])
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
    // The clocks of two machines have nothing in common. There the first batch, which all begin behind one barrier, is taken
    // to begin at once.
    let zero = if on_one_machine(comm) { 0.0 } else { mine.first().map_or(0.0, |sample| sample.start) };
    let packed: Vec<f64> = mine
        .iter()
        .flat_map(|s| {
            [f64::from(s.rank), f64::from(s.index), s.start - zero, s.seconds, s.steal, f64::from(s.switches)]
        })
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

/// Whether all ranks are of one boot of one machine, and so have one clock.
fn on_one_machine(comm: &Comm) -> bool {
    let mut hasher = DefaultHasher::new();
    tracing::system().hash(&mut hasher);
    let mut boots = vec![0u64; comm.size()];
    comm.allgather(&[hasher.finish()], &vec![1; comm.size()], &mut boots);
    boots.windows(2).all(|pair| pair[0] == pair[1])
}
