//! Rule 12: plots.

use super::RuleVerdict;
use crate::findings::{Curve, Findings};
use crate::format::counted;

/// Rule 12. Only scaling figures have lines: along the number of workers, up to the number of cores. A line needs one
/// point a number of workers.
pub(super) fn lines_join_only_an_ordered_axis(findings: &Findings<'_>) -> RuleVerdict {
    let curves = || findings.parts.iter().flat_map(|part| part.curves.iter().map(move |curve| (part, curve)));
    if findings.parts.iter().all(|part| part.times.is_empty()) {
        return RuleVerdict::NotApplicable("nothing is plotted".into());
    }
    let ambiguous =
        |curve: &Curve<'_>| curve.points.windows(2).find(|w| w[0].workers == w[1].workers).map(|w| w[0].workers);
    let places = curves().filter_map(|(part, curve)| {
        let workers = ambiguous(curve)?;
        Some(format!(
            "{}: the line of {} has two points at {}",
            part.part.kernel,
            curve.label,
            counted(workers, "worker")
        ))
    });
    RuleVerdict::of(
        places.collect(),
        format!(
            "lines join points only along the number of workers ({}); distributions show individual samples",
            counted(curves().count(), "line")
        ),
    )
}
