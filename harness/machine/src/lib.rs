//! What a machine is made of, and what of it this process may use.
//!
//! Each reader takes the root of the file system it looks at, so that other machines are trees of files in tests.
//!
//! | question | file |
//! |---|---|
//! | how many workers can run at once, and on which CPUs? | `cores.rs` |
//! | which CPUs may a thread use, and how is it pinned? | `pin.rs` |
//! | which CPUs are one core, which share memory and caches? | `topology.rs`, `caches.rs` |
//! | how much CPU time may this process take? | `quota.rs` |
//! | which control groups is it in? | `groups.rs` |
//! | how much memory may it take, and how much of it lies in huge pages? | `memory.rs`, `pages.rs` |
//! | how does the system write a set of CPUs? | `list.rs` |

pub mod caches;
mod cores;
pub mod groups;
pub mod list;
pub mod memory;
pub mod pages;
pub mod pin;
pub mod quota;
pub mod topology;

pub use cores::{cores, explained, worker_cpus};
pub use quota::{Quota, Throttling};
pub use topology::Topology;

use std::path::Path;

/// The file system of this machine.
pub const ROOT: &str = "/";

/// What a file of the system says; nothing where it is not there.
fn said(file: impl AsRef<Path>) -> Option<String> {
    std::fs::read_to_string(file).ok().map(|text| text.trim().to_string())
}

/// The number that a file of the system holds.
fn number<T: std::str::FromStr>(file: impl AsRef<Path>) -> Option<T> {
    said(file)?.parse().ok()
}
