//! Processes that are timed as a whole, start and end included, and are ended at a limit or when the program is told to stop.
//!
//! Nobody reads them line by line ([`crate::process`] does that). They cannot ask to die with this process as those do, so a
//! [`Keeper`] sees to it.

use crate::ending::{self, wait_for};
use crate::keeper::Keeper;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tenfold_machine::pin;
use tenfold_measure::clock::now;

/// How often it is looked whether to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// Why a process was not waited for to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The time limit passed.
    TimedOut,
    /// The program was told to stop.
    Interrupted,
}

/// How a process ended, or why it did not run.
#[derive(Debug)]
pub(crate) enum Run {
    /// By itself: how, and how many seconds after just before its start.
    Ended(ExitStatus, f64),
    /// It was ended.
    Cut(Cut),
    /// It cannot be started.
    NotStarted(std::io::Error),
}

/// The process that runs, for the thread that looks.
#[derive(Default)]
struct Now {
    /// Its number, while it has not been waited for.
    pid: Option<u32>,
    deadline: Option<Instant>,
    cut: Option<Cut>,
}

/// Runs one process after the other, under a thread's eyes.
pub(crate) struct Watch<'a> {
    now: &'a Mutex<Now>,
    limit: Duration,
    /// None where the system lets none be started.
    keeper: Option<Keeper>,
}

/// Lets `action` run processes, each for at most `limit`, until `stop`. The thread that looks and the keeper are started and
/// ended outside of what they are timed for.
pub(crate) fn watched<T>(limit: Duration, stop: &AtomicBool, action: impl FnOnce(&Watch<'_>) -> T) -> T {
    let (now, done) = (Mutex::new(Now::default()), AtomicBool::new(false));
    thread::scope(|scope| {
        let eyes = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                thread::park_timeout(GLANCE);
                let mut now = held(&now);
                let late = now.deadline.is_some_and(|deadline| Instant::now() >= deadline);
                let cut = match stop.load(Ordering::Relaxed) {
                    true => Some(Cut::Interrupted),
                    false => late.then_some(Cut::TimedOut),
                };
                if let (Some(pid), Some(cut)) = (now.pid, cut) {
                    ending::end(pid);
                    *now = Now { cut: Some(cut), ..Now::default() };
                }
            }
        });
        let done_with = action(&Watch { now: &now, limit, keeper: Keeper::start().ok() });
        done.store(true, Ordering::Relaxed);
        eyes.thread().unpark();
        done_with
    })
}

fn held(now: &Mutex<Now>) -> std::sync::MutexGuard<'_, Now> {
    now.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Watch<'_> {
    /// Runs `command` on `cpus` in a process group of its own: Ctrl-C is for this program.
    pub(crate) fn run(&self, command: &mut Command, cpus: &[usize]) -> Run {
        command.process_group(0);
        let start = now();
        let mut child = match pin::within(cpus, || command.spawn()) {
            Ok(child) => child,
            Err(e) => return Run::NotStarted(e),
        };
        self.keep(child.id());
        *held(self.now) = Now { pid: Some(child.id()), deadline: Some(Instant::now() + self.limit), cut: None };
        wait_for(child.id());
        let end = now();
        let cut = std::mem::take(&mut *held(self.now)).cut;
        // Before it is reaped, while the number of its group is nobody else's.
        ending::end_group(child.id());
        self.keep(0);
        match (child.wait(), cut) {
            (_, Some(cut)) => Run::Cut(cut),
            (Ok(status), None) => Run::Ended(status, end - start),
            (Err(e), None) => Run::NotStarted(e),
        }
    }

    fn keep(&self, group: u32) {
        // What cannot be told to the keeper only outlives a program that is killed.
        let _ = self.keeper.as_ref().map(|keeper| keeper.hold(group));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(script: &str, limit_ms: u64, stop: bool) -> Run {
        let stop = AtomicBool::new(stop);
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        watched(Duration::from_millis(limit_ms), &stop, |watch| watch.run(&mut command, &[]))
    }

    #[test]
    fn its_end_is_told_and_what_it_left_behind_is_ended() {
        assert!(matches!(run("exit 3", 10_000, false), Run::Ended(status, _) if status.code() == Some(3)));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("number");
        let script = format!("sleep 1000 & echo $! > {}", file.display());
        assert!(matches!(run(&script, 10_000, false), Run::Ended(status, _) if status.success()));
        ending::assert_gone(std::fs::read_to_string(file).unwrap().trim().parse().unwrap());
    }

    #[test]
    fn one_that_hangs_is_ended_by_limit_and_by_stop() {
        assert!(matches!(run("trap '' TERM; sleep 1000; sleep 1000", 100, false), Run::Cut(Cut::TimedOut)));
        assert!(matches!(run("sleep 1000", 100_000, true), Run::Cut(Cut::Interrupted)));
    }

    #[test]
    fn one_that_does_not_exist_is_told() {
        let stop = AtomicBool::new(false);
        let ran = watched(Duration::from_secs(1), &stop, |watch| watch.run(&mut Command::new("/no/such"), &[]));
        assert!(matches!(ran, Run::NotStarted(_)));
    }
}
