//! The harness's side of the protocol of externals: it decides how often they run, and whether it believes their clock.

use super::course::{Begun, Runs};
use crate::Ended;
use crate::process::{Next, Process};
use crate::tree::{self, Spent};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_machine::{pages, pin};
use tenfold_measure::clock::now;
use tenfold_record::Sample;

/// An external's clock may differ from ours by this share and by this many seconds before its times are refused.
const CLOCKS_DIFFER: (f64, f64) = (0.01, 1e-4);

/// While it runs, each of its workers spends at most the time that it reports as CPU time. More than this many times as much,
/// and this many seconds, means that its clock does not cover its work. The seconds are for what threads and ranks spend that
/// turn in a loop while they wait for an order, and we for a CPU to read what they have spent: next to nothing on an idle
/// machine, some time slices of the system's on a busy one. CPU time, because the way of the lines can take longer than the
/// work.
const MOST_SPENT: (f64, f64) = (2.0, 0.05);

/// In a batch of at least this many reported seconds those of [`MOST_SPENT`] are few: it is enough to believe the clock.
const ENOUGH_SECONDS: f64 = 0.05;

/// So many batches in a row that miss some work are enough not to believe it: on a busy machine one alone says little.
const TOO_MANY: u32 = 3;

/// A talk with one external.
pub(super) struct Conversation<'a> {
    process: Process,
    stop: &'a AtomicBool,
    output: &'a Path,
    workers: usize,
    /// Seconds per run that it reported last.
    pace: f64,
    /// Whether its clock is believed.
    believed: bool,
    /// Batches in a row that missed some work.
    missed: u32,
}

impl<'a> Conversation<'a> {
    pub fn new(process: Process, stop: &'a AtomicBool, output: &'a Path, workers: usize) -> Conversation<'a> {
        Conversation { process, stop, output, workers, pace: 1.0, believed: false, missed: 0 }
    }

    /// From its first word until it is ready. It was started at `spawned`; `path` is made of what it says of itself.
    pub fn begin(&mut self, spawned: f64, path: impl FnOnce(String) -> String) -> Result<Begun, Ended> {
        let path = path(self.hear("started")?);
        let started = now();
        let mut compile_seconds = 0.0;
        let mut line = self.line()?;
        if let Some(seconds) = line.strip_prefix("compiled ") {
            let seconds = seconds.trim().parse().ok().filter(|&s: &f64| s >= 0.0 && s.is_finite());
            compile_seconds = seconds.ok_or_else(|| self.broken(&line, "'compiled' and seconds"))?;
            line = self.line()?;
        }
        if line.trim() != "ready" {
            return Err(self.broken(&line, "'ready'"));
        }
        let input_seconds = (now() - started - compile_seconds).max(0.0);
        Ok(Begun { path, startup_seconds: started - spawned, input_seconds, build_seconds: 0.0, compile_seconds })
    }

    /// Holds what it reported of a batch against the CPU time that it spent meanwhile, with all that it has started.
    fn hold(&mut self, reported: f64, spent: f64) -> Result<(), Ended> {
        if spent <= self.workers as f64 * (MOST_SPENT.0 * reported + MOST_SPENT.1) {
            self.missed = 0;
            self.believed |= reported >= ENOUGH_SECONDS;
            return Ok(());
        }
        self.missed += 1;
        if self.believed || self.missed < TOO_MANY {
            return Ok(());
        }
        let on = if self.workers == 1 { "one worker".to_string() } else { format!("{} workers", self.workers) };
        let why =
            format!("it reports {reported:.3e} s for {spent:.3e} s of CPU time on {on}: its clock misses some work");
        Err(Ended::Crashed(why))
    }

    /// What it says after `word`.
    fn hear(&mut self, word: &str) -> Result<String, Ended> {
        let line = self.line()?;
        match line.strip_prefix(word) {
            Some(rest) => Ok(rest.trim().to_string()),
            None => Err(self.broken(&line, &format!("'{word}'"))),
        }
    }

    fn line(&mut self) -> Result<String, Ended> {
        match self.process.next(self.stop) {
            Next::Line(line) => Ok(line),
            Next::End => Err(Ended::Crashed(self.process.end())),
            Next::TimedOut => Err(Ended::TimedOut),
            Next::Interrupted => Err(Ended::Interrupted),
        }
    }

    fn broken(&self, line: &str, expected: &str) -> Ended {
        let line: String = line.chars().take(80).collect();
        Ended::Crashed(format!("it said \"{line}\" where {expected} was expected (see the protocol for externals)"))
    }
}

impl Runs for Conversation<'_> {
    fn batch(&mut self, iterations: u32) -> Result<Sample, Ended> {
        let before = Spent::by(self.process.pid());
        let start = now();
        self.process.say(&format!("run {iterations}"));
        let line = self.line()?;
        let passed = now() - start;
        let after = Spent::by(self.process.pid());
        let seconds = line.trim().parse().ok().filter(|&s: &f64| s > 0.0 && s.is_finite());
        let Some(seconds) = seconds else {
            return Err(self.broken(&line, "the seconds of its runs, above 0"));
        };
        if seconds > passed * (1.0 + CLOCKS_DIFFER.0) + CLOCKS_DIFFER.1 {
            let why = format!("it reports {seconds:.3e} s for runs that took {passed:.3e} s as seen from outside");
            return Err(Ended::Crashed(why));
        }
        self.pace = seconds / f64::from(iterations);
        self.hold(seconds, after.cpu_seconds - before.cpu_seconds)?;
        let switches = after.switches.saturating_sub(before.switches);
        Ok(Sample { rank: 0, index: 0, start, seconds, steal: 0.0, switches })
    }

    fn answer(&mut self) -> Result<(), Ended> {
        // What an earlier answer left is no answer.
        let _ = std::fs::remove_file(self.output);
        self.process.say("answer");
        self.hear("written").map(drop)
    }

    fn excuse(&mut self, waited: Duration) {
        self.process.excuse(waited);
    }

    fn place(&self) -> Vec<usize> {
        pin::allowed_of(self.process.pid())
    }

    fn huge_page_bytes(&self) -> Option<u64> {
        tree::processes(self.process.pid()).into_iter().map(pages::huge_bytes_of).sum()
    }

    fn believed(&mut self) -> Result<(), Ended> {
        for _ in 0..2 * TOO_MANY {
            if self.believed {
                break;
            }
            // A little more than is needed: runs differ. What is too short for that many runs is nothing to be sped up.
            self.batch((1.2 * ENOUGH_SECONDS / self.pace).ceil() as u32)?;
        }
        Ok(())
    }
}
