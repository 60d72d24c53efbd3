//! What is told, and how: whether anything but results, how wide, in which colours.
//!
//! A terminal that says it is dumb gets no colours and no line that is written over; what is no terminal gets 80 columns.

use crate::args::{Colour, Telling};
use std::io::{IsTerminal, stderr, stdout};
use std::sync::OnceLock;
use terminal_size::terminal_size_of;

static TELLING: OnceLock<Telling> = OnceLock::new();

/// Columns where there is no terminal to ask.
const COLUMNS: usize = 80;

/// Wider lines are hard to read.
const WIDEST: usize = 100;

/// Takes in what the command line says of it.
pub fn set(telling: Telling) {
    if telling.verbose {
        tenfold_launch::told::listen(|command| eprintln!("{command}"));
    }
    TELLING.get_or_init(|| telling);
}

fn telling() -> Telling {
    TELLING.get().copied().unwrap_or_default()
}

/// Whether results and errors alone are told.
pub fn is_quiet() -> bool {
    telling().quiet
}

/// Columns of what is printed for people.
pub fn columns() -> usize {
    let terminal = if cfg!(test) { None } else { terminal_size_of(stdout()) };
    terminal.map_or(COLUMNS, |(width, _)| usize::from(width.0).min(WIDEST))
}

/// Whether standard output is coloured.
pub fn is_coloured() -> bool {
    match telling().color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            stdout().is_terminal() && !is_dumb() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// Whether standard error is a terminal on which a line can be written over.
pub fn is_lively() -> bool {
    stderr().is_terminal() && !is_dumb()
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}
