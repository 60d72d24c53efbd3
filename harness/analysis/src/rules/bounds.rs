//! Rule 11: upper bounds.

use super::RuleVerdict;
use crate::ceiling;
use crate::findings::{Findings, PartFindings};
use std::collections::BTreeSet;

/// Rule 11. Where a kernel says what it needs at least, the resource's ceiling was measured.
pub(super) fn bounds_are_shown(findings: &Findings<'_>) -> RuleVerdict {
    let with_numbers = || findings.parts.iter().filter(|part| !part.times.is_empty());
    let bounded: Vec<_> = with_numbers().filter(|part| needs(part).next().is_some()).collect();
    if bounded.is_empty() {
        return RuleVerdict::NotApplicable("no timed kernel declares the least work or memory it needs".into());
    }
    let measured = |resource| findings.run.ceilings.iter().any(|c| c.resource == resource && c.per_second > 0.0);
    let mut places = Vec::new();
    for part in bounded {
        let unmeasured: BTreeSet<_> = needs(part).filter(|resource| !measured(*resource)).collect();
        for resource in unmeasured {
            places.push(format!("{}: no ceiling for {} was measured", part.part.kernel, ceiling::heading(resource)));
        }
    }
    RuleVerdict::of(places, "each ladder shows the limit set by the ceilings of the same run")
}

fn needs(part: &PartFindings<'_>) -> impl Iterator<Item = tenfold_record::Resource> {
    part.times.iter().flat_map(|times| &times.cell.work.demands).map(|demand| demand.resource)
}
