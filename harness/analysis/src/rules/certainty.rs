//! Rules 5, 6 and 7: how sure it is.

use super::{RuleVerdict, numbers, place, shown};
use crate::findings::{Findings, wording};
use crate::format::counted;

/// Rule 5. Times are never deterministic, so each needs an interval.
pub(super) fn what_varies_has_an_interval(findings: &Findings<'_>) -> RuleVerdict {
    if shown(findings).next().is_none() {
        return RuleVerdict::NotApplicable("no time is shown".into());
    }
    let without = shown(findings).filter(|times| times.estimate.interval.is_none());
    let places = without.map(|times| format!("{}: {}", place(times.cell), wording::no_interval(times.estimate.n)));
    RuleVerdict::of(places.collect(), "times vary: each has a 95 % confidence interval over rounds")
}

/// Rule 6.
pub(super) fn nothing_is_taken_to_be_normal(findings: &Findings<'_>) -> RuleVerdict {
    match numbers(findings).any(|times| times.estimate.interval.is_some()) {
        false => RuleVerdict::NotApplicable("no interval is shown".into()),
        true => RuleVerdict::ByDesign(
            "intervals come from a weighted bootstrap over the rounds, which assumes no distribution".into(),
        ),
    }
}

/// Rule 7. Each ratio has an interval, and rounds that have both sides.
pub(super) fn comparisons_have_an_interval(findings: &Findings<'_>) -> RuleVerdict {
    let mut compared = 0;
    let mut places = Vec::new();
    for part in &findings.parts {
        let rows = part.ladder.rows.iter().filter(|row| !row.is_base);
        let rows = rows.filter_map(|row| Some((row.times.cell, row.speed_up?, part.part.base.clone())));
        let points = part.curves.iter().flat_map(|c| &c.points).filter(|p| p.workers > 1);
        let points = points.filter_map(|p| Some((p.times.cell, p.speed_up?, "one worker".to_string())));
        for (cell, ratio, base) in rows.chain(points) {
            compared += 1;
            if ratio.interval.is_none() {
                let are = if ratio.n == 1 { "is" } else { "are" };
                places.push(format!(
                    "{} over {base}: {} {are} too few for an interval",
                    place(cell),
                    counted(ratio.n, "shared round")
                ));
            }
        }
    }
    match compared {
        0 => RuleVerdict::NotApplicable("nothing is compared".into()),
        n => {
            let ratios = counted(n, "ratio");
            RuleVerdict::of(places, format!("{ratios}, each from times of the same rounds and with a 95 % interval"))
        }
    }
}
