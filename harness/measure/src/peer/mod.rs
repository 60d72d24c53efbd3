//! Externals: variants in another language, driven like any other.
//!
//! An external is a process that reads its input from a file and answers lines on standard input, so that the harness
//! decides how often it runs and has its answer judged by the kernel's own oracles:
//!
//! | the harness says | the external does and says |
//! |---|---|
//! | | begins: `started LANGUAGE VERSION` |
//! | | has its input in memory: `ready` |
//! | `run N` | runs N times from the same input; the seconds that took, by a monotonic clock |
//! | `answer` | writes the last run's output to its file; `written` |
//! | end of input | ends |
//!
//! Input and output are bytes as the kernel's README describes them. Externals in Python that ship with a kernel are
//! modules behind a driver which speaks the protocol for them; a command of the user's speaks it itself.

mod conversation;
mod python;

pub use python::Python;

use crate::clock;
use crate::launch::{Ended, PeerProcess};
use crate::order::{Order, Reply};
use conversation::Conversation;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_kernel::{AnyKernel, Judge, Language, Values};
use tenfold_record::External;

const DRIVER: &str = include_str!("tenfold_peer.py");

/// Names of the files in the scratch folder.
const INPUT: &str = "input.bin";
const OUTPUT: &str = "output.bin";

/// Launches the external that `order` names.
pub(crate) fn launch(
    python: Option<&Python>,
    kernel: &dyn AnyKernel,
    order: &Order,
    limit: Duration,
    stop: &AtomicBool,
    judge: &dyn Judge,
) -> Ended {
    let failed = |reason: String| Ended::Replied(Reply::Failed { reason });
    let scratch = match tempfile::tempdir() {
        Ok(scratch) => scratch,
        Err(e) => return failed(format!("no scratch folder can be made: {e}")),
    };
    let written = kernel.peer_input(&order.params).map_err(|e| e.to_string()).and_then(|input| {
        std::fs::write(scratch.path().join(INPUT), input).map_err(|e| format!("{}: {e}", scratch.path().display()))
    });
    let command = written.and_then(|()| match &order.external {
        Some(external) => Ok(of_user(external, &order.params, scratch.path())),
        None => in_python(python, kernel, order, scratch.path()),
    });
    let mut command = match command {
        Ok(command) => command,
        Err(reason) => return failed(reason),
    };
    one_thread(&mut command);
    let program = command.get_program().to_string_lossy().to_string();
    let spawned = clock::now();
    match PeerProcess::start(command, limit, order.cpus.first().copied()) {
        Ok(process) => Conversation::new(process, stop, judge, order, scratch.path().join(OUTPUT)).hold(spawned),
        Err(e) => Ended::Crashed(format!("cannot start {program}: {e}")),
    }
}

/// A command of the user's, with params and files in the place of braces.
fn of_user(external: &External, params: &Values, scratch: &Path) -> Command {
    let filled = |word: &String| {
        let files = [INPUT, OUTPUT].map(|file| scratch.join(file).display().to_string());
        let word = word.replace("{input}", &files[0]).replace("{output}", &files[1]);
        params.iter().fold(word, |word, (name, value)| word.replace(&format!("{{{name}}}"), &value.to_string()))
    };
    let program = &external.command[0];
    // A path is one from the experiment's folder; a bare name is looked for on the PATH. Absolute, since systems differ in
    // whether a relative one counts from the old or the new working folder.
    let beside = external.folder.join(program);
    let mut command = match program.contains('/') {
        true => Command::new(std::path::absolute(&beside).unwrap_or(beside)),
        false => Command::new(program),
    };
    command.args(external.command[1..].iter().map(filled));
    if !external.folder.as_os_str().is_empty() {
        command.current_dir(&external.folder);
    }
    command
}

/// The driver with a module that ships with the kernel.
fn in_python(
    python: Option<&Python>,
    kernel: &dyn AnyKernel,
    order: &Order,
    scratch: &Path,
) -> Result<Command, String> {
    let python = python.ok_or("no Python interpreter was found")?;
    let peer = kernel.peers().into_iter().find(|p| p.name == order.variant);
    let peer = peer.ok_or_else(|| format!("{} has no external '{}'", kernel.name(), order.variant))?;
    let Language::Python { packages } = peer.language else { return Err(format!("{} is no Python", peer.name)) };
    let params = serde_json::to_string(&order.params).expect("params serialise to memory");
    let file = |name: &str| scratch.join(name);
    std::fs::write(file("tenfold_peer.py"), DRIVER)
        .and_then(|()| std::fs::write(file("peer.py"), peer.source))
        .map_err(|e| format!("{}: {e}", scratch.display()))?;
    let mut command = Command::new(&python.program);
    command
        .args([file("tenfold_peer.py"), file("peer.py"), file(INPUT), file(OUTPUT)])
        .arg(params)
        .args(packages.iter().map(|p| p.distribution));
    Ok(command)
}

/// Libraries under NumPy start threads by themselves; an external stands for one core, like the serial variants.
fn one_thread(command: &mut Command) {
    for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"] {
        command.env(name, "1");
    }
    command.env("PYTHONDONTWRITEBYTECODE", "1");
}
