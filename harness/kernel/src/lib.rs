//! The contract of a kernel.
//!
//! A *kernel* is a computation with one right answer. Its `lib.rs` implements [`Kernel`]: typed params, seeded input,
//! the work it does, the bounds no implementation can beat, the oracles that know the right answer, the mutants those
//! oracles must catch, and the list of variants. The harness sees every kernel through the erased [`AnyKernel`], and
//! runs one variant of it as a [`Job`], whose answer a [`Judge`] compares with the [`Reference`].
//!
//! | question | file |
//! |---|---|
//! | what must a kernel declare? | [`Kernel`] in `declare.rs` |
//! | what are its params, how are they checked? | [`params!`] in `params/` |
//! | what are inputs and outputs made of? | [`arrays!`] in `arrays.rs`, [`Items`] in `items.rs` |
//! | what is a rung? | [`Rung`] in `rung.rs` |
//! | what is a variant, what is it given? | [`variant!`] and [`Setting`] in `variant.rs` |
//! | what is a peer? | [`peer!`] in `peer.rs` |
//! | how closely must an answer agree? | [`Agreement`] in `agreement.rs` |
//! | how are two answers compared? | `compare.rs` |
//! | how is an answer judged? | [`Oracle`] in `oracle.rs`, [`Judge`] in `judge.rs`, [`Reference`] in `reference.rs` |
//! | what is work, what is a bound? | `work.rs` |
//! | where does scratch memory come from? | [`Workspace`] in `workspace.rs` |
//! | which instructions may be used? | [`Path`] and [`on_path!`] in `path.rs` |
//! | how does the harness run a variant? | [`AnyKernel`] in `erased.rs`, [`Job`] in `job.rs` |
//! | how are threads and ranks started? | [`on_workers()`] in `workers.rs` |
//! | how is memory asked for before it is read? | [`prefetch()`] in `prefetch.rs` |
//! | how is random input made, share by share? | [`random()`] in `random.rs` |
//! | which thread touches a page first? | `touch.rs` |
//! | which block of a matrix is a rank's? | [`Tile`] in `tile.rs` |
//! | how do ranks get what lies around their blocks? | [`Halo`] in `halo.rs` |
//! | how are NumPy's files read and written? | [`Npy`] in `npy.rs` |
//! | which lines does a slide show? | `excerpt.rs` |
//! | what does the problem look like? | [`Picture`] in `picture.rs` |
//! | which tests does every kernel pass? | `defence/` |

mod agreement;
mod arrays;
mod compare;
mod declare;
pub mod defence;
mod erased;
mod excerpt;
mod halo;
mod items;
mod job;
mod judge;
mod largest;
mod name;
mod npy;
mod once;
mod oracle;
mod params;
mod path;
mod peer;
mod picture;
mod prefetch;
mod random;
mod reference;
mod rung;
mod tile;
mod touch;
mod variant;
mod work;
mod workers;
mod workspace;

pub use agreement::{Agreement, Described};
pub use arrays::{Array, ArrayMut, Arrays, fill_from_bytes};
pub use declare::{Kernel, Part};
pub use erased::{AnyKernel, JobError, VariantInfo, erase};
pub use excerpt::heart;
pub use halo::{Edge, Halo, Travelling, thirds};
pub use items::{Item, Items, ItemsMut};
pub use job::Job;
pub use judge::{Claim, Judge, Judgement, OracleResult};
#[doc(hidden)]
pub use name::dashes;
pub use npy::Npy;
pub use once::{COUNTED, answer, counted_run, outputs, with_jobs};
pub use oracle::{Check, Defence, Oracle, greatest};
#[doc(hidden)]
pub use params::Field;
pub use params::{FileValue, Limits, ParamError, ParamSet, ParamSpec, Preset, Value, Values, fill, hex, parse_value};
pub use path::Path;
#[doc(hidden)]
pub use path::Proof;
pub use peer::{Compiler, Language, Package, Peer, PeerInfo};
pub use picture::{Picture, solved};
pub use prefetch::prefetch;
pub use pulp;
pub use random::random;
pub use reference::Reference;
pub use rung::{Marker, Rung, RungInfo, Workers};
pub use tile::Tile;
pub use variant::{File, Mutant, Setting, Variant};
pub use work::{Bound, Resource, Unit, Work};
pub use workers::{WorkersError, on_workers};
pub use workspace::Workspace;
