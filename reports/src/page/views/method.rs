//! How it was measured, and on what.

use crate::findings::{Findings, LEVEL, MARGIN, Times, say};
use crate::{ceiling, format};
use serde::Serialize;
use tenfold_record::{Launch, RunState};

/// How it was measured.
#[derive(Serialize)]
pub(super) struct MethodView {
    protocol: Vec<(&'static str, String)>,
    /// The heads of the columns of what came before the samples.
    phases: Vec<&'static str>,
    starts: Vec<StartView>,
    ceilings: Vec<CeilingView>,
    groups: Vec<GroupView>,
    source: String,
}

/// What comes before the samples, in its order.
type Phase = (&'static str, fn(&Launch) -> f64);

const PHASES: [Phase; 6] = [
    ("Build", |l| l.build_seconds),
    ("Start-up", |l| l.startup_seconds),
    ("Input", |l| l.input_seconds),
    ("Plan", |l| l.plan_seconds),
    ("Compiling", |l| l.compile_seconds),
    ("First run", |l| l.first_seconds),
];

/// What a cell needed before its samples, apart from them.
#[derive(Serialize)]
struct StartView {
    cell: String,
    /// One for each phase.
    seconds: Vec<String>,
    batch: String,
    pinning: String,
    huge_pages: String,
    disturbed: String,
}

#[derive(Serialize)]
struct CeilingView {
    resource: &'static str,
    reach: &'static str,
    name: String,
    value: String,
    when: String,
    method: String,
}

#[derive(Serialize)]
struct GroupView {
    name: String,
    facts: Vec<(String, String)>,
}

impl MethodView {
    pub(super) fn of(findings: &Findings<'_>) -> MethodView {
        let run = findings.run;
        let times = || findings.parts.iter().flat_map(|p| &p.times);
        // Most runs have nothing to build, plan or compile.
        let took = |phase: &Phase| times().flat_map(|t| t.measured.good()).any(|launch| phase.1(launch) > 0.0);
        let phases: Vec<Phase> = PHASES.into_iter().filter(took).collect();
        let ceilings = run.ceilings.iter().map(|c| CeilingView {
            resource: ceiling::heading(c.resource),
            reach: ceiling::reach(c.reach),
            name: c.name.clone(),
            value: ceiling::best_and_median(c),
            when: c.measured_ms.map_or("–".into(), |ms| after(run.started_ms, ms)),
            method: c.method.clone(),
        });
        let mut groups: Vec<GroupView> = Vec::new();
        for fact in &run.fingerprint.facts {
            let known = groups.iter().position(|g| g.name == fact.group).unwrap_or_else(|| {
                groups.push(GroupView { name: fact.group.clone(), facts: Vec::new() });
                groups.len() - 1
            });
            groups[known].facts.push((fact.name.clone(), fact.value.clone()));
        }
        MethodView {
            protocol: protocol(findings),
            starts: times().map(|times| StartView::of(times, &phases)).collect(),
            phases: phases.iter().map(|(name, _)| *name).collect(),
            ceilings: ceilings.collect(),
            groups,
            source: run.experiment.source.clone(),
        }
    }
}

impl StartView {
    fn of(times: &Times<'_>, phases: &[Phase]) -> StartView {
        let good: Vec<&Launch> = times.measured.good().collect();
        // What is built and compiled is kept: the longest is the one launch that did it.
        let took = |(name, of): &Phase| {
            let seconds = good.iter().map(|l| of(l));
            let seconds = match *name {
                "Build" | "Compiling" => seconds.fold(0.0, f64::max),
                _ => say::middle(seconds),
            };
            if seconds > 0.0 { format::seconds(seconds) } else { "–".to_string() }
        };
        StartView {
            cell: format!("{}: {}", times.cell.kernel, say::label(times.cell)),
            seconds: phases.iter().map(took).collect(),
            batch: good.first().map_or("–".into(), |l| format::count(l.iterations.into())),
            pinning: good.first().map_or("–".into(), |l| l.pinning.clone()),
            huge_pages: huge_pages(&good),
            disturbed: format!("{} of {}", times.disturbed(), times.samples()),
        }
    }
}

/// The memory in huge pages of the median launch.
fn huge_pages(launches: &[&Launch]) -> String {
    let bytes: Vec<f64> = launches.iter().filter_map(|l| l.huge_page_bytes).map(|bytes| bytes as f64).collect();
    tenfold_stats::median(&bytes).map_or("–".into(), |bytes| format!("{:.0} MiB", bytes / f64::from(1 << 20)))
}

/// How long after the start of the run something was.
fn after(started_ms: i64, ms: i64) -> String {
    format::seconds(((ms - started_ms) as f64 / 1000.0).round().max(0.0))
}

/// The rules of the run, each with what it was in this one.
pub(crate) fn protocol(findings: &Findings<'_>) -> Vec<(&'static str, String)> {
    let run = findings.run;
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
