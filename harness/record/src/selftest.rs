//! The harness measured by itself: duels and profiles whose truth is known, and other programs beside it.

use crate::Fingerprint;
use serde::{Deserialize, Serialize};
use tenfold_kernel::{Rung, Values};

/// A self-test. Nothing in it is derived: rates and bounds are made downstream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SelfTest {
    /// When it was at work: rare things take longer to count than a machine is free at a time.
    pub sittings: Vec<Sitting>,
    /// On what machine, at the first sitting.
    pub fingerprint: Fingerprint,
    /// The cells that were fought over.
    pub cells: Vec<TestedCell>,
    /// The duels, in the order in which they were fought.
    pub trials: Vec<Trial>,
    /// Duels between builds of one source that differ in where code lies.
    #[serde(default)]
    pub layouts: Vec<Trial>,
    /// The profilers.
    pub profilers: Vec<ProfilerTest>,
    /// The same work timed by other programs.
    pub agreements: Vec<Agreement>,
    /// Instructions, counted again and again.
    pub instructions: Vec<InstructionTest>,
    /// Detectors of changes, on series of nights whose truth is known.
    #[serde(default)]
    pub nightly: Vec<Simulated>,
    /// What was not tested, or ended without a result: which, and why.
    pub missing: Vec<(String, String)>,
}

/// A time in which a self-test went on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sitting {
    /// When it began, in milliseconds of Unix time.
    pub started_ms: i64,
    /// Seed of all its random orders.
    pub seed: u64,
    /// The minutes it was given.
    pub minutes: f64,
}

/// A cell of the self-test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestedCell {
    /// Its name: "fft naive", "fft threaded × 2".
    pub name: String,
    /// Its rung.
    pub rung: Rung,
    /// Its params.
    pub params: Values,
    /// Threads or ranks.
    pub workers: usize,
}

/// One duel with its truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Which cell, by its place among the cells.
    pub cell: usize,
    /// Whether a neighbour disturbed it.
    pub loaded: bool,
    /// The share by which B was to be slower.
    pub planted: f64,
    /// The time there was for it, in seconds.
    pub given: f64,
    /// Time of B over A as it truly was: whole runs were planted.
    pub truth: f64,
    /// Time of B over A as it was estimated.
    pub time_ratio: f64,
    /// Lower and upper end of its 95 % interval; `None` where there were too few launches.
    pub interval: Option<(f64, f64)>,
    /// The p-value of the verdict.
    pub p_value: f64,
    /// The verdict.
    pub verdict: Called,
    /// Where no difference was found: the one that would have been, as a share; `None` where no launches would have sufficed.
    #[serde(default)]
    pub detectable: Option<f64>,
    /// log(A / B) of each launch.
    pub logs: Vec<f64>,
    /// Which build either side of each launch was, among all that there were; none where both sides are one program.
    #[serde(default)]
    pub builds: Vec<[usize; 2]>,
    /// Turns (of four blocks each) that were taken.
    pub turns: usize,
    /// Turns that were disturbed.
    pub disturbed: usize,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What others make of the same blocks.
    pub opinions: Vec<Opinion>,
}

/// What B was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Called {
    /// Slower.
    #[serde(rename = "slower")]
    Slower,
    /// Faster.
    #[serde(rename = "faster")]
    Faster,
    /// Neither.
    #[serde(rename = "no difference")]
    NoDifference,
}

/// What another program's statistics make of a duel's blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    /// Whose.
    pub judge: String,
    /// Its verdict.
    pub verdict: Called,
    /// Time of B over A by its estimate.
    pub time_ratio: f64,
}

/// The blocks of a duel as others are given them: the i-th of either side were timed side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PairedBlocks {
    /// Seconds of each block of A.
    pub a: Vec<f64>,
    /// Seconds of each block of B, planted runs included.
    pub b: Vec<f64>,
    /// Runs in a block of either side; B's are counted without the planted ones.
    pub iterations: [u32; 2],
}

/// A profiler put to the proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfilerTest {
    /// Its name.
    pub tool: String,
    /// A process that does nothing but run a known function, sampled.
    pub sampled: Vec<SampledHot>,
    /// What attaching it costs.
    pub overhead: Option<OverheadTest>,
    /// Starting and stopping it, over and over.
    pub cycles: Option<CycleTest>,
}

/// A profile of a process that runs one known function.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampledHot {
    /// Samples asked for, per second of CPU time.
    pub requested_hz: f64,
    /// Samples got, per second of CPU time.
    pub realised_hz: f64,
    /// All samples.
    pub samples: u64,
    /// Those in the known function.
    pub hot: u64,
    /// Samples known to have been lost.
    pub lost: u64,
}

/// A duel between the same program with the profiler (B) and without it (A).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverheadTest {
    /// Samples asked for, per second.
    pub hz: u32,
    /// Time with over time without.
    pub time_ratio: f64,
    /// Its 95 % interval; `None` where there were too few launches.
    pub interval: Option<(f64, f64)>,
    /// The ratio of each launch.
    pub launches: Vec<f64>,
}

/// Starts and stops of a profiler while threads of rayon work, allocate and panic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CycleTest {
    /// Starts and stops that were carried out.
    pub cycles: u64,
    /// Starts or stops that were refused, each with what was said.
    pub refused: Vec<String>,
    /// Processes that ended before they were done: how.
    pub crashes: Vec<String>,
}

/// The same work timed by this harness and by another program, in turns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The other program with its version.
    pub with: String,
    /// The work.
    pub work: String,
    /// Its rung.
    pub rung: Rung,
    /// Median seconds of a run in each turn: by this harness.
    pub ours: Vec<f64>,
    /// By the other, right before or after.
    pub theirs: Vec<f64>,
}

/// Instructions of one cell, each count from a process of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstructionTest {
    /// The cell.
    pub cell: String,
    /// Counts of the same runs.
    pub counts: Vec<u64>,
    /// The share of runs added to the others.
    pub planted: f64,
    /// Counts with the planted runs.
    pub more: Vec<u64>,
}

/// Simulated series of nights of one kind, judged night by night by one detector of changes; or simulated searches for a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulated {
    /// The noise.
    pub noise: String,
    /// What was planted.
    pub planted: Planted,
    /// Whose detector, with its version; "tenfold" is this program's.
    pub judge: String,
    /// For each series, after how many nights a change was called, the first night with what was planted (else of the series)
    /// counted as 1; `None` where none was. For each search, after how many builds the right commit was named; `None` where it was
    /// not.
    pub called: Vec<Option<usize>>,
}

/// What is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planted {
    /// Nothing, in the first 100 nights of a series.
    Nothing,
    /// Nothing, in the 100 nights after as many as come before whatever else is planted.
    NothingLater,
    /// A lasting step of three standard deviations.
    Step,
    /// A single night that lies apart. Calls that are raised without it are not counted.
    Spike,
    /// Half a standard deviation more every night.
    Creep,
    /// A slowdown in one of many commits, which is searched for.
    Commit,
}
