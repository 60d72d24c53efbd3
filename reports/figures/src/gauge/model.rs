//! Shares against their goal, as a model.

use tenfold_record::Rung;
use tenfold_stats::Estimate;

/// What a gauge shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// Where the values should be.
    pub goal: Option<Goal>,
    /// Where the numbers come from.
    pub footer: String,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// What gives colour and marker.
    pub rung: Rung,
    /// Its value as a share, with its interval.
    pub value: Estimate,
    /// What it rests on, where each of them has a value: drawn as faint dots.
    pub dots: Vec<f64>,
    /// Its value in words.
    pub said: String,
}

/// Where the values should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// At least this share; none where only the upper end counts.
    pub low: Option<f64>,
    /// At most this share; none where only the lower end counts.
    pub high: Option<f64>,
    /// The goal in words.
    pub label: String,
}
