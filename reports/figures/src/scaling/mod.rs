//! Scaling: what do more workers give?
//!
//! Workers on a logarithmic axis of twos against time, speed-up, efficiency or the Karp–Flatt share. Points with more
//! workers than cores are hollow, in a shaded region, and no line joins them: they say how well the system shares cores,
//! not how well the program scales.

mod csv;
mod draw;
mod model;

pub use model::{Fit, Point, Scaling, Series, ValueAxis};
