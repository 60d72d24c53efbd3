//! What is kept of nightly measuring, and what it says.
//!
//! A night measures one revision against a pinned reference, both in one job on one machine: what is kept are ratios, which
//! survive a change of machine, where times do not. A history is a folder with a file for every night, so that two of them
//! merge without a conflict.
//!
//! | question | file |
//! |---|---|
//! | what is kept of a night? | `night.rs` |
//! | what is a series? | `series.rs` |

pub mod changes;
mod night;
mod read;
mod series;

pub use night::{Accepted, Commit, Instructions, Machine, Measured, Night, Observation, Outcome, Sentinel};
pub use read::{Event, History, HistoryError, Line, Point};
pub use series::Series;
