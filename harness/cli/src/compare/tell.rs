//! Tells a comparison to people.

use crate::lines::entry;
use std::io::IsTerminal;
use tenfold_analysis::comparison::{CellStanding, Entry, terminal};
use tenfold_analysis::format::counted;
use tenfold_record::{Comparison, Duel};

/// Columns of the names of cells.
const NAMES: usize = 26;

/// Prints every cell, the cells left out, and a summary, in 80 columns.
pub fn tell(comparison: &Comparison, cells: &[CellStanding<'_>]) {
    let lines = terminal(comparison, cells);
    lines.parties.iter().for_each(|party| print(party, 1));
    println!();
    lines.cells.iter().for_each(|cell| print(cell, NAMES));
    if !lines.left_out.is_empty() {
        println!("left out:");
        lines.left_out.iter().for_each(|cell| print(cell, NAMES));
    }
    println!("\n{}", entry(0, 0, "", &lines.summary).trim_start());
}

fn print((name, said): &Entry, width: usize) {
    // A long name has a line of its own.
    let long = name.chars().count() > width;
    if long {
        println!("{}", entry(0, 0, name, "").trim_end());
    }
    for (line, text) in said.iter().enumerate() {
        println!("{}", entry(0, width, if line == 0 && !long { name } else { "" }, text));
    }
}

/// Says on standard error that a cell is done: what it came to is told at the end, when all cells are known.
pub fn progress(duel: &Duel) {
    if std::io::stderr().is_terminal() {
        eprintln!("{}: {}, {:.1} s", duel.contest, counted(duel.launches.len(), "launch"), duel.wall_seconds);
    }
}
