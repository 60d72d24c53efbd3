//! Profiles: where the time of a cell went.

use crate::CellKey;
use serde::{Deserialize, Serialize};

/// A source line with its share of the samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HotLine {
    /// The file, relative to the workspace where it lies in it.
    pub file: String,
    /// The line.
    pub line: u32,
    /// Samples whose innermost frame is on it.
    pub samples: u64,
}

/// A sampling profile of one cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The cell.
    pub cell: CellKey,
    /// The profiler: "perf cpu-clock" or "pprof".
    pub tool: String,
    /// Samples asked for, per second and thread.
    pub requested_hz: f64,
    /// Samples got, per second of CPU time.
    pub realised_hz: f64,
    /// Samples in all.
    pub samples: u64,
    /// How much slower the profiled runs were than unprofiled ones of the same process, as a share: 0.01 is 1 %.
    pub overhead: Option<f64>,
    /// Folded stacks: one line a stack, frames from the root separated by ';', then a space and the count.
    pub folded: String,
    /// The hottest lines, most samples first.
    pub lines: Vec<HotLine>,
}
