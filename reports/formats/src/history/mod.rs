//! A history of nights in the formats of other programs, one file each.

mod atom;
mod bencher;
mod jsonl;
mod openmetrics;

pub use atom::feed;

use crate::FormatError;
use tenfold_history::{History, Series};

/// A format that holds a history, or a night of it.
pub struct HistoryFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// What reads it, in a few words.
    pub reader: &'static str,
    /// The history in this format; the same history gives the same bytes.
    pub write: fn(&History) -> Result<Vec<u8>, FormatError>,
}

/// Every format of a history. A new one is a file beside this and an entry here.
pub const HISTORY_FORMATS: &[HistoryFormat] = &[openmetrics::FORMAT, bencher::FORMAT, jsonl::FORMAT];

/// What a series is called in other programs, formed as a cell's name is: `flow/threaded/n=5000,steps=10/workers=2`.
fn name(series: &Series) -> String {
    let mut name = format!("{}/{}", series.group, series.name);
    if !series.problem.is_empty() {
        name.push('/');
        name.push_str(&series.problem.replace(' ', ","));
    }
    if series.workers != 1 {
        name.push_str(&format!("/workers={}", series.workers));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_history::testing::series;

    #[test]
    fn a_series_is_called_as_its_cell_is() {
        let on =
            |workers, problem: &str| Series { workers, problem: problem.to_string(), ..series("flow", "threaded") };
        assert_eq!(name(&on(2, "n=5000 steps=10")), "flow/threaded/n=5000,steps=10/workers=2");
        assert_eq!(name(&on(1, "")), "flow/threaded");
    }
}
