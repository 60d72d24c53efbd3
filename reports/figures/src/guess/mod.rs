//! Guess against measured: how good was the intuition, of one or of a whole class?
//!
//! A dot for each guess, piled up over a logarithmic axis of ratios (a dot plot: L. Wilkinson, "Dot plots", The American
//! Statistician 53 (1999) 276–281): the heap is the distribution, and every person finds their dot. Below it stands the
//! measured ratio with its interval; a band shows what was near it, a dashed line the median guess.

mod csv;
mod draw;
mod model;

pub use model::{Guess, Lane};
