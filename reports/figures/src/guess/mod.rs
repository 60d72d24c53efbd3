//! Guess against measured: how good was the intuition?
//!
//! A guess is a hollow dot on a logarithmic axis of ratios, the measured ratio stands beside it with its interval, and a
//! band shows what would have been right within a factor of 2. What a whole class guessed is `class.rs`.

mod csv;
mod draw;
mod model;

pub use model::{Guess, Lane};
