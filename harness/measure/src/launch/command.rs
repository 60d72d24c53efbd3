//! The command line of a worker process.

use crate::order::Order;
use crate::pin;
use crate::tools;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tenfold_kernel::Rung;
use tenfold_record::Transport;

/// The command that carries out `order`: this program itself, under `mpirun` where the ranks are processes.
pub(super) fn worker(program: &Path, order: &Order, limit: Duration) -> Command {
    let json = serde_json::to_string(order).expect("an order serialises to memory");
    let mut command = match (order.rung, order.transport) {
        (Rung::Distributed, Some(Transport::Mpi)) => {
            let mut mpirun = tools::mpirun_command(order.workers, pin::cores());
            mpirun.arg(program);
            // A rank that waits for a slower one must not give up before the launch's own time limit.
            mpirun.env("TENFOLD_COMM_TIMEOUT", (limit.as_secs() + 1).to_string());
            mpirun
        }
        _ => Command::new(program),
    };
    command.arg("worker").arg(json);
    command
}
