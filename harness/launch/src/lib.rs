//! What is outside the measured process: processes and their limits, `mpirun`, externals and their builds, orders and replies.
//!
//! A launch is one process of a cell. The program that plans writes an [`Order`](tenfold_measure::order::Order); [`Launcher`]
//! starts a process that carries it out ([`tenfold_measure::worker`], or an external: [`peer`]) and brings back the
//! [`Reply`](tenfold_measure::order::Reply).
//!
//! | question | file |
//! |---|---|
//! | how is a process started, stopped, heard? | `launcher.rs`, `process.rs`, `said.rs`, with all it starts `tree.rs`, `ending.rs` |
//! | how is a process timed as a whole? | `watched.rs` |
//! | how is a worker called? | `command.rs` |
//! | and of which copy of the program? | `copied.rs` |
//! | what came of it? | `ended.rs` |
//! | who knows whether its answer is right? | `reference.rs`, `saving.rs` |
//! | how is a program in another language driven? | `peer/` |
//! | how do two sides take turns? | `duel/` |
//! | how is another revision built? | `revision/` |
//! | how are benchmarks of criterion's built and run? | `benches.rs` |
//! | who is told which commands are started? | `told.rs` |
//! | can the profilers be believed? | `proof/` |
//! | what do other programs say of the same work? | `rivals/` |
//! | what machine is this? | `fingerprint.rs`, `processor.rs`; which of all, `identity.rs` |
//! | which tools does it have? | `tools.rs`, `installed.rs`, `mpirun.rs` |
//! | how much memory may a launch take, and in which pages? | `memory.rs`, `huge_pages.rs` |

pub mod benches;
mod command;
mod copied;
pub mod duel;
mod ended;
mod ending;
pub mod fingerprint;
mod huge_pages;
mod identity;
pub mod installed;
mod keeper;
mod launcher;
pub mod memory;
pub mod mpirun;
pub mod peer;
mod process;
mod processor;
pub mod proof;
mod reference;
pub mod revision;
pub mod rivals;
mod said;
mod saving;
pub mod told;
pub mod tools;
mod tree;
mod watched;

pub use copied::Copied;
pub use ended::{Done, Ended};
pub use launcher::Launcher;
