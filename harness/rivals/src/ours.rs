//! How long is a run, by this harness? The launch of `tenfold run`, but of this program, so that criterion and the harness
//! time the same machine code: in another program a function lies at other addresses, which can make up some per cent of
//! its time.

use std::process::ExitCode;
use tenfold_measure::order::{REPLY_MARK, ReferenceOrder, Reply, Task};
use tenfold_measure::worker::{reference, serve};

/// The argument that asks for it, before the order.
pub const VERB: &str = "worker";

/// Carries out an order, and prints the reply as the launcher expects it.
pub fn carry_out(order: &str) -> ExitCode {
    let order = match serde_json::from_str(order) {
        Ok(Task::Launch(order)) => order,
        Ok(Task::Reference(order)) => return solve(&order),
        Ok(Task::PingPong(_)) => return crate::failed("ping-pongs are for tenfold itself"),
        Err(e) => return crate::failed(&format!("this is no order: {e}")),
    };
    let Some(kernel) = tenfold_suite::kernel(&order.kernel) else {
        return crate::failed(&format!("there is no kernel '{}'", order.kernel));
    };
    if let Some(reply) = serve(&*kernel, &order) {
        println!("{REPLY_MARK}{}", serde_json::to_string(&reply).expect("a reply serialises to memory"));
    }
    ExitCode::SUCCESS
}

/// Computes a reference answer.
fn solve(order: &ReferenceOrder) -> ExitCode {
    let Some(kernel) = tenfold_suite::kernel(&order.reference_of) else {
        return crate::failed(&format!("there is no kernel '{}'", order.reference_of));
    };
    let reply = reference(&*kernel, order).map_or_else(|reason| Reply::Failed { reason }, Reply::Done);
    println!("{REPLY_MARK}{}", serde_json::to_string(&reply).expect("a reply serialises to memory"));
    ExitCode::SUCCESS
}
