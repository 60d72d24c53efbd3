//! All kernels and rungs at a glance.

use super::part::anchor;
use minijinja::{Value, context};
use tenfold_analysis::findings::{Findings, Line, Overview, PartFindings, Place, wording};
use tenfold_analysis::format;

/// Kernels × rungs; `None` where there is only one kernel: its ladder says it all.
pub(super) fn overview(findings: &Findings<'_>) -> Option<Value> {
    let overview = Overview::of(findings);
    let anchors = findings.parts.iter().enumerate().filter(|(_, part)| !part.ladder.rows.is_empty());
    let line = |(line, (index, part)): (&Line<'_, '_>, (usize, &PartFindings<'_>))| {
        let base = part.ladder.base().map(|base| format!("{}, {}", base.label, format::seconds(base.seconds())));
        context! {
            anchor => anchor(index),
            name => part.title,
            base => base.unwrap_or(part.part.base.clone()),
            rungs => line.rungs.iter().map(place).collect::<Vec<_>>(),
            peer => place(&line.peer),
            share => line.share_of_limit.map_or("–".into(), format::share),
        }
    };
    let lines: Vec<Value> = overview.lines.iter().zip(anchors).map(line).collect();
    let estimates = overview.lines.iter().flat_map(|line| &line.part.ladder.rows).map(|row| &row.times.estimate);
    let fit = wording::fit(estimates.map(|estimate| estimate.interval.is_some()));
    let rungs: Vec<&str> = overview.rungs.iter().map(|rung| rung.name()).collect();
    (lines.len() > 1).then(|| context! { rungs, lines, fit })
}

/// What stands at one place: the number, or a word in its place; whose it is; the class that gives its colour.
fn place(place: &Place<'_, '_>) -> Value {
    let bare = |value: &str, label: &str, class: &str| context! { value, label, interval => "", class };
    match place {
        Place::Empty => bare("–", "", "nothing"),
        Place::Noisy(row) => bare("too noisy", &row.label, "unranked"),
        Place::Base(row) => bare("base", &row.label, row.times.cell.rung.name()),
        Place::WithoutBase(row) => bare(&format::seconds(row.seconds()), &row.label, row.times.cell.rung.name()),
        Place::Best(row, factor) => context! {
            value => format::faster(factor.value),
            label => row.label,
            interval => factor.interval.map_or(String::new(), |i| format::interval(i.low, i.high)),
            class => row.times.cell.rung.name(),
        },
    }
}
