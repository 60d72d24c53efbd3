//! The ladder: how much is each rung worth?
//!
//! One row a variant on a logarithmic axis of time, rung by rung; the factor from rung to rung stands between two rungs.

mod csv;
mod draw;
mod model;

pub use model::{Guess, Ladder, Limit, Row, RungFactor};
