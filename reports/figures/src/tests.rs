//! What holds for every figure, and where the marks of each stand.

mod class;
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

use super::Estimate;

/// An exact estimate.
fn exactly(value: f64) -> Estimate {
    Estimate { value, interval: Some((value, value)), n: 12 }
}
