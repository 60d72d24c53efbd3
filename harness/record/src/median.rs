//! What a run found for a cell, for those who look at many runs.

use crate::Cell;
use serde::{Deserialize, Serialize};

/// The median of a cell in one run. It is derived from the launches, and kept so that a history need not read the samples
/// of a hundred nights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellMedian {
    /// The cell.
    pub cell: Cell,
    /// Seconds per run: the median over launches.
    pub seconds: f64,
    /// Lower end of its interval, in seconds.
    pub low: f64,
    /// Upper end of its interval, in seconds.
    pub high: f64,
    /// Launches behind it.
    pub launches: usize,
}
