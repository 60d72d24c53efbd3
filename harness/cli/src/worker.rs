//! `tenfold worker`: carries out one order of `run`, in a process of its own.

use crate::args::Worker;
use crate::fault::mistake;
use std::process::ExitCode;
use tenfold_measure::order::{Order, REPLY_MARK};
use tenfold_measure::worker::serve;

/// Prints the reply as one marked line of JSON.
pub fn worker(args: &Worker) -> anyhow::Result<ExitCode> {
    let order: Order = serde_json::from_str(&args.order).map_err(|e| mistake(format!("this is no order: {e}")))?;
    let Some(kernel) = tenfold_suite::kernel(&order.kernel) else {
        return Err(mistake(format!("there is no kernel '{}'", order.kernel)));
    };
    if let Some(reply) = serve(&*kernel, &order) {
        println!("{REPLY_MARK}{}", serde_json::to_string(&reply)?);
    }
    Ok(ExitCode::SUCCESS)
}
