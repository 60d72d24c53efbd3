//! What parent and process say to each other: lines on standard input and output.
//!
//! The process is started as `PROGRAM duelist` and greets with [`GREETING`], whose number is that of this protocol. Then
//! it answers every [`Ask`] by one [`Answer`], each a line of JSON behind [`MARK`], until its input ends. Programs of
//! different revisions meet here: change the number with the meaning of anything in this file.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tenfold_kernel::{Rung, Values};
use tenfold_profile::Profile;

/// The verb that starts a duelist.
pub const VERB: &str = "duelist";

/// The first line of a duelist.
pub const GREETING: &str = "tenfold-duel 3";

/// The start of every line of the protocol, whatever else a kernel prints.
pub const MARK: &str = "tenfold-duel ";

/// What a duelist is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Which kernels there are: answered by [`Answer::Kernels`].
    List,
    /// To solve a problem with the naive variant and keep the answer: [`Answer::Done`].
    Reference(Problem),
    /// To make a variant ready, run it once and have its answer judged: [`Answer::Ready`].
    Prepare(Prepare),
    /// To time a block: [`Answer::Ran`].
    Run {
        /// Runs before the clock is read.
        warming: u32,
        /// Runs between two readings of the clock.
        timed: u32,
    },
    /// To run once within the function whose instructions are counted: [`Answer::Ran`].
    Count,
    /// To run once more from poisoned memory and judge that answer: [`Answer::Judged`].
    Judge,
    /// To run one known function instead of a kernel: [`Answer::Done`]. It may be asked for [`Ask::Run`] then, and for the
    /// following two.
    Busy(Busy),
    /// To sample itself from now on, so many times per second of CPU time: [`Answer::Done`].
    Sample(u32),
    /// To end sampling and say what was seen: [`Answer::Profile`].
    Sampled,
}

/// A process without a kernel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Busy {
    /// CPUs to pin it to; empty where pinning is not possible.
    pub cpus: Vec<usize>,
    /// Whether threads of rayon work, allocate and panic beside it.
    pub turmoil: bool,
}

/// What is to be made ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prepare {
    /// The kernel.
    pub kernel: String,
    /// The variant.
    pub variant: String,
    /// The params that were given; the process fills in its own defaults.
    pub params: Values,
    /// Threads or ranks.
    pub workers: usize,
    /// CPUs to pin the workers to, one after the other; empty where pinning is not possible.
    pub cpus: Vec<usize>,
    /// The file that [`Ask::Reference`] wrote. Without it nothing is judged: it was before, and nothing is timed.
    pub reference: Option<PathBuf>,
}

impl Prepare {
    /// A variant that is pinned nowhere and judged by nobody.
    pub fn of(kernel: &str, variant: &str, params: Values, workers: usize) -> Prepare {
        let (kernel, variant) = (kernel.to_string(), variant.to_string());
        Prepare { kernel, variant, params, workers, cpus: Vec::new(), reference: None }
    }
}

/// A problem whose answer is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The kernel.
    pub kernel: String,
    /// The params that were given; the process fills in its own defaults.
    pub params: Values,
    /// Where to keep the answer.
    pub file: PathBuf,
}

/// What a duelist answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The kernels there are.
    Kernels(Vec<Known>),
    /// The variant is ready.
    Ready {
        /// The params, complete.
        params: Values,
        /// The CPU path taken.
        path: String,
        /// Why the answer is wrong, if it is.
        wrong: Option<String>,
    },
    /// A block was run.
    Ran {
        /// From the start of the first worker to the end of the last, in seconds.
        seconds: f64,
        /// Involuntary context switches of all workers.
        switches: u32,
    },
    /// The answer was judged.
    Judged {
        /// Why it is wrong, if it is.
        wrong: Option<String>,
    },
    /// It is done.
    Done,
    /// What was sampled.
    Profile(Box<Profile>),
    /// It cannot be done.
    Failed(String),
}

/// A kernel that a program has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// Its name.
    pub kernel: String,
    /// Names of its params.
    pub params: Vec<String>,
    /// Its variants with their rungs.
    pub variants: Vec<(String, Rung)>,
}
