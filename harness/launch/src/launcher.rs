//! Launching: one process for each launch of a cell.

use crate::duel::Silence;
use crate::process::{Next, Process};
use crate::reference::References;
use crate::saving::Saving;
use crate::{Copied, Done, Ended, command, peer};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_kernel::{AnyKernel, Judge, Judgement, Reference, Rung, Values, Workers};
use tenfold_measure::ceilings::pingpong::OneWay;
use tenfold_measure::order::{JUDGE_MARK, Order, PingPongOrder, REPLY_MARK, RIGHT, Reply, Told};
use tenfold_measure::{clock, outputs};
use tenfold_record::{Experiment, Transport};

/// Starts worker processes.
pub struct Launcher<'a> {
    /// This program, which carries out an order when called as `tenfold worker ORDER`.
    pub program: PathBuf,
    /// Set when the program is told to stop.
    pub stop: &'a AtomicBool,
    references: References,
    tools: peer::Tools,
}

impl<'a> Launcher<'a> {
    /// Starts processes of `program`, which carries out an order when called as `program worker ORDER`, until `stop` is set.
    pub fn new(program: PathBuf, stop: &'a AtomicBool) -> Launcher<'a> {
        Launcher { program, stop, references: References::default(), tools: peer::Tools::default() }
    }
}

impl Launcher<'_> {
    /// Launches `order` of `kernel`, waiting at most `limit`, and judges its answers by the reference answer, which is
    /// computed first where nobody has asked for it yet.
    pub fn launch(&self, kernel: &dyn AnyKernel, order: &Order, limit: Duration) -> Ended {
        self.launch_from(&self.program, kernel, order, limit)
    }

    /// The same, by `copy` of the program.
    pub fn launch_copy(&self, copy: &Copied, kernel: &dyn AnyKernel, order: &Order, limit: Duration) -> Ended {
        self.launch_from(&copy.path(), kernel, order, limit)
    }

    fn launch_from(&self, program: &Path, kernel: &dyn AnyKernel, order: &Order, limit: Duration) -> Ended {
        match self.judge(kernel, &order.params, limit) {
            Ok(judge) => self.launched(program, kernel, order, limit, &*judge),
            Err(why) => why.into(),
        }
    }

    /// The same, and saves the output that was judged last as NumPy files: its main array as `file`, others beside it. Returns
    /// what was written, or why it could not be.
    pub fn launch_and_save(
        &self,
        kernel: &dyn AnyKernel,
        order: &Order,
        limit: Duration,
        file: &Path,
    ) -> (Ended, Result<Vec<PathBuf>, String>) {
        match self.judge(kernel, &order.params, limit) {
            Ok(judge) => {
                let judge = Saving::new(judge);
                (self.launched(&self.program, kernel, order, limit, &judge), judge.save_last(file))
            }
            Err(why) => (why.into(), Ok(Vec::new())),
        }
    }

    /// The reference answer to a problem. The naive variant computes it in a process of its own, for at most `limit`, unless
    /// it did so before.
    ///
    /// # Errors
    /// The naive variant failed or took too long, or the program was told to stop.
    pub fn reference(&self, kernel: &dyn AnyKernel, params: &Values, limit: Duration) -> Result<Reference, Silence> {
        self.references.reference((&self.program, self.stop), kernel, params, limit)
    }

    /// The judge of a problem, by its reference answer.
    fn judge(&self, kernel: &dyn AnyKernel, params: &Values, limit: Duration) -> Result<Box<dyn Judge>, Silence> {
        let reference = self.reference(kernel, params, limit)?;
        kernel.judge(params, &reference).map_err(|e| Silence::Gone(e.to_string()))
    }

    fn launched(
        &self,
        program: &Path,
        kernel: &dyn AnyKernel,
        order: &Order,
        limit: Duration,
        judge: &dyn Judge,
    ) -> Ended {
        if order.rung == Rung::External {
            return peer::launch(&self.tools, kernel, order, limit, self.stop, judge);
        }
        match tempfile::NamedTempFile::new() {
            Ok(file) => {
                let order = Order { spawned: clock::now(), outputs: file.path().to_path_buf(), ..order.clone() };
                self.judged(program, judge, &order, limit)
            }
            Err(e) => Ended::Replied(Reply::Failed { reason: format!("cannot create a scratch file: {e}") }),
        }
    }

