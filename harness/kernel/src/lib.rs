//! The contract of a kernel.
//!
//! A *kernel* is a computation with one right answer. Its `lib.rs` implements [`Kernel`]: typed params, seeded input,
//! the work it does, the bounds no implementation can beat, the oracles that know the right answer, the mutants those
//! oracles must catch, and the list of variants. The harness sees every kernel through the erased [`AnyKernel`], and
//! runs one variant of it as a [`Job`].
//!
//! | question | file |
//! |---|---|
//! | what must a kernel declare? | [`Kernel`] in `declare.rs` |
//! | what is a variant, a rung, a peer? | `variant.rs` |
//! | how are params declared and checked? | `params.rs` |
//! | what is work, what is a bound? | `work.rs` |
//! | how is an answer judged? | `oracle.rs`, `judge.rs` |
//! | where does scratch memory come from? | `workspace.rs` |
//! | which CPU path is taken? | `path.rs` |
//! | how does the harness run a variant? | `erased.rs` |
//! | which lines does a slide show? | `excerpt.rs` |
//! | which tests does every kernel pass? | `defence.rs` |

mod declare;
pub mod defence;
mod erased;
mod excerpt;
mod judge;
mod once;
mod oracle;
mod params;
mod path;
mod variant;
mod work;
mod workspace;

pub use declare::Kernel;
pub use erased::{AnyKernel, Job, JobError, VariantInfo, erase};
pub use excerpt::heart;
pub use judge::{Depth, Judgement, OracleResult};
pub use once::{Once, OnceError, once};
pub use oracle::{Check, Defence, Oracle};
pub use params::{ParamError, ParamSet, ParamSpec, Value, Values, fill, parse_value};
pub use path::Path;
pub use variant::{Agreement, Body, File, Mutant, Peer, Rung, Variant};
pub use work::{Bound, Messages, Resource, Unit, Work};
pub use workspace::Workspace;
