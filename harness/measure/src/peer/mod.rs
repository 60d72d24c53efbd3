//! Externals: variants in Python, driven like any other.
//!
//! The peer's source, the driver, the input and the output are files in a scratch folder. The driver runs the peer once
//! and waits while the answer is judged here by the same oracles; then it samples, and the answer is judged again.

mod python;

pub use python::Python;

use crate::clock;
use crate::launch::{Ended, PeerNext, PeerProcess};
use crate::order::{Done, Order, Reply};
use crate::pin;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_kernel::{AnyKernel, Judgement, Peer, Values};
use tenfold_record::Sample;

const DRIVER: &str = include_str!("tenfold_peer.py");

/// What the driver reads.
#[derive(Serialize)]
struct PeerOrder<'a> {
    peer: PathBuf,
    packages: &'a [&'a str],
    params: &'a Values,
    input: PathBuf,
    output: PathBuf,
    seconds: Option<f64>,
}

/// What the driver writes at its end.
#[derive(Deserialize)]
struct PeerReply {
    path: String,
    startup_seconds: f64,
    input_seconds: f64,
    first_seconds: f64,
    sampling_seconds: f64,
    iterations: u32,
    samples: Vec<Sample>,
}

/// Launches the peer that `order` names.
pub(crate) fn launch(
    python: &Python,
    kernel: &dyn AnyKernel,
    order: &Order,
    limit: Duration,
    stop: &AtomicBool,
) -> Ended {
    let failed = |reason: String| Ended::Replied(Reply::Failed { reason });
    let Some(peer) = kernel.peers().iter().find(|p| p.name == order.variant) else {
        return failed(format!("{} has no external '{}'", kernel.name(), order.variant));
    };
    let scratch = match tempfile::tempdir() {
        Ok(scratch) => scratch,
        Err(e) => return failed(format!("no scratch folder can be made: {e}")),
    };
    let (driver, output) = match lay_out(scratch.path(), peer, kernel, order) {
        Ok(files) => files,
        Err(e) => return failed(format!("{}: {e}", scratch.path().display())),
    };
    let mut command = Command::new(&python.program);
    command.arg(driver).arg(scratch.path().join("order.json"));
    one_thread(&mut command);
    if let Some(&cpu) = order.cpus.first() {
        pin::pin_child(&mut command, cpu);
    }
    let spawned = clock::now();
    let process = match PeerProcess::start(command, limit) {
        Ok(process) => process,
        Err(e) => return Ended::Crashed(format!("cannot start {}: {e}", python.program.display())),
    };
    converse(process, kernel, order, &output, stop, spawned)
}

/// Reads the driver's lines, judging the answer whenever it asks.
fn converse(
    mut process: PeerProcess,
    kernel: &dyn AnyKernel,
    order: &Order,
    output: &Path,
    stop: &AtomicBool,
    spawned: f64,
) -> Ended {
    let mut judgement: Option<Judgement> = None;
    let mut reply: Option<PeerReply> = None;
    let mut answered = spawned;
    loop {
        match process.next(stop) {
            PeerNext::Line(line) if line == "check" => {
                if judgement.is_none() {
                    answered = clock::now();
                }
                match judge(kernel, order, output) {
                    Ok(verdict) => {
                        process.say(if verdict.passed() { "go" } else { "stop" });
                        judgement = Some(verdict);
                    }
                    Err(reason) => return Ended::Replied(Reply::Failed { reason }),
                }
            }
            PeerNext::Line(line) => reply = serde_json::from_str(&line).ok().or(reply),
            PeerNext::End => break,
            PeerNext::TimedOut => return Ended::TimedOut,
            PeerNext::Interrupted => return Ended::Interrupted,
        }
    }
    let how = process.end();
    let (judgement, reply) = match (judgement, reply) {
        (Some(judgement), Some(reply)) => (judgement, reply),
        (Some(judgement), None) if !judgement.passed() => {
            let nothing = PeerReply {
                path: String::new(),
                startup_seconds: 0.0,
                input_seconds: 0.0,
                first_seconds: 0.0,
                sampling_seconds: 0.0,
                iterations: 1,
                samples: Vec::new(),
            };
            (judgement, nothing)
        }
        _ => return Ended::Crashed(how),
    };
    // The interpreter's own start lies before the driver's first line of code: what is left of the time until the first
    // answer, once imports, input and first run are taken off.
    let inside = reply.startup_seconds + reply.input_seconds + reply.first_seconds;
    let before_driver = (answered - spawned - inside).max(0.0);
    Ended::Replied(Reply::Done(Box::new(Done {
        judgement,
        path: reply.path,
        pinning: pin::described(&order.cpus[..order.cpus.len().min(1)], !order.cpus.is_empty()),
        startup_seconds: before_driver + reply.startup_seconds,
        input_seconds: reply.input_seconds,
        first_seconds: reply.first_seconds,
        sampling_seconds: reply.sampling_seconds,
        iterations: reply.iterations,
        samples: reply.samples,
        profile: None,
    })))
}

fn judge(kernel: &dyn AnyKernel, order: &Order, output: &Path) -> Result<Judgement, String> {
    let bytes = std::fs::read(output).map_err(|e| format!("{}: {e}", output.display()))?;
    kernel.judge_peer(&order.params, &bytes, order.depth()).map_err(|e| e.to_string())
}

fn lay_out(folder: &Path, peer: &Peer, kernel: &dyn AnyKernel, order: &Order) -> std::io::Result<(PathBuf, PathBuf)> {
    let file = |name: &str| folder.join(name);
    std::fs::write(file("tenfold_peer.py"), DRIVER)?;
    std::fs::write(file("peer.py"), peer.source)?;
    std::fs::write(file("input.bin"), kernel.peer_input(&order.params))?;
    let peer_order = PeerOrder {
        peer: file("peer.py"),
        packages: peer.packages,
        params: &order.params,
        input: file("input.bin"),
        output: file("output.bin"),
        seconds: order.protocol.map(|p| p.seconds),
    };
    std::fs::write(file("order.json"), serde_json::to_vec(&peer_order)?)?;
    Ok((file("tenfold_peer.py"), file("output.bin")))
}

/// Libraries under NumPy start threads by themselves; an external stands for one core, like the serial variants.
fn one_thread(command: &mut Command) {
    for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"] {
        command.env(name, "1");
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1");
}
