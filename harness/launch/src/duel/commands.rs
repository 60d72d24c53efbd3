//! Two commands that take turns: each start of the process is a run.

use super::pair::PADDING;
use crate::watched::{Cut, Run, Watch, watched};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_duel::{Block, Runs, Source, Start, Trouble};
use tenfold_measure::clock;
use tenfold_measure::noise::{Steal, switches_of_children};
use tenfold_record::Side;

/// A program and its arguments, without a shell.
#[derive(Clone, Debug, PartialEq)]
pub struct Invocation {
    /// The program.
    pub program: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// The folder it is started in; this program's where there is none.
    pub folder: Option<PathBuf>,
}

/// Two commands. Nothing is known of their answers: they must end with status 0.
pub struct Commands<'a> {
    lines: [Invocation; 2],
    cpu: Option<usize>,
    padding: [usize; 2],
    steal: Steal,
    limit: Duration,
    stop: &'a AtomicBool,
}

impl<'a> Commands<'a> {
    /// Two commands, both to be pinned to `cpu` where there is one; each start of one may take `limit`.
    pub fn new(lines: [Invocation; 2], cpu: Option<usize>, limit: Duration, stop: &'a AtomicBool) -> Commands<'a> {
        Commands { lines, cpu, padding: [0; 2], steal: Steal::watch(), limit, stop }
    }

    /// How many seconds it took.
    fn run(&self, side: Side, watch: &Watch<'_>) -> Result<f64, Trouble> {
        let Invocation { program, args, folder } = &self.lines[side.index()];
        let failed = |reason: String| Err(Trouble::Failed { side, reason });
        let mut command = Command::new(program);
        command.args(args).env(PADDING, "x".repeat(self.padding[side.index()]));
        if let Some(folder) = folder {
            command.current_dir(folder);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match watch.run(&mut command, self.cpu.as_slice()) {
            Run::Ended(status, seconds) if status.success() => Ok(seconds),
            Run::Ended(status, _) => failed(format!("{program}: {status}")),
            Run::Cut(Cut::Interrupted) => Err(Trouble::Interrupted),
            Run::Cut(Cut::TimedOut) => {
                failed(format!("{program}: it was stopped at its limit of {} s", self.limit.as_secs_f64()))
            }
            Run::NotStarted(e) => failed(format!("cannot start {program}: {e}")),
        }
    }

    fn watched<T>(&self, action: impl FnOnce(&Watch<'_>) -> T) -> T {
        watched(self.limit, self.stop, action)
    }
}

impl Source for Commands<'_> {
    fn now(&mut self) -> f64 {
        clock::now()
    }

    fn launch(&mut self, start: Start) -> Result<(), Trouble> {
        self.padding = start.padding;
        self.watched(|watch| {
            self.run(start.first, watch)?;
            self.run(start.first.other(), watch).map(drop)
        })
    }

    fn block(&mut self, side: Side, runs: Runs) -> Result<Block, Trouble> {
        self.watched(|watch| {
            for _ in 0..runs.warming {
                self.run(side, watch)?;
            }
            let (before, mut seconds) = (switches_of_children(), 0.0);
            for _ in 0..runs.timed {
                seconds += self.run(side, watch)?;
            }
            Ok(Block { seconds, switches: switches_of_children().saturating_sub(before) })
        })
    }

    fn stolen(&mut self) -> f64 {
        self.steal.settle()
    }

    fn part(&mut self) -> Result<(), Trouble> {
        Ok(())
    }
}
