//! What a run is, and the store that keeps it.
//!
//! A [`Run`] is everything measured for one experiment on one machine: the question and its guesses, the
//! [`Fingerprint`] of the machine, every [`Cell`] with its launches and raw samples or the reason why it has none,
//! the measured ceilings and the profiles. Nothing in it is derived: ratios and intervals are made downstream.
//!
//! | question | file |
//! |---|---|
//! | what was asked? | `experiment.rs`, of a user's programs `external.rs` |
//! | what is a cell, a launch, a sample? | `cell.rs`, `launch.rs` |
//! | on what machine? | `fingerprint.rs` |
//! | what can the machine do at most? | `ceiling.rs` |
//! | what was compared with what? | `comparison.rs` |
//! | where did the time go? | `profile.rs`, of ranks `trace.rs` |
//! | what was measured, as text? | `source.rs` |
//! | what did people guess before? | `poll.rs` |
//! | how many instructions? | `instructions.rs` |
//! | what did a run find, for a history of many? | `median.rs` |
//! | which cells, and which machines, are the same? | `identity.rs` |
//! | how good is the harness itself? | `selftest.rs` |
//! | how is it kept? | `store.rs`, `samples.rs`, `pack.rs` |

mod ceiling;
mod cell;
mod comparison;
mod experiment;
mod external;
mod fingerprint;
mod identity;
mod instructions;
mod launch;
mod median;
mod pack;
mod poll;
mod profile;
mod run;
mod samples;
mod selftest;
mod source;
mod store;
mod trace;

pub use ceiling::{Ceiling, Reach};
pub use cell::{Cell, CellKey, Demand, Transport, WorkDone};
pub use comparison::{Comparison, Contest, Duel, DuelEnd, DuelLaunch, Quad, Side};
pub use experiment::{Base, Experiment, Guess, Part, Scaling, Target};
pub use external::{CommandLine, External, Program, filled};
pub use fingerprint::{Fact, Fingerprint};
pub use identity::{PLACE, Place};
pub use instructions::Instructions;
pub use launch::{Launch, Outcome, Sample};
pub use median::{CellMedian, Gist};
pub use poll::{Ballot, Cast, PollId, PollState, Topic};
pub use profile::{HotLine, HotLoop, Instruction, KernelLine, Profile};
pub use run::{IMPORTED_FROM, Measured, Run, RunState, is_name};
pub use samples::Samples;
pub use selftest::{
    Agreement, Called, CycleTest, InstructionTest, Opinion, OverheadTest, PairedBlocks, Planted, ProfilerTest,
    SampledHot, SelfTest, Simulated, Sitting, TestedCell, Trial,
};
pub use source::Source;
pub use store::{Contents, Importing, SessionSummary, Store, StoreError, Summary};
pub use tenfold_kernel::{
    FileValue, Judgement, Marker, OracleResult, Resource, Rung, RungInfo, Value, Values, Workers, hex,
};
pub use tenfold_machine::Throttling;
pub use trace::{Calls, InCall, RankTrace, Trace, Traffic};
