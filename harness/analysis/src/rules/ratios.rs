//! Rules 1 and 4: speed-ups and other ratios.

use super::RuleVerdict;
use crate::findings::{Findings, PartFindings};
use crate::format;

/// Rule 1. The base of a ladder is a serial program or one parallel process, named with its time in the ladder's caption;
/// that of a scaling curve is the same variant on one worker, by construction.
pub(super) fn speed_ups_name_their_base(findings: &Findings<'_>) -> RuleVerdict {
    let with_speed_ups = |part: &&PartFindings<'_>| part.ladder.rows.len() > 1 && part.ladder.base().is_some();
    let parts: Vec<_> = findings.parts.iter().filter(with_speed_ups).collect();
    if parts.is_empty() {
        return match curves_have_speed_ups(findings) {
            true => RuleVerdict::ByDesign("each scaling curve is over one worker of the same variant".into()),
            false => RuleVerdict::NotApplicable("no speed-up is shown".into()),
        };
    }
    let mut places = Vec::new();
    let mut bases = Vec::new();
    for (part, base) in parts.iter().filter_map(|part| Some((part, part.ladder.base()?))) {
        let kernel = &part.part.kernel;
        let workers = base.times.cell.workers;
        if workers > 1 {
            places.push(format!("{kernel}: the base, {}, runs on {workers} workers", base.label));
        }
        let kind = if base.times.cell.transport.is_some() { "one process" } else { "serial" };
        let time = format::seconds(base.times.estimate.value);
        bases.push(format!("{kernel} over {} ({kind}, {time} per run)", base.label));
    }
    RuleVerdict::of(places, format!("each base is named with its time: {}", bases.join(", ")))
}

/// Rule 4.
pub(super) fn ratios_are_not_averaged(findings: &Findings<'_>) -> RuleVerdict {
    let ladders = findings.parts.iter().flat_map(|p| &p.ladder.rows).any(|row| row.speed_up.is_some());
    match ladders || curves_have_speed_ups(findings) {
        false => RuleVerdict::NotApplicable("no ratio is shown".into()),
        true => RuleVerdict::ByDesign(
            "every ratio divides two times of one fit, and no ratio is averaged over kernels".into(),
        ),
    }
}

fn curves_have_speed_ups(findings: &Findings<'_>) -> bool {
    findings.parts.iter().flat_map(|p| &p.curves).flat_map(|c| &c.points).any(|p| p.speed_up.is_some())
}
