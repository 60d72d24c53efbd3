//! A launch: one process of a cell, the unit of statistics, and its samples.

use crate::{CellKey, Samples};
use serde::{Deserialize, Serialize};
use tenfold_kernel::Judgement;
use tenfold_machine::Throttling;

/// One timed batch on one rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The rank; 0 where there is one process.
    pub rank: u32,
    /// The number of the batch within the launch; all ranks of a batch share it.
    pub index: u32,
    /// Start of the batch on this rank, in seconds after the launch's first batch began on its first rank.
    pub start: f64,
    /// How long the whole batch took on this rank, in seconds.
    pub seconds: f64,
    /// CPU time stolen by the hypervisor from the whole machine during the batch, in seconds (ticks of 10 ms).
    pub steal: f64,
    /// Involuntary context switches of this rank's threads during the batch.
    pub switches: u32,
}

/// How a launch ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    /// Checked and measured.
    Measured,
    /// The answer was wrong: no time is shown.
    Wrong {
        /// Which check failed, with both sides.
        reason: String,
    },
    /// The process ended before it had measured.
    Crashed {
        /// The exit status or signal, and the last lines it wrote.
        reason: String,
    },
    /// The process was stopped at its time limit.
    TimedOut {
        /// The limit in seconds.
        limit: f64,
    },
    /// It cannot run on this machine.
    Unavailable {
        /// What is missing, and how to get it.
        reason: String,
    },
    /// Timed by another program and imported: nobody here knows whether the answer was right.
    Unchecked {
        /// The program that timed it.
        by: String,
    },
}

impl Outcome {
    /// Its kind in a word, as in its JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Outcome::Measured => "measured",
            Outcome::Wrong { .. } => "wrong",
            Outcome::Crashed { .. } => "crashed",
            Outcome::TimedOut { .. } => "timed_out",
            Outcome::Unavailable { .. } => "unavailable",
            Outcome::Unchecked { .. } => "unchecked",
        }
    }

    /// Why there are no checked times, or `None` where there are.
    pub fn reason(&self) -> Option<String> {
        match self {
            Outcome::Measured => None,
            Outcome::Wrong { reason } => Some(format!("wrong answer: {reason}")),
            Outcome::Crashed { reason } => Some(format!("crashed: {reason}")),
            Outcome::TimedOut { limit } => Some(format!("stopped at its time limit of {limit} s")),
            Outcome::Unavailable { reason } => Some(reason.clone()),
            Outcome::Unchecked { by } => Some(format!("not checked by Tenfold: timed by {by}")),
        }
    }
}

/// One process of a cell (one `mpirun` of it, where distributed over MPI).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Launch {
    /// The cell.
    pub cell: CellKey,
    /// The round, from 0.
    pub round: u32,
    /// Its place in the random order of the round, from 0.
    pub place: u32,
    /// When it started, in milliseconds of Unix time.
    pub started_ms: i64,
    /// How it ended.
    pub outcome: Outcome,
    /// The CPU path taken ("avx512"), or the interpreter of an external ("CPython 3.11.7").
    pub path: String,
    /// Building the program from its source by a compiler, in seconds; 0 where it was built before.
    #[serde(default)]
    pub build_seconds: f64,
    /// From starting the process until it reported ready, in seconds.
    pub startup_seconds: f64,
    /// Making the input, in seconds.
    pub input_seconds: f64,
    /// Making the variant's plan, in seconds.
    #[serde(default)]
    pub plan_seconds: f64,
    /// Compiling while it runs (a JIT), in seconds, where the program tells it apart.
    #[serde(default)]
    pub compile_seconds: f64,
    /// The first run, which touches memory first and may compile, in seconds. Not among the samples.
    pub first_seconds: f64,
    /// From the start of the first timed batch to the end of the last, in seconds: what the batches leave of it is the
    /// harness's own share.
    pub sampling_seconds: f64,
    /// Runs in each timed batch.
    pub iterations: u32,
    /// The judgement of the answer, where there was one.
    pub judgement: Option<Judgement>,
    /// Where the workers were pinned: a CPU list for each rank or thread, or why they were not.
    pub pinning: String,
    /// How many CPUs other programs kept busy during the launch, on average; `None` where the system does not tell.
    pub foreign_cpus: Option<f64>,
    /// What the quota of CPU time did while samples were taken; `None` where there is none.
    #[serde(default)]
    pub throttling: Option<Throttling>,
    /// Bytes of its memory in transparent huge pages once its samples were taken; `None` where the system does not tell.
    #[serde(default)]
    pub huge_page_bytes: Option<u64>,
    /// The raw samples.
    pub samples: Samples,
}

