//! What a measured process says to the program that started it: on the standard output it was started with. What a variant
//! prints goes to standard error, so that neither is taken for the other.

use std::fs::File;
use std::io::{self, Write, stdout};
use std::sync::{Mutex, OnceLock, PoisonError};

static VOICE: OnceLock<Mutex<File>> = OnceLock::new();

/// From now on standard output is this process's own to speak with, and what others print on it goes to standard error.
///
/// # Errors
/// The system refuses another descriptor.
pub fn keep_apart() -> io::Result<()> {
    let own = rustix::io::dup(stdout())?;
    rustix::stdio::dup2_stdout(std::io::stderr())?;
    // Called once, where the process begins.
    let _ = VOICE.set(Mutex::new(File::from(own)));
    Ok(())
}

/// Says a line. A parent that has gone ends the input as well, and this process with it.
pub(crate) fn say(line: &str) {
    let _ = match VOICE.get() {
        Some(own) => written(&mut *own.lock().unwrap_or_else(PoisonError::into_inner), line),
        None => written(&mut stdout().lock(), line),
    };
}

fn written(to: &mut impl Write, line: &str) -> io::Result<()> {
    // At once: two threads' lines do not mix.
    to.write_all(format!("{line}\n").as_bytes())?;
    to.flush()
}
