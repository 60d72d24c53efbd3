//! The contract between the program that plans and the process that measures: one order, one reply.

use crate::profiling::{ProfileOrder, Profiled};
use crate::sampling::Protocol;
use serde::{Deserialize, Serialize};
use tenfold_kernel::{Depth, Judgement, Rung, Values};
use tenfold_record::{External, Launch, Outcome, RankTrace, Sample, Transport};

/// The start of the line that carries the reply among whatever else a worker prints.
pub const REPLY_MARK: &str = "tenfold-reply ";

/// What a worker process shall do. It travels as JSON on the worker's command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The kernel.
    pub kernel: String,
    /// The variant (or mutant).
    pub variant: String,
    /// Its rung.
    pub rung: Rung,
    /// Complete params.
    pub params: Values,
    /// The user's command, where the variant is one.
    pub external: Option<External>,
    /// Threads or ranks.
    pub workers: usize,
    /// How ranks exchange messages.
    pub transport: Option<Transport>,
    /// CPUs to pin the workers to, one after the other; empty where pinning is not possible.
    pub cpus: Vec<usize>,
    /// Whether the naive variant is run too, to compare every element.
    pub full_check: bool,
    /// How to sample; without it the answer is only checked.
    pub protocol: Option<Protocol>,
    /// How to profile, after any sampling.
    pub profile: Option<ProfileOrder>,
    /// Whether to run once more, watched on every rank.
    pub trace: bool,
    /// When the process was started, in seconds on the monotonic clock.
    pub spawned: f64,
}

impl Order {
    /// The depth of the judgement.
    pub fn depth(&self) -> Depth {
        if self.full_check { Depth::Full } else { Depth::Oracles }
    }
}

/// What a worker process shall do instead, to find out what messages cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PingPongOrder {
    /// How the two ranks exchange messages.
    pub transport: Transport,
    /// CPUs to pin the ranks to, one after the other; empty where pinning is not possible.
    pub cpus: Vec<usize>,
}

/// What travels on a worker's command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Task {
    /// A launch of a cell.
    Launch(Order),
    /// A ping-pong.
    PingPong(PingPongOrder),
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Reply {
    /// The answer was judged; samples were taken only if it passed and they were ordered.
    Done(Box<Done>),
    /// It could not be run.
    Failed {
        /// Why, naming rank and call where ranks failed.
        reason: String,
    },
}

/// A judged, perhaps measured, launch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// The judgement, of the outputs before and after sampling: the first that failed, or the last.
    pub judgement: Judgement,
    /// The CPU path taken, or the interpreter of an external.
    pub path: String,
    /// Where the workers were pinned.
    pub pinning: String,
    /// From starting the process until it began to make the input, in seconds.
    pub startup_seconds: f64,
    /// Making the input, in seconds.
    pub input_seconds: f64,
    /// The first run on the slowest rank, in seconds.
    pub first_seconds: f64,
    /// From the start of the first timed batch to the end of the last, in seconds.
    pub sampling_seconds: f64,
    /// Runs in each batch.
    pub iterations: u32,
    /// The samples of all ranks; starts in seconds after the first.
    pub samples: Vec<Sample>,
    /// The profile that was ordered, or why there is none.
    pub profile: Option<Result<Profiled, String>>,
    /// What every rank did in the run that was watched, where one was ordered.
    pub trace: Option<Vec<RankTrace>>,
}

impl Done {
    /// The launch as it is stored, ended as `outcome` says. Cell, round, place and start are left for the caller.
    pub fn recorded(self, outcome: Outcome) -> Launch {
        // No time without a passed check: the samples of a wrong launch are not even kept.
        let samples = if outcome == Outcome::Measured { self.samples } else { Vec::new() };
        Launch {
            path: self.path,
            startup_seconds: self.startup_seconds,
            input_seconds: self.input_seconds,
            first_seconds: self.first_seconds,
            sampling_seconds: self.sampling_seconds,
            iterations: self.iterations,
            judgement: Some(self.judgement),
            pinning: self.pinning,
            samples,
            ..Launch::ended(outcome)
        }
    }
}
