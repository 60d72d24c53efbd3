//! How it was measured, and on what.

use serde::Serialize;
use tenfold_analysis::findings::{Findings, Times, wording};
use tenfold_analysis::{ceiling, format};
use tenfold_record::Launch;

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
            protocol: findings.protocol(),
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
                _ => wording::middle(seconds),
            };
            if seconds > 0.0 { format::seconds(seconds) } else { "–".to_string() }
        };
        StartView {
            cell: format!("{}: {}", times.cell.kernel, wording::label(times.cell)),
            seconds: phases.iter().map(took).collect(),
            batch: good.first().map_or("–".into(), |l| format::count(l.iterations.into())),
            pinning: good.first().map_or("–".into(), |l| l.pinning.clone()),
            huge_pages: times
                .huge_page_bytes()
                .map_or("–".into(), |bytes| format!("{:.0} MiB", bytes / f64::from(1 << 20))),
            disturbed: format!("{} of {}", times.disturbed(), times.samples()),
        }
    }
}

/// How long after the start of the run something was.
fn after(started_ms: i64, ms: i64) -> String {
    format::seconds(((ms - started_ms) as f64 / 1000.0).round().max(0.0))
}
