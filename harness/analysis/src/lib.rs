//! What follows from a run, a comparison, a history or a self-test, and the sentences that say it. Draws nothing.
//!
//! ```text
//! Run ────────▶ findings ──┬▶ answers   in a sentence, one for each figure
//!                          ├▶ rules     the twelve, kept or broken
//!                          ├▶ gist      what an index tells of it
//!                          └▶ terminal  all of it in 80 columns
//! Comparison ─▶ comparison              standings, in words and as Markdown
//! SelfTest ───▶ selftest                counts and bars
//! ```
//!
//! Pure: nothing here reads a clock, draws a random number or touches a file. What figures, pages, slides and exported
//! files say is found here once.

pub mod answers;
pub mod ceiling;
pub mod comparison;
pub mod date;
pub mod findings;
pub mod format;
mod gist;
pub mod markdown;
pub mod origin;
pub mod rules;
pub mod selftest;
mod terminal;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;

pub use gist::gist;
pub use terminal::terminal;
