//! Clocks, sampling, ceilings, fingerprints, profilers and launches.
//!
//! A launch is one process of a cell. The program that plans writes an [`Order`](order::Order); [`launch`] starts a process
//! that carries it out in [`worker`] (or an external: [`peer`]) and brings back the [`Reply`](order::Reply).
//!
//! | question | file |
//! |---|---|
//! | how is a cell sampled? | `sampling.rs` |
//! | what does the measured process do? | `worker.rs`, for externals `peer/` |
//! | how is it started, stopped, heard? | `launch/`, with all it starts `tree.rs` |
//! | who knows whether its answer is right? | `launch/reference.rs`, `outputs.rs` |
//! | how do two sides take turns? | `duel/` |
//! | where does its time go? | `profiling.rs` |
//! | can the profilers be believed? | `proof/` |
//! | what do other programs say of the same work? | `rivals/` |
//! | what do its ranks wait for, and what do they send? | `tracing.rs` |
//! | who disturbed it? | `noise.rs`, `pin.rs` |
//! | what machine is this? | `fingerprint.rs`, `machine.rs`, `caches.rs`, `tools.rs` |
//! | how much memory may a launch take? | `memory.rs` |
//! | what can it do at most? | `ceilings/` |

pub mod caches;
pub mod ceilings;
pub mod clock;
pub mod duel;
pub mod fingerprint;
pub mod launch;
mod machine;
pub mod memory;
pub mod noise;
pub mod order;
mod outputs;
pub mod peer;
pub mod pin;
pub mod profiling;
pub mod proof;
pub mod rivals;
pub mod sampling;
pub mod tools;
pub mod tracing;
mod tree;
pub mod worker;
