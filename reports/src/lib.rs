//! Figures, flamegraphs, the page and the terminal's ladder of a run.
//!
//! ```text
//! Run ──▶ findings (pure) ──▶ figures ──▶ page      one self-contained file
//!                        ├──────────────▶ rules     the twelve, kept or broken
//!                        └──────────────▶ terminal  the same in 80 columns
//! ```
//!
//! [`poll`] are the pages on which a room guesses before a run.
//!
//! The same run gives the same bytes: nothing here reads a clock, draws a random number or touches a file.

pub mod ceiling;
pub mod comparison;
mod error;
pub mod figures;
pub mod findings;
mod flamegraph;
pub mod format;
mod page;
pub mod poll;
pub mod rules;
pub mod selftest;
pub mod slides;
mod terminal;
pub mod testing;
mod text;

pub use error::ReportError;
pub use flamegraph::flamegraph;
pub use page::{Indexed, html, index};
pub use terminal::terminal;
pub use text::visible;
