//! The history: did it get slower or faster from run to run?
//!
//! One strip a variant, all to one scale: the time of each run over the median of all runs. The runs stand side by side in
//! their order, however much time lies between them.

mod csv;
mod draw;
mod model;

pub use model::{History, Track};
