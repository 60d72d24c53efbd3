//! The verbs by which a program is started to be measured. No person types them, so no help shows them.

use crate::duel::{duelist, protocol};
use crate::worker;
use std::process::ExitCode;
use tenfold_kernel::{AnyKernel, Path};

/// Does what a hidden verb on this program's command line asks, with `kernels`; `None` where there is none.
pub fn serve(kernels: impl FnOnce() -> Vec<Box<dyn AnyKernel>>) -> Option<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [worker::VERB, order] => Path::check_cap().and_then(|()| worker::carry_out(order, &kernels())),
        [protocol::VERB] => Path::check_cap().map(|()| duelist::serve(&kernels())),
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