impl Launch {
    /// A launch that ended as `outcome` says and of which nothing else is known yet.
    pub fn ended(outcome: Outcome) -> Launch {
        Launch {
            cell: CellKey(0),
            round: 0,
            place: 0,
            started_ms: 0,
            outcome,
            path: String::new(),
            build_seconds: 0.0,
            startup_seconds: 0.0,
            input_seconds: 0.0,
            plan_seconds: 0.0,
            compile_seconds: 0.0,
            first_seconds: 0.0,
            sampling_seconds: 0.0,
            iterations: 1,
            judgement: None,
            pinning: String::new(),
            foreign_cpus: None,
            throttling: None,
            huge_page_bytes: None,
            samples: Samples::default(),
        }
    }

    /// Whether it stood still for want of CPU time while samples were taken.
    pub fn was_throttled(&self) -> bool {
        self.throttling.is_some_and(|throttling| throttling.throttled > 0)
    }

    /// Seconds per run of each batch, from the start of the first rank to the end of the last: what somebody who waits for
    /// all of them waits.
    pub fn seconds_per_run(&self) -> Vec<f64> {
        self.seconds_per_run_of(&self.samples.to_vec())
    }

    /// [`seconds_per_run`](Self::seconds_per_run) for who has unpacked its samples already.
    pub fn seconds_per_run_of(&self, samples: &[Sample]) -> Vec<f64> {
        let batches = samples.iter().map(|s| s.index as usize + 1).max().unwrap_or(0);
        // Of NaN and a number, `min` and `max` take the number.
        let mut first = vec![f64::NAN; batches];
        for sample in samples {
            let first = &mut first[sample.index as usize];
            *first = first.min(sample.start);
        }
        let mut spans = vec![f64::NAN; batches];
        for sample in samples {
            let index = sample.index as usize;
            // The offset first: of a rank alone it is zero, and no digit of its time is lost.
            spans[index] = spans[index].max((sample.start - first[index]) + sample.seconds);
        }
        spans.iter().map(|span| span / f64::from(self.iterations)).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sample(rank: u32, index: u32, seconds: f64) -> Sample {
        Sample { rank, index, start: 0.0, seconds, steal: 0.0, switches: 0 }
    }

    #[test]
    fn a_batch_lasts_from_the_first_start_to_the_last_end() {
        let late = |start, sample| Sample { start, ..sample };
        let samples = vec![
            sample(0, 0, 2.0),
            sample(1, 0, 4.0),
            // The rank that takes less begins three seconds later, and ends last.
            late(10.0, sample(0, 1, 8.0)),
            late(13.0, sample(1, 1, 6.0)),
        ];
        let launch = Launch { iterations: 2, samples: samples.into(), ..Launch::ended(Outcome::Measured) };
        assert_eq!(launch.seconds_per_run(), [2.0, 4.5]);
    }

    #[test]
    fn one_process_has_its_time_to_the_last_digit() {
        let samples = vec![Sample { start: 12_345.678, ..sample(0, 0, 0.1) }];
        assert_eq!(Launch { samples: samples.into(), ..Launch::ended(Outcome::Measured) }.seconds_per_run(), [0.1]);
    }

    #[test]
    fn a_launch_of_an_older_run_is_read() {
        let old = r#"{"cell":0,"round":0,"place":0,"started_ms":0,"outcome":{"kind":"measured"},"path":"avx2","startup_seconds":0.5,
            "input_seconds":0.25,"first_seconds":0.125,"sampling_seconds":1.0,"iterations":1,"judgement":null,"pinning":"",
            "foreign_cpus":null,"samples":[]}"#;
        let read: Launch = serde_json::from_str(old).unwrap();
        let expected = Launch {
            path: "avx2".into(),
            startup_seconds: 0.5,
            input_seconds: 0.25,
            first_seconds: 0.125,
            sampling_seconds: 1.0,
            ..Launch::ended(Outcome::Measured)
        };
        assert_eq!(read, expected);
    }
}
