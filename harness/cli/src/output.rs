//! Writing to standard output and standard error, of which either may be closed or full.
//!
//! A terminal that goes away must not cost what is being measured. So the macros of the standard library, which panic, are
//! replaced in this program by ones that go on: a closed pipe (`tenfold list | head`) is no fault, and what else went wrong is
//! told at the end.

use crate::console;
use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

/// Why standard output could not be written to.
static FAULT: OnceLock<String> = OnceLock::new();

macro_rules! print {
    ($($text:tt)*) => { $crate::output::out(format_args!($($text)*)) };
}

macro_rules! println {
    () => { $crate::output::out(format_args!("\n")) };
    ($($text:tt)*) => { $crate::output::out(format_args!("{}\n", format_args!($($text)*))) };
}

macro_rules! eprint {
    ($($text:tt)*) => { $crate::output::err(format_args!($($text)*)) };
}

macro_rules! eprintln {
    () => { $crate::output::err(format_args!("\n")) };
    ($($text:tt)*) => { $crate::output::err(format_args!("{}\n", format_args!($($text)*))) };
}

/// Tells an error, also where nothing else is told.
macro_rules! error {
    ($($text:tt)*) => { $crate::output::error(format_args!("{}\n", format_args!($($text)*))) };
}

/// Writes to standard output.
pub fn out(text: Arguments<'_>) {
    note(io::stdout().write_fmt(text));
}

/// Standard output for what is written piece by piece: a fault is told at the end, as of all output.
pub struct Stdout;

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        note(io::stdout().write_all(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes to standard error how things go on, unless only errors are to be told.
pub fn err(text: Arguments<'_>) {
    if !console::is_quiet() {
        error(text);
    }
}

/// Writes an error to standard error, where nobody could be told of a fault.
pub fn error(text: Arguments<'_>) {
    let _ = io::stderr().write_fmt(text);
}

fn note(written: io::Result<()>) {
    if let Err(fault) = written
        && fault.kind() != ErrorKind::BrokenPipe
    {
        FAULT.get_or_init(|| fault.to_string());
    }
}

/// The exit code of a program that would end with `code`: a fault of its own where not all of its output was written.
pub fn complete(code: ExitCode) -> ExitCode {
    note(io::stdout().flush());
    match FAULT.get() {
        Some(fault) => {
            error!("tenfold: cannot write to standard output: {fault}");
            ExitCode::from(crate::fault::FAILED)
        }
        None => code,
    }
}
