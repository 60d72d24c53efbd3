//! The duel: is B slower, and do the launches agree?
//!
//! Each launch is a dot at its time of B over A; the median stands below them with its interval. A line marks equality, a
//! dashed one the slowdown that is accepted.

mod csv;
mod draw;
mod model;

pub use model::Duel;
