//! What a self-test says: counts, what it reached and what not.
//!
//! | question | file |
//! |---|---|
//! | how often was who right? | `counts.rs` |
//! | what of the rest was found? | `derived.rs` |
//! | what do detectors of changes make of simulated nights? | `nightly.rs` |
//! | which bars are reached? | `bars.rs` |
//! | how is that said? | `words.rs` |

mod bars;
mod counts;
mod derived;
mod nightly;
#[cfg(test)]
mod tests;
mod words;

pub use bars::{ALARMS, Bar, COVERAGE, ERROR, ESTIMATED_IN, HOT, OVERHEAD, WITHIN, bars, reached};
pub use counts::{CellGroup, OURS, PLANTED, counted, given, judges};
pub use derived::{Judgements, agreement, cost, hot_share, judgements, ratios, share, spread};
pub use nightly::{Asked, nightly};
pub use words::{comparisons, rivals_answer, summary, told};
