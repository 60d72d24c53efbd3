//! Variants: the implementations of a kernel, and the peers and mutants beside them.

use crate::{Kernel, Path, Workspace};
use serde::{Deserialize, Serialize};
use std::fmt;
use tenfold_comm::Comm;

/// A step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// A command in another language, for comparison.
    External,
    /// The plain loop: one thread, no thought of the machine.
    Naive,
    /// One thread, many data per instruction.
    Vectorised,
    /// Many threads of one process.
    Threaded,
    /// Ranks that share nothing but messages.
    Distributed,
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Rung::External => "external",
            Rung::Naive => "naive",
            Rung::Vectorised => "vectorised",
            Rung::Threaded => "threaded",
            Rung::Distributed => "distributed",
        })
    }
}

/// How closely a variant's output must agree with the naive one's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Agreement {
    /// Every bit the same.
    Bitwise,
    /// [`Kernel::difference`] at most this.
    Bounded {
        /// The greatest difference allowed.
        tolerance: f64,
    },
}

impl Agreement {
    /// The greatest [`Kernel::difference`] allowed.
    pub fn tolerance(self) -> f64 {
        match self {
            Agreement::Bitwise => 0.0,
            Agreement::Bounded { tolerance } => tolerance,
        }
    }
}

/// The function of a variant. All have the same arguments: the params, the input (of this rank), scratch memory, and
/// the output (of this rank) to be filled; a distributed one has its communicator besides.
pub enum Body<K: Kernel> {
    /// Runs on the calling thread.
    Serial(fn(&K::Params, &K::Input, &Workspace, &mut K::Output)),
    /// Runs on the rayon pool it is called in; `rayon::current_num_threads()` tells the workers.
    Threaded(fn(&K::Params, &K::Input, &Workspace, &mut K::Output)),
    /// Runs on every rank at once, each with its [`share`](Kernel::share) of the input.
    Distributed(fn(&K::Params, &K::Input, &Workspace, &mut K::Output, &Comm)),
}

// By hand: deriving would ask that `K` itself be `Copy`.
impl<K: Kernel> Clone for Body<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kernel> Copy for Body<K> {}

/// One implementation of a kernel.
pub struct Variant<K: Kernel> {
    /// Unique within the kernel: the rung's name, or rung-and-flavour as in `vectorised-bits`.
    pub name: &'static str,
    /// The rung it stands on.
    pub rung: Rung,
    /// What is to be learnt from it, in one line.
    pub lesson: &'static str,
    /// How closely it agrees with the naive variant.
    pub agreement: Agreement,
    /// The CPU paths it is compiled for; the widest the machine has is taken.
    pub paths: &'static [Path],
    /// The implementation.
    pub body: Body<K>,
    /// Its source text (`include_str!`), for side-by-side views.
    pub source: &'static str,
}

/// A file of the kernel's that its variants are made of, beside their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct File {
    /// Relative to the kernel's folder: `src/row.rs`.
    pub file: &'static str,
    /// Its text (`include_str!`).
    pub text: &'static str,
}

/// The [`File`]s of these names, which are relative to `src`, where the macro is to be called.
#[macro_export]
macro_rules! files {
    ($($file:literal),+ $(,)?) => {
        &[$($crate::File { file: concat!("src/", $file), text: include_str!($file) }),+]
    };
}

/// A deliberately wrong variant. At least one oracle or the agreement with the naive variant must catch it.
pub struct Mutant<K: Kernel> {
    /// What is wrong, as a short name.
    pub name: &'static str,
    /// The wrong implementation.
    pub body: fn(&K::Params, &K::Input, &Workspace, &mut K::Output),
}

/// An external variant that ships with the kernel: our own code in another language, driven by the harness.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Peer {
    /// Unique within the kernel: `python`, `numpy`, `numba`.
    pub name: &'static str,
    /// The language or library, as people write it.
    pub title: &'static str,
    /// The Python packages it imports, beside the standard library.
    pub packages: &'static [&'static str],
    /// Its file, relative to the kernel's folder: `peers/plain_python.py`.
    pub file: &'static str,
    /// Its source text (`include_str!`).
    #[serde(skip)]
    pub source: &'static str,
}
