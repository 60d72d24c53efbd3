//! The measured process: carries out one order.

use crate::ceilings::pingpong;
use crate::clock::now;
use crate::order::{JUDGE_MARK, Order, REPLY_MARK, RIGHT, Reply, Task, Told};
use crate::sampling::{Sampled, batch, sample};
use crate::{mpi, outputs, profiling, tracing, voice};
use serde::Serialize;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::stdin;
use tenfold_comm::{Comm, Op};
use tenfold_kernel::{AnyKernel, Job, Workers, answer, on_workers};
use tenfold_machine::{Topology, list, pages, pin};
use tenfold_record::{Sample, Transport};

/// What the measured process replies.
pub type WorkerReply = Reply<Told>;

/// The verb that starts a worker; its order follows.
pub const VERB: &str = "worker";

/// Carries out what stands as JSON on a worker's command line and prints the reply.
///
/// # Errors
/// It is no order, or there is no such kernel.
pub fn carry_out(json: &str, kernels: &[Box<dyn AnyKernel>]) -> Result<(), String> {
    match serde_json::from_str(json).map_err(|e| format!("this is not an order: {e}"))? {
        Task::PingPong(order) => say(pingpong::serve(&order)),
        Task::Launch(order) => {
            let kernel = kernels.iter().find(|kernel| kernel.name() == order.kernel);
            say(serve(&**kernel.ok_or_else(|| format!("there is no kernel '{}'", order.kernel))?, &order));
        }
    }
    Ok(())
}

/// Prints the reply as one marked line. Ranks of MPI but the first have none.
fn say<R: Serialize>(reply: Option<R>) {
    if let Some(reply) = reply {
        voice::say(&format!("{REPLY_MARK}{}", serde_json::to_string(&reply).expect("a reply serialises to memory")));
    }
}

/// Carries out `order` with `kernel`. `None` on every rank of MPI but the first, which alone replies, and where nobody judges.
pub fn serve(kernel: &dyn AnyKernel, order: &Order) -> Option<WorkerReply> {
    let kind = order.rung.workers();
    if (kind, order.transport) == (Workers::Ranks, Some(Transport::Mpi)) {
        return under_mpi(kernel, order);
    }
    let cpus = order.cpus.clone();
    let begin = move |index| {
        pin::pin_worker(&cpus, index);
    };
    let replies =
        on_workers(kind, order.workers, begin, |comm| match on_rank(kernel, order, comm, kind != Workers::Ranks) {
            Some(Reply::Failed { reason }) => Err(reason),
            reply => Ok(reply),
        });
    match replies {
        Ok(replies) => replies.into_iter().flatten().next(),
        Err(e) => Some(Reply::Failed { reason: e.to_string() }),
    }
}

fn under_mpi(kernel: &dyn AnyKernel, order: &Order) -> Option<WorkerReply> {
    let part = |comm: Comm| {
        if comm.size() != order.workers {
            let reason = format!(
                "mpirun started jobs with the wrong number of ranks, {} instead of {}: does it belong to the MPI that this \
                 program was built with? (TENFOLD_MPIRUN names another)",
                comm.size(),
                order.workers
            );
            return Some(Reply::Failed { reason });
        }
        pin::pin_worker(&order.cpus, comm.rank());
        on_rank(kernel, order, comm, true)
    };
    mpi::as_rank(part).unwrap_or_else(|reason| Some(Reply::Failed { reason }))
}

/// One rank's part. Replies on rank 0.
fn on_rank(kernel: &dyn AnyKernel, order: &Order, comm: Comm, whole_process: bool) -> Option<WorkerReply> {
    let ready = now();
    let mut job = match kernel.job(&order.variant, &order.params, None, comm) {
        Ok(job) => job,
        Err(e) => return Some(Reply::Failed { reason: e.to_string() }),
    };
    let mut first = [batch(&mut *job, 1, whole_process).seconds];
    job.comm().allreduce(&mut first, Op::Max);

    let mut right = judged(&*job, order)?;
    let mut sampled = Sampled::of(1, Vec::new(), None);
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
    let places = places(job.comm(), order.rung.workers());
    // Ranks of one process share its memory.
    let huge_page_bytes = match order.transport {
        Some(Transport::Mpi) => total(job.comm(), pages::huge_bytes()),
        _ => pages::huge_bytes(),
    };
    let [input_seconds, plan_seconds] = job.setup_seconds();
    (job.comm().rank() == 0).then(|| {
        Reply::Done(Told {
            path: job.path().name().to_string(),
            pinning: Topology::here().described(&places),
            startup_seconds: ready - order.spawned,
            input_seconds,
            plan_seconds,
            first_seconds: first[0],
            sampling_seconds: sampled.wall_seconds,
            iterations: sampled.iterations,
            samples,
            throttling: sampled.throttling,
            huge_page_bytes,
            profile,
            trace,
            ..Told::default()
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
            Ok(()) => voice::say(JUDGE_MARK),
            Err(e) => voice::say(&format!("{JUDGE_MARK} {}: {e}", order.outputs.display())),
        }
        let mut line = String::new();
        let heard = stdin().read_line(&mut line).is_ok_and(|bytes| bytes > 0);
        verdict = [u32::from(heard) + u32::from(line.trim() == RIGHT)];
    }
    job.comm().broadcast(&mut verdict, 0);
    (verdict != [0]).then_some(verdict == [2])
}

/// Which CPUs each worker may use, read back from the system: of every rank in turn, or of every thread.
fn places(comm: &Comm, kind: Workers) -> Vec<Vec<usize>> {
    match kind {
        Workers::One => vec![pin::allowed()],
        Workers::Threads => rayon::broadcast(|_| pin::allowed()),
        Workers::Ranks => {
            let mine = list::written(&pin::allowed());
            let all = outputs::collected(comm, |to| to.write_all(mine.as_bytes()));
            all.iter().map(|rank| list::read(&String::from_utf8_lossy(rank))).collect()
        }
    }
}

/// The sum over all ranks; `None` where one does not know.
fn total(comm: &Comm, mine: Option<u64>) -> Option<u64> {
    let mut all = [mine.unwrap_or(0), u64::from(mine.is_none())];
    comm.allreduce(&mut all, Op::Sum);
    (all[1] == 0).then_some(all[0])
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
