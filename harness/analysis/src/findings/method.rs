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
        let state = if run.state == RunState::Finished { "all completed" } else { "not all completed" };
        vec![
            (
                "rounds",
                format!("{}, {state}; each visits every cell in random order (seed {})", experiment.rounds, run.seed),
            ),
            ("launches", format!("{}, each in its own process", format::count(launches as u64))),
            ("sampling", format!("{} per launch", format::seconds(experiment.sampling_seconds))),
            ("time limit", format!("{} per launch", format::seconds(experiment.limit_seconds))),
            ("answers", "checked before timing; one wrong answer voids the cell".into()),
            (
                "time of a launch",
                "the median of its samples; with several ranks, a sample lasts from the first start to the last end".into(),
            ),
            (
                "times and speed-ups",
                "one fit per part, so that times and ratios are consistent: log time = cell + round, by least absolute \
                 deviations; times of different runs are never compared"
                    .into(),
            ),
            (
                "intervals",
                format!("{}, by a weighted bootstrap over the rounds; no distribution is assumed", format::percent(LEVEL)),
            ),
            (
                "too noisy to rank",
                "a variant whose interval, relative to another, covers that one and the whole interval of a third, although \
                 those two clearly differ"
                    .into(),
            ),
            (
                "disturbed samples",
                "the hypervisor stole CPU time, or a thread was preempted; marked, never dropped"
                    .into(),
            ),
            (
                "too fast to be true",
                format!("more than {} faster than a measured ceiling allows", format::percent(MARGIN - 1.0)),
            ),
            ("cores", format!("{}; points with more workers are marked and not read as scaling", run.fingerprint.cores)),
        ]
    }
}

/// What is known of how an imported run was measured.
fn imported(source: &str) -> Vec<(&'static str, String)> {
    vec![
        ("imported from", source.into()),
        ("answers", "not checked by Tenfold".into()),
        ("time of a launch", "the median of the samples of one process".into()),
        (
            "intervals",
            format!(
                "{}, by a weighted bootstrap over the launches; no distribution is assumed",
                format::percent(LEVEL)
            ),
        ),
        ("speed-ups", "none: unchecked times are not compared".into()),
    ]
}
