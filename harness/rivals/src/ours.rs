//! How long is a run, by this harness? The launch of `tenfold run`, but of this program, so that criterion and the harness
//! time the same machine code: in another program a function lies at other addresses, which can make up some per cent of
//! its time.

use std::process::ExitCode;
use tenfold_measure::worker;

/// The argument that asks for it, before the order.
pub const VERB: &str = "worker";

/// Carries out an order, and prints the reply as the launcher expects it.
pub fn carry_out(order: &str) -> ExitCode {
    match worker::carry_out(order, tenfold_suite::kernel) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => crate::failed(&reason),
    }
}
