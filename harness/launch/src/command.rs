//! The command line of a worker process.

use crate::mpirun;
use serde::Serialize;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tenfold_measure::worker;

/// In seconds: longer than any judge takes.
const A_DAY: u64 = 86_400;

/// The command that carries out `order`: this program itself, under `mpirun` where `ranks` are processes.
pub(crate) fn of_worker(program: &Path, order: &impl Serialize, ranks: Option<usize>, limit: Duration) -> Command {
    let json = serde_json::to_string(order).expect("an order serialises to memory");
    let mut command = match ranks {
        Some(ranks) => {
            let mut mpirun = mpirun::command(ranks, tenfold_machine::cores());
            mpirun.arg(program);
            // A rank that waits for a slower one must not give up before the launch's own time limit, to which the time is
            // added that the judge takes.
            mpirun.env("TENFOLD_COMM_TIMEOUT", (limit.as_secs() + A_DAY).to_string());
            mpirun
        }
        None => Command::new(program),
    };
    command.arg(worker::VERB).arg(json);
    command
}
