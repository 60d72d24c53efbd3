//! Rule 2: what is left out.

use super::{RuleVerdict, place};
use crate::findings::Findings;
use crate::format::counted;
use tenfold_record::RunState;

/// Rule 2. Every variant of the experiment is either measured or missing with a reason, and every number of a finished run
/// rests on all its rounds or on launches that failed with a reason.
pub(super) fn what_is_left_out_has_a_reason(findings: &Findings<'_>) -> RuleVerdict {
    let mut places = Vec::new();
    for (index, part) in findings.parts.iter().enumerate() {
        let cells = || findings.run.cells.iter().filter(|m| m.cell.part == index);
        for variant in &part.part.variants {
            if !cells().any(|m| m.cell.variant == *variant) {
                places.push(format!("{}: {variant} is in the experiment but not in the run", part.part.kernel));
            }
        }
        for missing in part.missing.iter().filter(|m| m.reason.trim().is_empty()) {
            places.push(format!("{} has neither a valid time nor a reason", place(missing.cell)));
        }
        for times in &part.times {
            let (launched, rounds) = (times.measured.launches.len(), findings.run.experiment.rounds as usize);
            let unusable: usize = times.launches.iter().map(|launch| launch.unusable).sum();
            if unusable > 0 {
                places.push(format!(
                    "{}: {} without a time above zero",
                    place(times.cell),
                    counted(unusable, "sample")
                ));
            }
            if findings.run.state == RunState::Finished && launched < rounds {
                places.push(format!("{} was launched in {launched} of {rounds} rounds", place(times.cell)));
            }
        }
    }
    let missing = findings.parts.iter().flat_map(|p| &p.missing).count();
    let failed = findings.run.cells.iter().map(|m| m.launches.len() - m.good().count() - m.unchecked().count());
    let failed: usize = failed.sum();
    RuleVerdict::of(
        places,
        match (missing, failed) {
            (0, 0) => "nothing is left out".to_string(),
            _ => {
                let (missing, failed) = (counted(missing, "cell"), counted(failed, "failed launch"));
                format!("{missing} without a valid time and {failed} all have reasons")
            }
        },
    )
}
