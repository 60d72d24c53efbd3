//! All kernels and rungs at a glance.

use super::part::anchor;
use serde::Serialize;
use tenfold_analysis::findings::{Findings, Overview, Place};
use tenfold_analysis::format;

/// Kernels × rungs.
#[derive(Serialize)]
pub(super) struct OverviewView {
    /// Name of each rung.
    rungs: Vec<&'static str>,
    lines: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    anchor: String,
    name: String,
    base: String,
    rungs: Vec<PlaceView>,
    peer: PlaceView,
    share: String,
}

/// What stands at one place.
#[derive(Serialize)]
struct PlaceView {
    /// The number, or a word in its place.
    value: String,
    /// Whose it is.
    label: String,
    interval: String,
    /// The class that gives its colour.
    class: &'static str,
}

impl OverviewView {
    /// `None` where there is only one kernel: its ladder says it all.
    pub(super) fn of(findings: &Findings<'_>) -> Option<OverviewView> {
        let overview = Overview::of(findings);
        let anchors = findings.parts.iter().enumerate().filter(|(_, part)| !part.ladder.rows.is_empty());
        let lines = overview.lines.iter().zip(anchors).map(|(line, (index, part))| LineView {
            anchor: anchor(index),
            name: part.title.clone(),
            base: part
                .ladder
                .base()
                .map_or(part.part.base.clone(), |base| format!("{}, {}", base.label, format::seconds(base.seconds()))),
            rungs: line.rungs.iter().map(PlaceView::of).collect(),
            peer: PlaceView::of(&line.peer),
            share: line.share_of_limit.map_or("–".into(), format::share),
        });
        let lines: Vec<LineView> = lines.collect();
        (lines.len() > 1)
            .then(|| OverviewView { rungs: overview.rungs.iter().map(|rung| rung.name()).collect(), lines })
    }
}

impl PlaceView {
    fn of(place: &Place<'_, '_>) -> PlaceView {
        let bare = |value: &str, label: &str, class| PlaceView {
            value: value.into(),
            label: label.into(),
            interval: String::new(),
            class,
        };
        match place {
            Place::Empty => bare("–", "", "nothing"),
            Place::Noisy(row) => bare("too noisy", &row.label, "unranked"),
            Place::Base(row) => bare("base", &row.label, row.times.cell.rung.name()),
            Place::WithoutBase(row) => bare(&format::seconds(row.seconds()), &row.label, row.times.cell.rung.name()),
            Place::Best(row, factor) => PlaceView {
                value: format::faster(factor.value),
                label: row.label.clone(),
                interval: factor.interval.map_or(String::new(), |i| format::interval(i.low, i.high)),
                class: row.times.cell.rung.name(),
            },
        }
    }
}
