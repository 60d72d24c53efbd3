//! The climb: how far the ladder has been climbed, for half a slide, beside the code of the newest variant.
//!
//! A line of words and a track for each variant; every variant keeps its place from slide to slide, and the newest
//! appears on a step of its own.

mod draw;
mod model;

pub use draw::MOST_ROWS;
pub use model::Climb;
