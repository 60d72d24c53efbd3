//! Change points of a history.

use crate::{Accepted, Series};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The ratio of times.
    Time,
    /// The ratio of instruction counts.
    Instructions,
}

/// A lasting change of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of what.
    pub series: Series,
    /// In what.
    pub kind: Kind,
    /// The last night before it, as an index into the nights.
    pub before: usize,
    /// The first night with it.
    pub first: usize,
    /// The night on which it was first called.
    pub called: usize,
    /// Logarithm of the level after it over the level before it.
    pub log_size: f64,
    /// Its interval.
    pub interval: [f64; 2],
    /// The probability that there is none.
    pub none: f64,
    /// What accepts it, where a commit does.
    pub accepted: Option<Accepted>,
}

/// The changes of a history.
pub fn changes(_: &crate::History) -> Vec<Change> {
    Vec::new()
}
