//! Rules 3 and 8: how many numbers become one.

use super::{RuleVerdict, numbers, place};
use crate::findings::{Findings, wording};

/// Rule 3.
pub(super) fn means_suit_what_they_summarise(findings: &Findings<'_>) -> RuleVerdict {
    match numbers(findings).next() {
        None => RuleVerdict::NotApplicable("no time is summarised".into()),
        Some(_) => RuleVerdict::ByDesign(
            "a cell is summarised by the median of its times, never by a mean; its rate is its work divided by that time"
                .into(),
        ),
    }
}

/// Rule 8. The distribution of every sample is drawn beside the median. Where launches disagree so much that the median's
/// interval spans a factor, the median says little.
pub(super) fn the_middle_means_something(findings: &Findings<'_>) -> RuleVerdict {
    if numbers(findings).next().is_none() {
        return RuleVerdict::NotApplicable("no time is summarised".into());
    }
    let wide = |times: &crate::findings::Times<'_>| {
        Some(format!("{} is {}", place(times.cell), wording::noisy(&times.estimate)?))
    };
    RuleVerdict::of(
        numbers(findings).filter_map(wide).collect(),
        "medians agree across launches, and each cell's distribution shows individual samples",
    )
}
