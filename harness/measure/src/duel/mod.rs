//! Duels, seen from the measured process: it stays alive and runs blocks when it is told to.
//!
//! | question | file |
//! |---|---|
//! | what do parent and process say to each other? | `protocol.rs` |
//! | how does it hear and answer? | `talk.rs` |
//! | what does the process do? | `duelist.rs` |
//! | and where the answer is known beforehand? | `busy.rs` |

pub mod busy;
pub mod duelist;
pub mod protocol;
mod talk;
