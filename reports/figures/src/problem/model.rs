//! A problem's picture, as a model.

/// Values over a plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The question: `What is computed?`
    pub title: String,
    /// What is seen.
    pub caption: String,
    /// Values in a row.
    pub columns: usize,
    /// Values from 0 (paper) to 1 (ink), row by row from the top.
    pub values: Vec<f32>,
    /// Where it is from.
    pub footer: String,
}
