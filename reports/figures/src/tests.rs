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
