//! One-shot command lines: started anew for every run, so that a run's time is that of a whole process, from before its
//! start until after its end.

use super::command::{Files, Ready};
use super::course::{Begun, Runs};
use crate::Ended;
use crate::huge_pages;
use crate::process::described;
use crate::watched::{Cut, Run, watched};
use std::fs::File;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_machine::pin;
use tenfold_measure::clock::now;
use tenfold_measure::noise;
use tenfold_record::{CommandLine, Sample, filled};

/// How much of what it says on standard error is shown: the end.
const TAIL_BYTES: usize = 2000;

/// How its path is described.
pub(super) const PATH: &str = "a process for each run, start-up included";

/// A command line.
pub(super) struct Once<'a> {
    ready: &'a Ready,
    files: &'a Files,
    cpus: &'a [usize],
    stop: &'a AtomicBool,
    deadline: Instant,
    /// Whether it names the files of input and output; it has them as standard input and output if not.
    names: [bool; 2],
}

impl<'a> Once<'a> {
    pub fn new(
        line: &CommandLine,
        ready: &'a Ready,
        files: &'a Files,
        cpus: &'a [usize],
        limit: Duration,
        stop: &'a AtomicBool,
    ) -> Once<'a> {
        let mut names = [false; 2];
        for text in line.texts() {
            filled(text, |name| {
                names = [names[0] | (name == "input"), names[1] | (name == "output")];
                None
            });
        }
        Once { ready, files, cpus, stop, deadline: Instant::now() + limit, names }
    }

    /// All of its time is in its runs.
    pub fn begun(&self) -> Begun {
        let path = PATH.to_string();
        Begun { path, startup_seconds: 0.0, input_seconds: 0.0, build_seconds: 0.0, compile_seconds: 0.0 }
    }

    /// Starts it once and waits for its end: how long that took, in seconds.
    fn run(&self) -> Result<f64, Ended> {
        let _ = std::fs::remove_file(&self.files.output);
        let errors = self.files.scratch.join("errors.txt");
        let mut command = self.ready.command();
        huge_pages::ask(&mut command);
        let piped = || -> io::Result<[Stdio; 3]> {
            let [input, output] = self.names;
            Ok([
                if input { Stdio::null() } else { File::open(&self.files.input)?.into() },
                if output { Stdio::null() } else { File::create(&self.files.output)?.into() },
                File::create(&errors)?.into(),
            ])
        };
        let trouble = |e: io::Error| Ended::Crashed(format!("{}: {e}", self.files.scratch.display()));
        let [input, output, said] = piped().map_err(trouble)?;
        command.stdin(input).stdout(output).stderr(said);
        let left = self.deadline.saturating_duration_since(Instant::now());
        match watched(left, self.stop, |watch| watch.run(&mut command, self.cpus)) {
            Run::Ended(status, seconds) => finished(status, &errors).map(|()| seconds),
            Run::Cut(Cut::Interrupted) => Err(Ended::Interrupted),
            Run::Cut(Cut::TimedOut) => Err(Ended::TimedOut),
            Run::NotStarted(e) => {
                Err(Ended::Crashed(format!("cannot start {}: {e}", command.get_program().to_string_lossy())))
            }
        }
    }
}

/// Complains of a process that did not end well.
fn finished(status: ExitStatus, errors: &std::path::Path) -> Result<(), Ended> {
    if status.success() {
        return Ok(());
    }
    let how = described(status);
    let said = std::fs::read(errors).unwrap_or_default();
    let said = String::from_utf8_lossy(&said[said.len().saturating_sub(TAIL_BYTES)..]).trim().to_string();
    Err(Ended::Crashed(if said.is_empty() { how } else { format!("{how}: {said}") }))
}

impl Runs for Once<'_> {
    fn batch(&mut self, iterations: u32) -> Result<Sample, Ended> {
        let before = noise::switches_of_children();
        let start = now();
        let mut seconds = 0.0;
        for _ in 0..iterations {
            seconds += self.run()?;
        }
        let switches = noise::switches_of_children().saturating_sub(before);
        Ok(Sample { rank: 0, index: 0, start, seconds, steal: 0.0, switches })
    }

    /// It has written it.
    fn answer(&mut self) -> Result<(), Ended> {
        Ok(())
    }

    fn excuse(&mut self, waited: Duration) {
        self.deadline += waited;
    }

    /// What it inherits.
    fn place(&self) -> Vec<usize> {
        pin::within(self.cpus, pin::allowed)
    }

    /// It has gone with its memory.
    fn huge_page_bytes(&self) -> Option<u64> {
        None
    }

    /// The clock was ours.
    fn believed(&mut self) -> Result<(), Ended> {
        Ok(())
    }
}
