//! What a run found, for those who look at many runs.

use crate::Cell;
use serde::{Deserialize, Serialize};

/// What an index tells of a run. It is derived from the launches, and kept so that nobody need read the samples of a hundred
/// nights.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gist {
    /// What it answers, a sentence for each part of the experiment.
    pub answers: Vec<String>,
    /// Why not to trust it: the rules of good measurement that it breaks; `None` where it keeps them.
    pub warning: Option<String>,
    /// What it found for each cell that stands on a ladder with an interval.
    pub medians: Vec<CellMedian>,
}

/// The time of a cell in one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellMedian {
    /// The cell.
    pub cell: Cell,
    /// Seconds per run, as the run's estimate has it.
    pub seconds: f64,
    /// Lower end of its interval, in seconds.
    pub low: f64,
    /// Upper end of its interval, in seconds.
    pub high: f64,
    /// Launches behind it.
    pub launches: usize,
}
