//! What holds for every figure, and where the marks of each stand.

mod distribution;
mod gauge;
mod guess;
mod history;
mod ladder;
mod legible;
mod parsed;
mod ranks;
mod roofline;
mod scaling;

use super::estimate::between;
use super::{Size, Words};
use tenfold_stats::Estimate;

/// A file of its own.
const SLIDE: Size<'static> = Size::Slide(Words { title: "How much?", caption: "", footer: "" });

/// An exact estimate.
fn exactly(value: f64) -> Estimate {
    between(value, (value, value), 12)
}

/// Numbers from 0 to 1 that look random and are the same every time (Knuth's MMIX generator).
fn numbers(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    }
}
