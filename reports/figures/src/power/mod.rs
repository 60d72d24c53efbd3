//! Power: how often is a slowdown of this size found?
//!
//! The share of comparisons that called B slower over the slowdown that was planted, one line a series; at zero stands the
//! share of false alarms. Intervals are exact.

mod csv;
mod draw;
mod model;

pub use model::{Point, Power, Series};
