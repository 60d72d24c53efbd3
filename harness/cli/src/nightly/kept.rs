//! The history of a night: appended to after it, and asked what it makes of it.

use super::night::series;
use crate::site;
use std::path::{Path, PathBuf};
use tenfold_analysis::comparison::CellStanding;
use tenfold_analysis::text::visible;
use tenfold_figures::flamegraph::{difference, draw_large};
use tenfold_history::changes::{Change, Kind};
use tenfold_history::{Accepted, Commit, History, Night, Series};

/// A change that this night is the first to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Of what.
    pub series: Series,
    /// Whether of its instructions, not of its time.
    pub is_of_instructions: bool,
    /// The last revision measured without it.
    pub before: Commit,
    /// The first with it.
    pub first: Commit,
    /// Its size and the interval of that, as logarithms.
    pub log_size: f64,
    /// See `log_size`.
    pub interval: [f64; 2],
    /// The commit that accepts it.
    pub accepted: Option<Accepted>,
}

/// Keeps a night, and pins its reference where another one was pinned, or none; the night's file.
pub fn append(folder: &Path, night: &Night, pinned: Option<&str>) -> anyhow::Result<PathBuf> {
    let file = History::append(folder, night)?;
    if pinned != Some(night.reference.hash.as_str()) {
        History::pin(folder, &night.reference.hash)?;
    }
    Ok(file)
}

/// Keeps what differs between the stacks of either side, where a cell changed: a flamegraph for each.
pub fn flames(folder: &Path, night: &Night, cells: &[CellStanding<'_>]) -> anyhow::Result<()> {
    for cell in cells {
        if let Some(Ok([before, after])) = &cell.duel.stacks {
            let (series, kernel) = (series(&cell.duel.contest), &cell.duel.contest.kernel);
            let title = format!("{series}: {} against {}", night.revision.short(), night.reference.short());
            let drawn = draw_large(&visible(&difference(before, after, kernel, &title)?), kernel, &title)?;
            site::kept(&site::flame(folder, &night.id, &series), drawn.as_bytes())?;
        }
    }
    Ok(())
}

/// What the night of this name is the first to tell of.
pub fn told(history: &History, changes: &[Change], id: &str) -> Vec<Told> {
    let of_night = |change: &&Change| history.nights[change.called].id == id;
    let told = |change: &Change| Told {
        series: change.series.clone(),
        is_of_instructions: change.kind == Kind::Instructions,
        before: history.nights[change.before].revision.clone(),
        first: history.nights[change.first].revision.clone(),
        log_size: change.log_size,
        interval: change.interval,
        accepted: change.accepted.clone(),
    };
    changes.iter().filter(of_night).map(told).collect()
}
