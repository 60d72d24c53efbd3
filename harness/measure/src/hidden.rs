//! The verbs by which a program is started to be measured. No person types them, so no help shows them.

use crate::duel::{duelist, protocol};
use crate::{voice, worker};
use std::process::ExitCode;
use tenfold_kernel::{AnyKernel, Path};

/// Does what a hidden verb on this program's command line asks, with `kernels`; `None` where there is none.
pub fn serve(kernels: impl FnOnce() -> Vec<Box<dyn AnyKernel>>) -> Option<ExitCode> {
    // A name that is not UTF-8 is no hidden verb, and may be a file.
    let words: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let begun = || {
        bound_to_parent();
        voice::keep_apart().map_err(|e| format!("standard output: {e}")).and_then(|()| Path::check_cap())
    };
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [worker::VERB, order] => begun().and_then(|()| worker::carry_out(order, &kernels())),
        [protocol::VERB] => begun().map(|()| duelist::serve(&kernels())),
        _ => return None,
    };
    Some(done.map_or_else(
        |reason| {
            eprintln!("{reason}");
            ExitCode::from(2)
        },
        |()| ExitCode::SUCCESS,
    ))
}

/// Ends this process when the one that started it dies: where `mpirun` is killed, its ranks would measure on.
#[cfg(target_os = "linux")]
fn bound_to_parent() {
    // Refused by no system that has it; without it, a rank ends when it next needs another.
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
}

#[cfg(not(target_os = "linux"))]
fn bound_to_parent() {}
