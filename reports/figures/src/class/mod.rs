//! What a class guessed, against what was measured: how far was the room's intuition off, and how far apart was it?
//!
//! A dot for each guess, piled up over a logarithmic axis of ratios (a dot plot: L. Wilkinson, "Dot plots", The American
//! Statistician 53 (1999) 276–281): the heap is the distribution, and every person finds their dot. Below it stands the
//! measured ratio with its interval; a band shows what was within a factor of 2 of it, a dashed line the median guess.

mod csv;
mod draw;
mod model;

pub use model::{Class, Lane};
