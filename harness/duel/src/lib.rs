//! How two sides are compared: turns, launches, looks, verdict.
//!
//! For each launch a process of either side is started, in random order and with an environment of random size. Both stay
//! alive and take turns of a few milliseconds, ABBA or BAAB; while one runs the other sleeps. A launch stands with the
//! median of its log ratios, and the launches are the units of the verdict.
//!
//! Everything here is clockwork and arithmetic: times come from a [`Source`], which is two processes in the program and a
//! simulation with a known truth in the tests.
//!
//! | question | file |
//! |---|---|
//! | where do times come from? | `source.rs` |
//! | how many runs make a block? | `calibrate.rs` |
//! | which builds of the sides meet? | `builds.rs` |
//! | who runs when, and when is it enough? | `clockwork.rs` |
//! | when is it looked at? | `looks.rs` |
//! | which times count, and what do they say? | `finding.rs` |
//! | how often are they right? | `trials.rs` |

mod builds;
mod calibrate;
mod clockwork;
mod finding;
mod looks;
mod source;
mod trials;

pub use clockwork::{Fought, Settings, duel};
pub use finding::{Finding, Interruptions, disturbed, finding, launch_log, log_ratios};
pub use looks::FEWEST_LAUNCHES;
pub use source::{Block, Runs, Source, Start, Trouble};
pub use trials::Trials;
