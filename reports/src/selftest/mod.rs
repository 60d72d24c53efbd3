//! What a self-test says: counts, what it reached and what not, for the terminal and a page.
//!
//! | question | file |
//! |---|---|
//! | how often was who right? | `counts.rs` |
//! | what of the rest was found? | `derived.rs` |
//! | which bars are reached? | `bars.rs` |
//! | how is that drawn? | `drawn.rs` |
//! | and as a page? | `../page/selftest.rs` |

mod bars;
mod counts;
mod derived;
pub(crate) mod drawn;

pub use crate::page::selftest::html;
pub use bars::{Bar, ESTIMATED_IN, bars, reached};
pub use counts::{Kind, OURS, PLANTED, counted, given, judges};
pub use derived::{Judgements, agreement, hot_share, judgements};
