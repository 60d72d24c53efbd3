//! `tenfold worker`: carries out one order of `run` or `ceilings`, in a process of its own.

use crate::args::Worker;
use crate::fault::mistake;
use serde::Serialize;
use std::process::ExitCode;
use tenfold_measure::ceilings::pingpong;
use tenfold_measure::order::{REPLY_MARK, Reply, Task};
use tenfold_measure::worker::{reference, serve};

/// Prints the reply as one marked line of JSON.
pub fn worker(args: &Worker) -> anyhow::Result<ExitCode> {
    let task: Task = serde_json::from_str(&args.order).map_err(|e| mistake(format!("this is no order: {e}")))?;
    match task {
        Task::PingPong(order) => reply(pingpong::serve(&order))?,
        Task::Reference(order) => {
            let Some(kernel) = tenfold_suite::kernel(&order.reference_of) else {
                return Err(mistake(format!("there is no kernel '{}'", order.reference_of)));
            };
            let done = reference(&*kernel, &order).map_or_else(|reason| Reply::Failed { reason }, Reply::Done);
            reply(Some(done))?;
        }
        Task::Launch(order) => {
            let Some(kernel) = tenfold_suite::kernel(&order.kernel) else {
                return Err(mistake(format!("there is no kernel '{}'", order.kernel)));
            };
            reply(serve(&*kernel, &order))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Ranks of MPI but the first have nothing to say.
fn reply<R: Serialize>(reply: Option<R>) -> anyhow::Result<()> {
    if let Some(reply) = reply {
        println!("{REPLY_MARK}{}", serde_json::to_string(&reply)?);
    }
    Ok(())
}
