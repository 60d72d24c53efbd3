//! What the process of a duel does.

use super::busy;
use super::protocol::{Answer, Ask, GREETING, Known, Prepare, Problem};
use super::talk::{hear, say};
use crate::outputs::collected;
use crate::sampling::batch;
use crate::voice;
use std::path::Path;
use tenfold_comm::{Comm, Op};
use tenfold_kernel::{AnyKernel, Job, Judge, Reference, Values, Workers, answer, counted_run, on_workers};
use tenfold_machine::pin;

/// Greets, then answers what it is asked until its input ends.
pub fn serve(kernels: &[Box<dyn AnyKernel>]) {
    voice::say(GREETING);
    while let Some(ask) = hear() {
        match ask {
            Ask::List => say(&Answer::Kernels(kernels.iter().map(|k| known(&**k)).collect())),
            Ask::Reference(problem) => say(&solved(kernels, &problem).map_or_else(Answer::Failed, |()| Answer::Done)),
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

fn solved(kernels: &[Box<dyn AnyKernel>], problem: &Problem) -> Result<(), String> {
    let Problem { kernel: name, params, file } = problem;
    let kernel = kernels.iter().find(|k| k.name() == name).ok_or(format!("there is no kernel '{name}'"))?;
    let params = kernel.resolve(params).map_err(|e| e.to_string())?;
    kernel.reference(&params).map_err(|e| e.to_string())?.save(file).map_err(|e| format!("{}: {e}", file.display()))
}

/// Starts the workers; returns when the input has ended.
fn enter(kernels: &[Box<dyn AnyKernel>], prepare: &Prepare) -> Result<(), String> {
    let Prepare { kernel: name, variant, workers, cpus, .. } = prepare;
    let kernel = kernels.iter().find(|k| k.name() == name).ok_or(format!("there is no kernel '{name}'"))?;
    let rung = kernel.rung(variant).ok_or(format!("{name} has no variant '{variant}'"))?;
    let params = kernel.resolve(&prepare.params).map_err(|e| e.to_string())?;
    let contest = Contest { kernel: &**kernel, variant, params: &params, reference: prepare.reference.as_deref() };
    let (kind, cpus) = (rung.workers(), cpus.clone());
    let begin = move |index| {
        pin::pin_worker(&cpus, index);
    };
    let contest = |comm| contest.on_rank(comm, kind != Workers::Ranks);
    on_workers(kind, *workers, begin, contest).map(drop).map_err(|e| e.to_string())
}

/// What all ranks run.
struct Contest<'a> {
    kernel: &'a dyn AnyKernel,
    variant: &'a str,
    params: &'a Values,
    reference: Option<&'a Path>,
}

/// What rank 0 was asked, as the numbers that it broadcasts.
const END: u32 = 0;
const RUN: u32 = 1;
const COUNT: u32 = 2;
const JUDGE: u32 = 3;

impl Contest<'_> {
    /// One rank's part. Rank 0 hears and answers.
    ///
    /// # Errors
    /// It cannot begin.
    fn on_rank(&self, comm: Comm, whole_process: bool) -> Result<(), String> {
        let chief = comm.rank() == 0;
        let reply = |answer: Answer| {
            if chief {
                say(&answer);
            }
        };
        let mut job = self.kernel.job(self.variant, self.params, None, comm).map_err(|e| e.to_string())?;
        batch(&mut *job, 1, whole_process);
        let (judge, unknown) = match self.judge(chief) {
            Ok(judge) => (judge, None),
            Err(reason) => (None, Some(format!("it cannot be judged: {reason}"))),
        };
        let wrong = self.wrong(&mut *job, judge.as_deref()).or(unknown);
        reply(Answer::Ready { params: self.params.clone(), path: job.path().name().to_string(), wrong });
        loop {
            let mut order = if chief { next() } else { [END; 3] };
            job.comm().broadcast(&mut order, 0);
            match order {
                [RUN, warming, timed] => reply(ran(&mut *job, warming, timed, whole_process)),
                [COUNT, ..] => {
                    counted_run(&mut *job);
                    reply(Answer::Ran { seconds: 0.0, switches: 0 });
                }
                [JUDGE, ..] => {
                    let wrong = self.wrong(&mut *job, judge.as_deref());
                    reply(Answer::Judged { wrong });
                }
                _ => return Ok(()),
            }
        }
    }

    /// The judge, on rank 0 where there is one.
    fn judge(&self, chief: bool) -> Result<Option<Box<dyn Judge>>, String> {
        let Some(file) = self.reference.filter(|_| chief) else { return Ok(None) };
        let reference = Reference::load(file).map_err(|e| format!("{}: {e}", file.display()))?;
        self.kernel.judge(self.params, &reference).map(Some).map_err(|e| e.to_string())
    }

    /// Runs once more from poisoned memory and says why that answer is wrong; every rank must call it at once, and rank 0
    /// knows.
    fn wrong(&self, job: &mut dyn Job, judge: Option<&dyn Judge>) -> Option<String> {
        self.reference?;
        answer(job);
        let parts = collected(job.comm(), |to| job.write(to));
        match judge?.variant(self.variant, parts) {
            Ok(judgement) => judgement.fault(),
            Err(e) => Some(e.to_string()),
        }
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
            Some(Ask::List | Ask::Reference(_) | Ask::Prepare(_) | Ask::Busy(_) | Ask::Sample(_) | Ask::Sampled) => {
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
    // The ranks of a duelist are of one process, and share its clock.
    let (mut first, mut last) = ([0.0], [sample.seconds]);
    if job.comm().size() > 1 {
        (first, last) = ([sample.start], [sample.start + sample.seconds]);
        job.comm().allreduce(&mut first, Op::Min);
        job.comm().allreduce(&mut last, Op::Max);
    }
    let mut switches = [sample.switches];
    job.comm().allreduce(&mut switches, Op::Sum);
    Answer::Ran { seconds: last[0] - first[0], switches: switches[0] }
}
