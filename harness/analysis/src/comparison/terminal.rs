//! A comparison for the terminal.

use super::standing::CellStanding;
use super::words;
use crate::text::visible;
use tenfold_record::Comparison;

/// One cell: its name, and what is said of it, each line to be hung beside the name.
pub type Entry = (String, Vec<String>);

/// The lines of a comparison: a heading, an entry a cell, the cells left out, a summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// What was compared.
    pub parties: Vec<Entry>,
    /// The cells.
    pub cells: Vec<Entry>,
    /// Cells left out, with the reasons.
    pub left_out: Vec<Entry>,
    /// The summary.
    pub summary: String,
}

/// A comparison in words. Names from outside are made visible; breaking the lines is left to the caller.
pub fn terminal(comparison: &Comparison, cells: &[CellStanding<'_>]) -> Lines {
    let [a, b] = &comparison.parties;
    let parties = vec![("A".to_string(), vec![visible(a)]), ("B".to_string(), vec![visible(b)])];
    let left_out = comparison.left_out.iter().map(|(what, why)| (visible(what), vec![visible(why)])).collect();
    let summary = words::summary(cells, comparison.threshold);
    Lines { parties, cells: cells.iter().map(|c| entry(c, comparison.threshold)).collect(), left_out, summary }
}

/// What is said of one cell.
pub fn entry(cell: &CellStanding<'_>, threshold: f64) -> Entry {
    let mut lines = vec![words::verdict(cell, threshold)];
    lines.extend(words::ratio(cell).map(|ratio| format!("time B / A {ratio}")));
    lines.extend(words::basis(cell));
    lines.extend(words::interrupted(cell));
    lines.extend(words::throttled(cell));
    lines.extend(words::instructions(cell));
    (visible(&cell.duel.contest.to_string()), lines.iter().map(|l| visible(l)).collect())
}
