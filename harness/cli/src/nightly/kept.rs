//! The history of a night: opened before it, appended to after it, and asked what it makes of it.

use std::path::{Path, PathBuf};
use tenfold_history::changes::{self, Change, Kind};
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

/// The history in a folder; an empty one where there is none yet.
pub fn open(folder: &Path) -> anyhow::Result<History> {
    Ok(History::open(folder)?)
}

/// Keeps a night, and pins its reference where another one was pinned, or none; the night's file.
pub fn append(folder: &Path, night: &Night, pinned: Option<&str>) -> anyhow::Result<PathBuf> {
    let file = History::append(folder, night)?;
    if pinned != Some(night.reference.hash.as_str()) {
        History::pin(folder, &night.reference.hash)?;
    }
    Ok(file)
}

/// Why the ratios of `night`, which is not in `history` yet, are not to be used, where they are not.
pub fn void(history: &History, night: &Night) -> Option<String> {
    match night.observations.is_empty() {
        true => Some("nothing was measured".to_string()),
        false => changes::void(history, night),
    }
}

/// What the night of this name is the first to tell of, among the `changes` of `history`.
pub fn told(history: &History, changes: &[Change], id: &str) -> Vec<Told> {
    let of_night = |change: &&Change| history.nights[change.called].id == id;
    let told = |change: &Change| Told {
        is_of_instructions: change.kind == Kind::Instructions,
        before: history.nights[change.before].revision.clone(),
        first: history.nights[change.first].revision.clone(),
        log_size: change.log_size,
        interval: change.interval,
        accepted: change.accepted.clone(),
        series: change.series.clone(),
    };
    changes.iter().filter(of_night).map(told).collect()
}
