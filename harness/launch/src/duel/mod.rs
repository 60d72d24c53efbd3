//! Duels, seen from the program that judges: a process of either side that stays alive and runs blocks when it is told to.
//!
//! What the process does, and what both say to each other, is in [`tenfold_measure::duel`].
//!
//! | question | file |
//! |---|---|
//! | how is it started, asked, heard? | `opponent.rs` |
//! | who knows whether an answer is right? | `reference.rs` |
//! | how do two of them take turns? | `pair.rs` |
//! | and where a side is any command? | `commands.rs` |
//! | how many instructions does a run take? | `instructions.rs` |
//! | where does its time go? | `profile.rs` |

mod commands;
pub mod instructions;
mod opponent;
mod pair;
pub mod profile;
mod reference;

pub use commands::{Commands, Invocation};
pub use opponent::{Opponent, Silence};
pub(crate) use pair::trouble;
pub use pair::{Pair, Program, duelist};
pub use reference::{reference, solve};
