//! What is found of what was planted, as a model.

use crate::Estimate;
use tenfold_record::Rung;

/// What the figure shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Power {
    /// The question.
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// The series.
    pub series: Vec<Series>,
    /// Where the numbers come from.
    pub footer: String,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name, written at its end.
    pub label: String,
    /// What gives colour and marker.
    pub rung: Rung,
    /// The points in the order of the slowdown.
    pub points: Vec<Point>,
}

/// One slowdown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The slowdown that was planted, as a share.
    pub planted: f64,
    /// The share that found it.
    pub found: Estimate,
}
