//! Intervals, ratios and scaling laws: pure functions.
//!
//! Every estimate says how many independent units it rests on and carries an interval only where that
//! many units can bear one. The unit is the *launch* (one process), never the sample: samples of one
//! launch share its address layout and its neighbours. Each file holds one idea and names its source.
//!
//! Randomness (the bootstrap) is seeded: the same numbers and the same seed give the same interval on
//! every platform.

pub mod bootstrap;
pub mod discoveries;
pub mod error;
pub mod estimate;
pub mod fair_coin;
mod least_squares;
pub mod loggp;
pub mod median_interval;
pub mod messages;
pub mod normal;
pub mod pop;
pub mod proportion;
pub mod quantile;
pub mod ratio;
pub mod scaling;
pub mod steps;
pub mod table;

pub use error::StatsError;
pub use estimate::{Estimate, Interval, LEVEL};
pub use median_interval::{median_error, median_estimate, median_interval, median_interval_exact};
pub use quantile::{median, quantile};
pub use ratio::{Comparison, Decision, Verdict};
pub use table::Table;
