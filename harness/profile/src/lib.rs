//! Where the time goes: sampling profiles of a process, all its threads included.
//!
//! Two profilers give the same [`Profile`]: the [`sampler`] inside this process (pprof; works wherever Rust does) and
//! [`perf`] from outside (Linux, where it is allowed; a higher rate, inlined functions and lines). [`Folded`] stacks are
//! what flamegraphs are drawn from and what profiles are kept as.
//!
//! | question | file |
//! |---|---|
//! | what is a profile? | `profile.rs` |
//! | how are stacks kept, which functions are hot? | `folded.rs`, `hot.rs` |
//! | which instructions are hot? | `assembly/` |
//! | how is this process sampled? | `sampler.rs` |
//! | how is another process sampled? | `perf/` |
//! | how much did profiling slow it down? | `overhead.rs` |

mod assembly;
mod folded;
mod hot;
mod overhead;
pub mod perf;
mod profile;
pub mod sampler;

pub use assembly::{HotLoop, Instruction};
pub use folded::{Folded, FoldedError};
pub use hot::{FileLine, HotFunction, HotLine, hot_functions};
pub use overhead::{Overhead, overhead};
pub use profile::{Profile, Source};
