//! One part of the experiment: its problem, its ladder, its scaling, its distributions, its profiles.

use super::{MissingView, ladder::LadderView, profile::ProfileView, scaling::ScalingView};
use crate::ReportError;
use crate::findings::{PartFindings, say};
use crate::format;
use serde::Serialize;
use tenfold_record::{Part, Run, Scaling, Value};

/// One part.
#[derive(Serialize)]
pub(super) struct PartView {
    anchor: String,
    kernel: String,
    summary: String,
    problem: String,
    ladder: LadderView,
    scaling: Option<ScalingView>,
    spread: String,
    profiles: Vec<ProfileView>,
    missing: Vec<MissingView>,
}

/// The fragment that leads to a part.
pub(super) fn anchor(index: usize) -> String {
    format!("part-{}", index + 1)
}

impl PartView {
    pub(super) fn of(index: usize, part: &PartFindings<'_>, run: &Run) -> Result<PartView, ReportError> {
        let profiles = run.profiles.iter().filter_map(|profile| {
            let cell = run.cells.iter().map(|m| &m.cell).find(|c| c.key == profile.cell && c.part == index)?;
            Some(ProfileView::of(cell, profile))
        });
        Ok(PartView {
            anchor: anchor(index),
            kernel: part.part.kernel.clone(),
            summary: part.part.summary.clone(),
            problem: problem(part.part),
            ladder: LadderView::of(part)?,
            scaling: ScalingView::of(part)?,
            spread: say::spread(&part.times),
            profiles: profiles.collect::<Result<_, _>>()?,
            missing: part.missing.iter().map(MissingView::of).collect(),
        })
    }
}

/// The params in words: "n = 10,240,000 · density = 0.52".
fn problem(part: &Part) -> String {
    let param = |(name, value): (&String, &Value)| match value {
        Value::Int(i) if *i >= 0 => format!("{name} = {}", format::count(*i as u64)),
        other => format!("{name} = {other}"),
    };
    let params = part.params.iter().map(param).collect::<Vec<_>>().join(" · ");
    match part.scaling {
        Scaling::Strong => params,
        Scaling::Weak => format!("{params} for one worker, grown with the workers"),
    }
}
