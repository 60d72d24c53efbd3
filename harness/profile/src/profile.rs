//! A sampling profile, whoever took it.

use crate::{FileLine, Folded, HotLine, HotLoop};
use serde::{Deserialize, Serialize};

/// Who took a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// pprof, inside the process: no inlined functions, no lines.
    Pprof,
    /// `perf record`, from outside.
    Perf,
}

/// A sampling profile of a process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Who took it.
    pub source: Source,
    /// The stacks. The first frame of each is the thread's name.
    pub folded: Folded,
    /// The hottest lines first. Empty where the source knows no lines.
    pub lines: Vec<HotLine>,
    /// For every file the lines of it that samples are on or below. Empty where the source knows no lines.
    pub file_lines: Vec<FileLine>,
    /// The hottest loop, or why there is none.
    pub hot_loop: Result<HotLoop, String>,
    /// Samples in `folded`.
    pub samples: u64,
    /// Samples known to have been lost.
    pub lost: u64,
    /// Samples in broken stacks, which do not lead back to where their thread begins.
    #[serde(default)]
    pub broken: u64,
    /// Samples asked for, per second of CPU time of each thread.
    pub requested_hz: f64,
    /// Samples got, per second of CPU time, all threads together: a quarter of what was asked for is common in virtual
    /// machines, whose timers are coarse.
    pub realised_hz: f64,
    /// How long it was sampled, in seconds.
    pub wall_seconds: f64,
    /// CPU time of all threads meanwhile, in seconds, as the kernel counts it.
    pub cpu_seconds: f64,
    /// Threads that were seen at work.
    pub threads: usize,
}

impl Profile {
    /// The rate in words, as it is printed beside every flamegraph.
    pub fn rate(&self) -> String {
        let told = |count: u64, what: &str| if count == 0 { String::new() } else { format!(", {count} {what}") };
        let lost = told(self.lost, "lost") + &told(self.broken, "in broken stacks");
        let samples = if self.samples == 1 { "sample" } else { "samples" };
        format!(
            "{} {samples} in {:.1} s of CPU time: {:.0} per second, {:.0} requested{lost}",
            self.samples, self.cpu_seconds, self.realised_hz, self.requested_hz
        )
    }
}

/// `samples / cpu_seconds`, 0 where no time was spent.
pub(crate) fn rate(samples: u64, cpu_seconds: f64) -> f64 {
    if cpu_seconds > 0.0 { samples as f64 / cpu_seconds } else { 0.0 }
}
