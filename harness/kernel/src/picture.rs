//! A picture of a kernel's problem, with which a deck of slides opens.

use crate::job::Ready;
use crate::{JobError, Kernel};

/// What [`Kernel::picture`] shows: a rectangle of shades.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Values in a row.
    pub columns: usize,
    /// The shades, 0 to 1, row by row from the top.
    pub values: Vec<f32>,
    /// What is seen, and what the axes are: one plain sentence.
    pub says: &'static str,
}

/// The output of the naive variant of `K` for `params`, computed in this process: what a picture is made of.
///
/// # Errors
/// The input cannot be made.
pub fn solved<K: Kernel>(params: K::Params) -> Result<K::Output, JobError> {
    Ok(Ready::<K>::solved(params)?.output)
}
