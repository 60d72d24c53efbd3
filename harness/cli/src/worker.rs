//! `tenfold worker`: carries out one order of `run` or `ceilings`, in a process of its own.

use crate::args::Worker;
use crate::fault::mistake;
use std::process::ExitCode;
use tenfold_measure::worker::carry_out;

/// Prints the reply as one marked line of JSON.
pub fn worker(args: &Worker) -> anyhow::Result<ExitCode> {
    carry_out(&args.order, tenfold_suite::kernel).map_err(mistake)?;
    Ok(ExitCode::SUCCESS)
}
