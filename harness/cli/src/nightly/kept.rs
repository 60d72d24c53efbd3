//! The history of a night: opened before it, appended to after it, and asked what it makes of it.
// AT MERGE: this file calls what other parts make; each call stands in a comment marked "AT MERGE", and takes the place of the line
// below it. The imports are then:
//   use crate::written::whole;
//   use tenfold_history::changes::{self, Change, Kind};
//   use tenfold_history::{Accepted, Commit, History, Night, Series};

use std::path::{Path, PathBuf};
use tenfold_history::{Accepted, Commit, Night, Series};

// AT MERGE: `tenfold_history::History` instead of this.
/// All nights of a project.
#[derive(Default)]
pub struct History {
    /// The nights, sorted.
    pub nights: Vec<Night>,
    /// The full hash of the pinned reference.
    pub reference: Option<String>,
}

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
pub fn open(_folder: &Path) -> anyhow::Result<History> {
    // AT MERGE: Ok(History::open(folder)?)
    Ok(History::default())
}

/// Keeps a night, and pins its reference where another one was pinned, or none; the night's file.
pub fn append(folder: &Path, night: &Night, _pinned: Option<&str>) -> anyhow::Result<PathBuf> {
    // AT MERGE: let file = History::append(folder, night)?;
    //           if pinned != Some(night.reference.hash.as_str()) { History::pin(folder, &night.reference.hash)?; }
    //           Ok(file)
    Ok(folder.join("nights").join(format!("{}.jsonl", night.id)))
}

/// Why the ratios of `night`, which is not in `history` yet, are not to be used, where they are not.
pub fn void(_history: &History, night: &Night) -> Option<String> {
    // AT MERGE: else changes::void(history, night)
    night.observations.is_empty().then(|| "nothing was measured".to_string())
}

/// What the night of this name is the first to tell of.
pub fn told(_history: &History, _id: &str) -> Vec<Told> {
    // AT MERGE: let of_night = |change: &Change| history.nights[change.called].id == id;
    //           let told = |change: Change| Told {
    //               is_of_instructions: change.kind == Kind::Instructions,
    //               before: history.nights[change.before].revision.clone(),
    //               first: history.nights[change.first].revision.clone(),
    //               log_size: change.log_size,
    //               interval: change.interval,
    //               accepted: change.accepted,
    //               series: change.series,
    //           };
    //           changes::changes(history).into_iter().filter(of_night).map(told).collect()
    Vec::new()
}

/// Writes the dashboard of `history` into a folder.
pub fn site(_history: &History, _folder: &Path) -> anyhow::Result<()> {
    // AT MERGE: crate::site::write(history, folder), or what writes the same as `tenfold site`
    Ok(())
}
