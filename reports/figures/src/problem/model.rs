//! A problem's picture, as a model.

/// Values over a plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Values in a row.
    pub columns: usize,
    /// Values from 0 (paper) to 1 (ink), row by row from the top.
    pub values: Vec<f32>,
    /// What is seen.
    pub says: String,
}
