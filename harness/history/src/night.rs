//! What is kept of a night.

use crate::Series;
use serde::{Deserialize, Serialize};

/// A revision of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Its full hash.
    pub hash: String,
    /// How many commits lead to it by first parents, itself included: along one branch the order of commits, which their clocks
    /// need not be.
    pub depth: u64,
    /// When it was committed, in seconds of Unix time.
    pub time: i64,
    /// The first line of its message.
    pub subject: String,
}

impl Commit {
    /// The first twelve digits of its hash.
    pub fn short(&self) -> &str {
        &self.hash[..self.hash.len().min(12)]
    }
}

/// The machine of a night.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The same for machines whose ratios may be compared: a digest of processor, cores, CPU path and compiler.
    pub key: String,
    /// For people: "2-core AMD EPYC, avx2".
    pub name: String,
}

/// Instructions of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instructions {
    /// Of the reference.
    pub reference: u64,
    /// Of the revision.
    pub revision: u64,
}

/// What was measured of a series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Logarithm of the revision's time over the reference's: 0.01 is slower by 1 %.
    pub log_ratio: f64,
    /// Its standard error, from the launches of this night.
    pub error: f64,
    /// The interval of the logarithm that the night itself told.
    pub interval: [f64; 2],
    /// Launches of either side.
    pub n: usize,
    /// Seconds of one run of the reference; for people, never compared between nights.
    pub seconds: f64,
    /// Instructions, where they were counted.
    pub instructions: Option<Instructions>,
}

/// What came of a series in a night.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was measured, and its answer was right.
    Measured(Measured),
    /// The revision's answer was wrong: it has no time.
    Wrong(String),
    /// It did not run: which side, and why.
    Failed(String),
}

/// A series in a night.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Of what.
    pub series: Series,
    /// What came of it.
    pub outcome: Outcome,
}

/// The reference measured against itself, in other builds: any difference is an error of the night.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentinel {
    /// Of what.
    pub series: Series,
    /// What it measured.
    pub measured: Measured,
    /// Whether it would have been called a change: a false alarm.
    pub alarmed: bool,
}

/// A slowdown that a commit's message accepts: `[perf-ok: reason]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The hash of the commit that says so.
    pub commit: String,
    /// The reason it gives.
    pub reason: String,
}

/// One revision measured against a reference, in one job on one machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Night {
    /// Its name, unique, and that of its file: "20261129-031700-1a2b3c4d5e6f-7f3a".
    pub id: String,
    /// When it began, in milliseconds of Unix time.
    pub started_ms: i64,
    /// How long it took, builds and all, in seconds.
    pub seconds: f64,
    /// What was judged.
    pub revision: Commit,
    /// What it was measured against.
    pub reference: Commit,
    /// Where.
    pub machine: Machine,
    /// Why its ratios are not to be used, where they are not: a sentinel raised an alarm, all findings point one way.
    pub void: Option<String>,
    /// Slowdowns that commits since the night before accept.
    pub accepted: Vec<Accepted>,
    /// The reference against itself.
    pub sentinels: Vec<Sentinel>,
    /// The series.
    pub observations: Vec<Observation>,
    /// What was not measured, and why.
    pub left_out: Vec<(String, String)>,
}
