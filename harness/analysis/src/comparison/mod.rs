//! What a comparison says: cell by cell, in words, for the terminal and for a pull request.
//!
//! | question | file |
//! |---|---|
//! | how does each cell stand? | `standing.rs` |
//! | is a side too fast to be true? | `too_fast.rs` |
//! | how is that said? | `words.rs` |
//! | may it be merged? | `gate.rs` |
//! | and in 80 columns, in Markdown? | `terminal.rs`, `markdown.rs` |

mod gate;
mod markdown;
mod standing;
mod terminal;
#[cfg(test)]
mod tests;
mod too_fast;
mod words;

pub use gate::{Gate, GateVerdict, gate};
pub use markdown::markdown;
pub use standing::{
    ALARM_RATE, CellStanding, INSTRUCTION_RISE, Standing, decision, more_instructions, regressed, standings,
};
pub use terminal::{Entry, Lines, entry, terminal};
pub use too_fast::needs_ceilings;
pub use words::change;
