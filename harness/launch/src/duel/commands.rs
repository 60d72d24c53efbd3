//! Two commands that take turns: each start of the process is a run.

use super::pair::PADDING;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use tenfold_duel::{Block, Runs, Source, Start, Trouble};
use tenfold_machine::pin;
use tenfold_measure::clock;
use tenfold_measure::noise::{Steal, switches_of_children};
use tenfold_record::Side;

/// A program and its arguments, without a shell.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandLine {
    /// The program.
    pub program: String,
    /// Its arguments.
    pub args: Vec<String>,
}

/// Two commands. Nothing is known of their answers: they must end with status 0.
pub struct Commands {
    lines: [CommandLine; 2],
    cpu: Option<usize>,
    padding: [usize; 2],
    steal: Steal,
}

impl Commands {
    /// Two commands, both to be pinned to `cpu` where there is one.
    pub fn new(lines: [CommandLine; 2], cpu: Option<usize>) -> Commands {
        Commands { lines, cpu, padding: [0; 2], steal: Steal::watch() }
    }

    fn run(&self, side: Side) -> Result<(), Trouble> {
        let CommandLine { program, args } = &self.lines[side.index()];
        let failed = |reason: String| Trouble::Failed { side, reason };
        let mut command = Command::new(program);
        command.args(args).env(PADDING, "x".repeat(self.padding[side.index()]));
        // A group of its own: Ctrl-C is for this program, which then stops between two blocks.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let status = pin::within(self.cpu.as_slice(), || command.status())
            .map_err(|e| failed(format!("cannot start {program}: {e}")))?;
        match status.success() {
            true => Ok(()),
            false => Err(failed(format!("{program}: {status}"))),
        }
    }
}

impl Source for Commands {
    fn now(&mut self) -> f64 {
        clock::now()
    }

    fn launch(&mut self, start: Start) -> Result<(), Trouble> {
        self.padding = start.padding;
        self.run(start.first)?;
        self.run(start.first.other())
    }

    fn block(&mut self, side: Side, runs: Runs) -> Result<Block, Trouble> {
        for _ in 0..runs.warming {
            self.run(side)?;
        }
        let (before, start) = (switches_of_children(), clock::now());
        for _ in 0..runs.timed {
            self.run(side)?;
        }
        let seconds = clock::now() - start;
        Ok(Block { seconds, switches: switches_of_children().saturating_sub(before) })
    }

    fn stolen(&mut self) -> f64 {
        self.steal.settle()
    }

    fn part(&mut self) -> Result<(), Trouble> {
        Ok(())
    }
}
