//! How a run was measured, in words.

use super::{Findings, LEVEL, MARGIN};
use crate::format;
use tenfold_record::RunState;

impl Findings<'_> {
    /// The rules of the run, each with what it was in this one.
    pub fn protocol(&self) -> Vec<(&'static str, String)> {
        let run = self.run;
        if let Some(source) = run.imported_from() {
            return imported(source);
        }
        let experiment = &run.experiment;
        let launches: usize = run.cells.iter().map(|m| m.launches.len()).sum();
        let state = if run.state == RunState::Finished { "all done" } else { "stopped before the last" };
        vec![
            (
                "rounds",
                format!("{}, {state}; each visits every cell in random order (seed {})", experiment.rounds, run.seed),
            ),
            ("launches", format!("{}, each a process of its own", format::count(launches as u64))),
            ("sampling", format!("{} in each launch", format::seconds(experiment.sampling_seconds))),
            ("time limit", format!("{} for each launch", format::seconds(experiment.limit_seconds))),
            ("answers", "checked before any time is taken; one wrong answer voids a cell".into()),
            (
                "time of a launch",
                "the median of its samples; with several ranks a sample lasts from the first start to the last end".into(),
            ),
            (
                "times and speed-ups",
                "one estimate for each part, so that they divide and multiply: log time = cell + round, by least absolute \
                 deviations; nothing is compared with a time of another run"
                    .into(),
            ),
            (
                "intervals",
                format!("{}, by giving the rounds random weights; no distribution is assumed", format::percent(LEVEL)),
            ),
            (
                "too noisy to rank",
                "a variant whose interval, seen from another, holds that one and the whole interval of a third, though the two \
                 are told apart"
                    .into(),
            ),
            (
                "disturbed samples",
                "the hypervisor stole time from the machine meanwhile, or a thread was switched out; marked, never dropped"
                    .into(),
            ),
            (
                "too fast to be true",
                format!("faster than a measured ceiling allows by more than {}", format::percent(MARGIN - 1.0)),
            ),
            ("cores", format!("{}; points with more workers are marked and not read as scaling", run.fingerprint.cores)),
        ]
    }
}

/// What is known of how an imported run was measured.
fn imported(source: &str) -> Vec<(&'static str, String)> {
    vec![
        ("imported from", source.into()),
        ("answers", "not checked: nobody here knows whether they are right".into()),
        ("time of a launch", "the median of the samples of one process".into()),
        (
            "intervals",
            format!("{}, by giving the launches random weights; no distribution is assumed", format::percent(LEVEL)),
        ),
        ("speed-ups", "none: unchecked times are compared with nothing".into()),
    ]
}
