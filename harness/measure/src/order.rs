//! The contract between the program that plans and the process that measures: one order, one reply.

use crate::profiling::{ProfileOrder, Profiled};
use crate::sampling::Protocol;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tenfold_kernel::{Rung, Values};
use tenfold_machine::Throttling;
use tenfold_record::{External, RankTrace, Sample, Transport};

/// The start of the line that carries the reply among whatever else a worker prints.
pub const REPLY_MARK: &str = "tenfold-reply ";

/// The line by which a worker asks to have the outputs judged that it has written. It waits for [`RIGHT`] or another line.
pub const JUDGE_MARK: &str = "tenfold-judge";

/// What a worker is told whose answer is right.
pub const RIGHT: &str = "right";

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
    /// The user's program, where the variant is one.
    pub external: Option<External>,
    /// Threads or ranks.
    pub workers: usize,
    /// How ranks exchange messages.
    pub transport: Option<Transport>,
    /// CPUs to pin the workers to, one after the other; empty where pinning is not possible.
    pub cpus: Vec<usize>,
    /// How to sample; without it the answer is only checked.
    pub protocol: Option<Protocol>,
    /// How to profile, after any sampling.
    pub profile: Option<ProfileOrder>,
    /// Whether to run once more, watched on every rank.
    pub trace: bool,
    /// When the process was started, in seconds on the monotonic clock; the launcher fills it in.
    pub spawned: f64,
    /// Where it writes its outputs for the judge; the launcher fills it in.
    pub outputs: PathBuf,
}

impl Order {
    /// To run a variant once, checked, wherever the system puts it.
    pub fn of(kernel: &str, variant: &str, rung: Rung, params: Values, workers: usize) -> Order {
        Order {
            kernel: kernel.to_string(),
            variant: variant.to_string(),
            rung,
            params,
            external: None,
            workers,
            transport: None,
            cpus: Vec::new(),
            protocol: None,
            profile: None,
            trace: false,
            spawned: 0.0,
            outputs: PathBuf::new(),
        }
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
    Launch(Box<Order>),
    /// A ping-pong.
    PingPong(PingPongOrder),
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Reply<T> {
    /// The answer was judged; samples were taken only if it passed and they were ordered.
    Done(T),
    /// It could not be run.
    Failed {
        /// Why, naming rank and call where ranks failed.
        reason: String,
    },
}

/// What a launched process says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The CPU path taken; of an external the compiler with its flags, or interpreter and packages.
    pub path: String,
    /// Where the workers were pinned.
    pub pinning: String,
    /// From starting the process until it began to make the input, in seconds.
    pub startup_seconds: f64,
    /// Making the input, in seconds.
    pub input_seconds: f64,
    /// Making the plan, in seconds.
    pub plan_seconds: f64,
    /// Building the program of an external from its source, in seconds; 0 where it was built before.
    pub build_seconds: f64,
    /// Compiling within the process (a JIT), in seconds.
    pub compile_seconds: f64,
    /// The first run on the slowest rank, in seconds.
    pub first_seconds: f64,
    /// From the start of the first timed batch to the end of the last, in seconds.
    pub sampling_seconds: f64,
    /// Runs in each batch.
    pub iterations: u32,
    /// The samples of all ranks; starts in seconds after the first.
    pub samples: Vec<Sample>,
    /// What the quota of CPU time did from the calibration to the last sample; `None` where there is none.
    pub throttling: Option<Throttling>,
    /// Bytes of its memory in transparent huge pages, of all ranks together; `None` where the system does not tell.
    pub huge_page_bytes: Option<u64>,
    /// The profile that was ordered, or why there is none.
    pub profile: Option<Result<Profiled, String>>,
    /// What every rank did in the run that was watched, where one was ordered.
    pub trace: Option<Vec<RankTrace>>,
}
