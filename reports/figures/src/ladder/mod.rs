//! The ladder: how much is each rung worth?
//!
//! One row a variant on a logarithmic axis of time, slowest first; the factor to the row above stands between two rows.

mod csv;
mod draw;
mod model;

pub use model::{Guess, Ladder, Limit, Row};
