//! What is followed from night to night.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that is measured every night: a variant of a kernel on a problem, a command, a benchmark of criterion's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Series {
    /// The kernel; "command" or the benchmark's group elsewhere.
    pub group: String,
    /// The variant; the track's or the benchmark's name elsewhere.
    pub name: String,
    /// The problem: "n=5000 steps=10"; may be empty.
    pub problem: String,
    /// Threads or ranks.
    pub workers: usize,
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.group, self.name)?;
        if self.workers != 1 {
            write!(f, " × {}", self.workers)?;
        }
        match self.problem.is_empty() {
            true => Ok(()),
            false => write!(f, " ({})", self.problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_says_what_it_is() {
        let series = |workers, problem: &str| Series {
            group: "flow".to_string(),
            name: "threaded".to_string(),
            problem: problem.to_string(),
            workers,
        };
        assert_eq!(series(1, "").to_string(), "flow threaded");
        assert_eq!(series(2, "n=8").to_string(), "flow threaded × 2 (n=8)");
    }
}
