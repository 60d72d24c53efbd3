//! What the process of a duel does.

use super::busy;
use super::protocol::{Answer, Ask, Check, GREETING, Known, MARK, Prepare};
use crate::sampling::batch;
use crate::worker;
use crate::worker::judged;
use std::io::{Write, stdin, stdout};
use tenfold_comm::{Comm, Op, local};
use tenfold_kernel::{AnyKernel, Depth, Job, Judgement, Rung, Values, VariantInfo};

/// Greets, then answers what it is asked until its input ends.
pub fn serve(kernels: &[Box<dyn AnyKernel>]) {
    say_line(GREETING);
    while let Some(ask) = hear() {
        match ask {
            Ask::List => say(&Answer::Kernels(kernels.iter().map(|k| known(&**k)).collect())),
            Ask::Prepare(prepare) => {
                if let Err(reason) = enter(kernels, &prepare) {
                    say(&Answer::Failed(reason));
                }
                return;
            }
            Ask::Busy(how) => return busy::serve(&how),
            Ask::Run { .. } | Ask::Count | Ask::Judge | Ask::Sample(_) | Ask::Sampled => {
                say(&Answer::Failed("nothing is prepared".to_string()));
            }
        }
    }
}

fn known(kernel: &dyn AnyKernel) -> Known {
    Known {
        kernel: kernel.name().to_string(),
        params: kernel.specs().iter().map(|s| s.name.to_string()).collect(),
        variants: kernel.variants().iter().map(|v| (v.name.to_string(), v.rung)).collect(),
    }
}

/// The next question; `None` at the end of the input. What cannot be read is answered as such.
pub(super) fn hear() -> Option<Ask> {
    let mut line = String::new();
    loop {
        line.clear();
        if stdin().read_line(&mut line).ok()? == 0 {
            return None;
        }
        match serde_json::from_str(line.trim()) {
            Ok(ask) => return Some(ask),
            Err(e) => say(&Answer::Failed(format!("'{}' is no question: {e}", line.trim()))),
        }
    }
}

pub(super) fn say(answer: &Answer) {
    say_line(&format!("{MARK}{}", serde_json::to_string(answer).expect("an answer serialises to memory")));
}

fn say_line(line: &str) {
    // A parent that has gone ends the input as well, and this process with it.
    let mut out = stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Starts the workers; returns when the input has ended.
fn enter(kernels: &[Box<dyn AnyKernel>], prepare: &Prepare) -> Result<(), String> {
    let Prepare { kernel: name, variant, workers, cpus, .. } = prepare;
    let kernel = kernels.iter().find(|k| k.name() == name).ok_or(format!("there is no kernel '{name}'"))?;
    let variants = kernel.variants();
    let info = variants.iter().find(|v| v.name == variant).ok_or(format!("{name} has no variant '{variant}'"))?;
    let params = kernel.resolve(&prepare.params).map_err(|e| e.to_string())?;
    let contest = Contest { kernel: &**kernel, info, params: &params, check: prepare.check };
    match info.rung {
        Rung::Distributed => local::run(*workers, |comm| {
            worker::pin_one(cpus, comm.rank());
            contest.on_rank(comm, false);
        })
        .map(drop)
        .map_err(|e| e.to_string()),
        Rung::Threaded => {
            let cpus = cpus.clone();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(*workers).start_handler(move |index| {
                worker::pin_one(&cpus, index);
            });
            let pool = pool.build().map_err(|e| format!("cannot start {workers} threads: {e}"))?;
            pool.install(|| contest.on_rank(Comm::solo(), true));
            Ok(())
        }
        _ => {
            worker::pin_one(cpus, 0);
            contest.on_rank(Comm::solo(), true);
            Ok(())
        }
    }
}

/// What all ranks run.
struct Contest<'a> {
    kernel: &'a dyn AnyKernel,
    info: &'a VariantInfo,
    params: &'a Values,
    check: Check,
}

/// What rank 0 was asked, as the numbers that it broadcasts.
const END: u32 = 0;
const RUN: u32 = 1;
const COUNT: u32 = 2;
const JUDGE: u32 = 3;

impl Contest<'_> {
    /// One rank's part. Rank 0 hears and answers.
    fn on_rank(&self, comm: Comm, whole_process: bool) {
        let chief = comm.rank() == 0;
        let answer = |answer: Answer| {
            if chief {
                say(&answer);
            }
        };
        let mut job = match self.kernel.job(self.info.name, self.params, comm) {
            Ok(job) => job,
            // Every rank fails alike, so none waits for another.
            Err(e) => return answer(Answer::Failed(e.to_string())),
        };
        batch(&mut *job, 1, whole_process);
        let wrong = self.wrong(&*job);
        answer(Answer::Ready { params: self.params.clone(), path: self.info.path.name().to_string(), wrong });
        loop {
            let mut order = if chief { next() } else { [END; 3] };
            job.comm().broadcast(&mut order, 0);
            match order {
                [RUN, warming, timed] => answer(ran(&mut *job, warming, timed, whole_process)),
                [COUNT, ..] => {
                    counted_run(&mut *job);
                    answer(Answer::Ran { seconds: 0.0, switches: 0 });
                }
                [JUDGE, ..] => {
                    let wrong = self.wrong(&*job);
                    answer(Answer::Judged { wrong });
                }
                _ => return,
            }
        }
    }

    /// Why the answer of the last run is wrong; every rank must call it at once, and rank 0 knows.
    fn wrong(&self, job: &dyn Job) -> Option<String> {
        let depth = match self.check {
            Check::Full => Depth::Full,
            Check::Oracles => Depth::Oracles,
            Check::No => return None,
        };
        match judged(self.kernel, self.info.name, self.params, depth, job)? {
            Ok(judgement) => complaint(&judgement),
            Err(reason) => Some(reason),
        }
    }
}

/// What is wrong with an answer, if anything is.
fn complaint(judgement: &Judgement) -> Option<String> {
    match judgement.oracles.iter().find(|o| !o.passed) {
        Some(failed) => Some(format!("{}: {}", failed.name, failed.detail)),
        None if judgement.passed() => None,
        None => Some("no oracle knows this problem, so nothing can be said of the answer".to_string()),
    }
}

/// The next question as numbers.
fn next() -> [u32; 3] {
    loop {
        match hear() {
            None => return [END, 0, 0],
            Some(Ask::Run { warming, timed }) => return [RUN, warming, timed],
            Some(Ask::Count) => return [COUNT, 0, 0],
            Some(Ask::Judge) => return [JUDGE, 0, 0],
            Some(Ask::List | Ask::Prepare(_) | Ask::Busy(_) | Ask::Sample(_) | Ask::Sampled) => {
                say(&Answer::Failed("a variant is prepared already".to_string()));
            }
        }
    }
}

fn ran(job: &mut dyn Job, warming: u32, timed: u32, whole_process: bool) -> Answer {
    for _ in 0..warming {
        job.run();
    }
    let sample = batch(job, timed, whole_process);
    let mut slowest = [sample.seconds];
    job.comm().allreduce(&mut slowest, Op::Max);
    let mut switches = [sample.switches];
    job.comm().allreduce(&mut switches, Op::Sum);
    Answer::Ran { seconds: slowest[0], switches: switches[0] }
}

/// Callgrind counts while this function, found by its name, runs.
#[inline(never)]
fn counted_run(job: &mut dyn Job) {
    job.run();
    // Keeps the call above from becoming a jump, after which this function would no longer be running.
    std::hint::black_box(());
}
