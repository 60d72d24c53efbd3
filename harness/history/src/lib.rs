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
//! | what is a history? | `history.rs` |
//! | how is it kept? | `folder.rs`, a night of it `text.rs` |
//! | how is it carried elsewhere? | `whole.rs`, `merge.rs` |
//! | why does it not answer? | `error.rs` |
//! | how did a series go from night to night? | `lines.rs`, over several references `chain.rs` |
//! | what is no change of the code? | `events.rs` |
//! | what changed for good, and when is a night void? | [`changes`] |
//! | which commit did it? | [`bisect`], kept by `bisected.rs` |

pub mod bisect;
mod bisected;
mod chain;
pub mod changes;
mod error;
mod events;
mod folder;
mod history;
#[cfg(test)]
mod large;
mod lines;
mod merge;
mod night;
mod series;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
mod whole;

pub use bisected::Bisected;
pub use error::HistoryError;
pub use events::Event;
pub use folder::hidden;
pub use history::History;
pub use lines::{Line, Point};
pub use merge::Merged;
pub use night::{Accepted, Commit, Instructions, Machine, Measured, Night, Observation, Outcome, Sentinel};
pub use series::Series;
