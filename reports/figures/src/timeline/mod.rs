//! The timeline: where does each rank spend its time?
//!
//! One lane a rank. What a rank does is told by colour and by height, so that print without colour tells it too.

mod csv;
mod draw;
mod model;

pub use model::{Lane, Timeline};
