//! The roofline (Williams, Waterman and Patterson 2009): what limits it?
//!
//! Operations per byte against operations per second, both logarithmic. A slanted roof for each level of the memory
//! hierarchy, a flat one for each kind of arithmetic, each labelled with its measured value.

mod csv;
mod draw;
mod model;

pub use model::{Height, Point, Roof, Roofline};
