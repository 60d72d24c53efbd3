//! Inside the measured process: clocks, sampling, ceilings, topology, profilers.
//!
//! The program that plans writes an [`Order`](order::Order) and starts a process; [`worker`] carries it out there and prints
//! the [`Reply`](order::Reply).
//!
//! | question | file |
//! |---|---|
//! | how is it started? | `hidden.rs` |
//! | how does it speak? | `voice.rs` |
//! | how is a cell sampled? | `sampling.rs` |
//! | what does the measured process do? | `worker.rs`, in a duel `duel/` |
//! | can its ranks be processes? | `mpi.rs` |
//! | how does its answer come to whoever judges it? | `outputs.rs` |
//! | where does its time go? | `profiling.rs` |
//! | what do its ranks wait for, and what do they send? | `tracing.rs` |
//! | who disturbed it? | `noise.rs` |
//! | what can it do at most? | `ceilings/` |

pub mod ceilings;
pub mod clock;
pub mod duel;
pub mod hidden;
pub mod mpi;
pub mod noise;
pub mod order;
pub mod outputs;
pub mod profiling;
pub mod sampling;
pub mod tracing;
mod voice;
pub mod worker;

/// How this package, and with it all that is timed, was optimised: "opt-level 3, debug true".
pub const PROFILE: &str = env!("TENFOLD_PROFILE");
