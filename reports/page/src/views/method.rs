//! How it was measured, and on what.

use minijinja::{Value, context};
use tenfold_analysis::findings::{Findings, Times, wording};
use tenfold_analysis::{ceiling, format};
use tenfold_record::{Ceiling, Launch};

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

/// How it was measured.
pub(super) fn method(findings: &Findings<'_>) -> Value {
    let run = findings.run;
    let times = || findings.parts.iter().flat_map(|p| &p.times);
    // Most runs have nothing to build, plan or compile.
    let took = |phase: &Phase| times().flat_map(|t| t.measured.good()).any(|launch| phase.1(launch) > 0.0);
    let phases: Vec<Phase> = PHASES.into_iter().filter(took).collect();
    let ceiling = |c: &Ceiling| {
        context! {
            resource => ceiling::heading(c.resource),
            reach => ceiling::reach(c.reach),
            name => c.name,
            value => ceiling::best_and_median(c),
            when => c.measured_ms.map_or("–".into(), |ms| after(run.started_ms, ms)),
            method => c.method,
        }
    };
    let mut groups: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for fact in &run.fingerprint.facts {
        let known = groups.iter().position(|(name, _)| *name == fact.group).unwrap_or_else(|| {
            groups.push((&fact.group, Vec::new()));
            groups.len() - 1
        });
        groups[known].1.push((&fact.name, &fact.value));
    }
    context! {
        protocol => findings.protocol(),
        starts => times().map(|times| start(times, &phases)).collect::<Vec<_>>(),
        // The heads of the columns of what came before the samples.
        phases => phases.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ceilings => run.ceilings.iter().map(ceiling).collect::<Vec<_>>(),
        groups => groups.iter().map(|(name, facts)| context! { name, facts }).collect::<Vec<_>>(),
        source => run.experiment.source,
    }
}

/// What a cell needed before its samples, apart from them: the seconds of each phase, and how it ran.
fn start(times: &Times<'_>, phases: &[Phase]) -> Value {
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
    let huge = times.huge_page_bytes().map(|bytes| format!("{:.0} MiB", bytes / f64::from(1 << 20)));
    context! {
        cell => format!("{}: {}", times.cell.kernel, wording::label(times.cell)),
        seconds => phases.iter().map(took).collect::<Vec<_>>(),
        batch => good.first().map_or("–".into(), |l| format::count(l.iterations.into())),
        pinning => good.first().map_or("–".into(), |l| l.pinning.clone()),
        huge_pages => huge.unwrap_or("–".into()),
        disturbed => format!("{} of {}", times.disturbed(), times.samples()),
    }
}

/// How long after the start of the run something was.
fn after(started_ms: i64, ms: i64) -> String {
    format::seconds(((ms - started_ms) as f64 / 1000.0).round().max(0.0))
}
