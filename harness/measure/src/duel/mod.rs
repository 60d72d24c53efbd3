//! Duels: a process of either side that stays alive and runs blocks when it is told to.
//!
//! | question | file |
//! |---|---|
//! | what do parent and process say to each other? | `protocol.rs` |
//! | what does the process do? | `duelist.rs` |
//! | how is it started, asked, heard? | `opponent.rs` |
//! | who knows whether an answer is right? | `reference.rs` |
//! | how do two of them take turns? | `pair.rs` |
//! | and where a side is any command? | `commands.rs` |
//! | how many instructions does a run take? | `instructions.rs` |
//! | where does its time go? | `profile.rs` |
//! | and where the answer is known beforehand? | `busy.rs` |

pub(crate) mod busy;
mod commands;
pub mod duelist;
pub mod instructions;
mod opponent;
mod pair;
pub mod profile;
pub mod protocol;
mod reference;

pub use commands::{CommandLine, Commands};
pub use opponent::{Opponent, Silence};
pub use pair::{Pair, Program};
pub(crate) use pair::{started, trouble, unexpected};
pub use reference::reference;
