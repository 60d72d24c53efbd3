//! A run from plan to store. It says what it does by [`Event`]s; only why a profiler is not perf is printed.
//!
//! | question | file |
//! |---|---|
//! | is there an unfinished run to go on with? | `resume.rs` |
//! | what is known before the first launch? | `session.rs` |
//! | is anybody else measuring? | `alone.rs` |
//! | in which order are the cells launched? | `rounds.rs` |
//! | what becomes of a launch? | `verdict.rs` |
//! | what is told while it goes on? | `event.rs` |
//! | what is launched after the rounds, and how? | `afterwards.rs` |
//! | where did the time go? | `profiles.rs`, of ranks `traces.rs` |
//! | how many instructions did it take? | `instructions.rs` |

mod afterwards;
pub mod alone;
mod event;
mod instructions;
pub mod profiles;
mod resume;
mod rounds;
mod session;
mod traces;
mod verdict;

pub use event::Event;
pub use session::{Options, RunError, Session, none_fits, stamp};