    /// Launches a worker and judges what it asks to be judged: the first answer that is wrong, or the last one, counts.
    fn judged(&self, program: &Path, judge: &dyn Judge, order: &Order, limit: Duration) -> Ended {
        let under_mpi = (order.rung.workers(), order.transport) == (Workers::Ranks, Some(Transport::Mpi));
        // Ranks may be on other machines, where there is no copy.
        let program = if under_mpi { &self.program } else { program };
        let mut command = command::of_worker(program, order, under_mpi.then_some(order.workers), limit);
        if !under_mpi {
            command.arg0(&self.program);
        }
        let mut verdict: Option<Result<Judgement, String>> = None;
        let ended = self.heard::<Reply<Told>>(command, limit, |asked| {
            let judgement = match asked {
                "" => outputs::read(&order.outputs)
                    .map_err(|e| format!("{}: {e}", order.outputs.display()))
                    .and_then(|parts| judge.variant(&order.variant, parts).map_err(|e| e.to_string())),
                trouble => Err(format!("its output cannot be written: {trouble}")),
            };
            let is_right = judgement.as_ref().is_ok_and(Judgement::passed);
            verdict = Some(judgement);
            if is_right { RIGHT.to_string() } else { "wrong".to_string() }
        });
        let failed = |reason: String| Ended::Replied(Reply::Failed { reason });
        match (ended, verdict) {
            (Ended::Replied(Reply::Done(told)), Some(Ok(judgement))) => {
                Ended::Replied(Reply::Done(Box::new(Done { judgement, told })))
            }
            (Ended::Replied(_), Some(Err(reason))) => failed(reason),
            (Ended::Replied(Reply::Done(_)), None) => failed("it did not ask for its answer to be judged".to_string()),
            (Ended::Replied(Reply::Failed { reason }), _) => failed(reason),
            (Ended::Crashed(how), _) => Ended::Crashed(how),
            (Ended::TimedOut, _) => Ended::TimedOut,
            (Ended::Interrupted, _) => Ended::Interrupted,
        }
    }

    /// Why the externals of `experiment` that cannot run here cannot, by the number of their part and their name. Those that
    /// are built from source are built.
    pub fn no_external(
        &self,
        kernels: &[Box<dyn AnyKernel>],
        experiment: &Experiment,
    ) -> BTreeMap<(usize, String), String> {
        let mut reasons = BTreeMap::new();
        for (index, part) in experiment.parts.iter().enumerate() {
            let Some(kernel) = kernels.iter().find(|kernel| kernel.name() == part.kernel) else { continue };
            for name in &part.variants {
                let external = part.externals.iter().find(|external| external.name == *name);
                let is_external = external.is_some() || kernel.peers().iter().any(|peer| peer.name == name);
                let reason = || peer::missing(&self.tools, &**kernel, name, external);
                if let Some(reason) = is_external.then(reason).flatten() {
                    reasons.insert((index, name.clone()), reason);
                }
            }
        }
        reasons
    }

    /// Why the external `name` that ships with `kernel` cannot run here, if it cannot.
    pub fn no_peer(&self, kernel: &dyn AnyKernel, name: &str) -> Option<String> {
        peer::missing(&self.tools, kernel, name, None)
    }

    /// Launches a ping-pong between two ranks, waiting at most `limit`.
    pub fn ping_pong(&self, order: &PingPongOrder, limit: Duration) -> Ended<Result<Vec<OneWay>, String>> {
        let ranks = (order.transport == Transport::Mpi).then_some(2);
        self.heard(command::of_worker(&self.program, order, ranks, limit), limit, |_| String::new())
    }

    /// What the worker that `command` starts replies. Asked for a judgement, or told why there is nothing to judge, it is
    /// answered by `judge`.
    fn heard<R: DeserializeOwned>(
        &self,
        command: Command,
        limit: Duration,
        mut judge: impl FnMut(&str) -> String,
    ) -> Ended<R> {
        let mut process = match Process::start(command, limit, &[]) {
            Ok(process) => process,
            Err(e) => return Ended::Crashed(format!("cannot start {}: {e}", self.program.display())),
        };
        let (mut reply, mut unreadable) = (None, None);
        loop {
            match process.next(self.stop) {
                Next::Line(line) => {
                    if let Some(json) = line.find(REPLY_MARK).map(|at| &line[at + REPLY_MARK.len()..]) {
                        match serde_json::from_str(json) {
                            Ok(told) => reply = Some(told),
                            Err(e) => unreadable = Some(format!("its reply cannot be read: {e}")),
                        }
                        // A rank that cannot begin says so, and the others would wait for it until the limit.
                        process.hurry();
                    } else if let Some(trouble) = line.strip_prefix(JUDGE_MARK) {
                        let start = Instant::now();
                        let verdict = judge(trouble.trim());
                        process.excuse(start.elapsed());
                        process.say(&verdict);
                    }
                }
                Next::End => break,
                Next::TimedOut if reply.is_some() => break,
                Next::TimedOut => return Ended::TimedOut,
                Next::Interrupted => return Ended::Interrupted,
            }
        }
        let how = process.end();
        reply.map_or(Ended::Crashed(unreadable.unwrap_or(how)), Ended::Replied)
    }
}
