//! How many times faster: the ratio base / new of two cells, and a verdict.
//!
//! A ratio above 1 says that `new` takes less time than `base`. Work is done on logarithms, where a
//! ratio and its inverse are treated alike and a median is carried over exactly.

mod layout;
mod looks;
mod verdict;

pub use layout::SPREAD;
pub use looks::{Look, half_width, looked, looked_over_builds};
pub use verdict::{DETECTION_POWER, Decision, Verdict};

use crate::estimate::Estimate;

/// The outcome of comparing two cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// base / new, with the interval of [`Decision::level`]; `n` counts the units named by the function.
    pub ratio: Estimate,
    /// Probability of evidence this strong where nothing changed, both directions counted.
    pub p_value: f64,
    /// Faster, slower, or no difference found.
    pub verdict: Verdict,
}
