//! What is computed: a kernel's problem as a picture.

mod draw;
mod model;

pub use model::Problem;
