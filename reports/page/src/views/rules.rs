//! The twelve rules and what became of each.

use serde::Serialize;
use tenfold_analysis::findings::Findings;
use tenfold_analysis::rules::{self, Checked, Verdict};

/// All rules, and those that are broken.
#[derive(Serialize)]
pub(super) struct RulesView {
    answer: String,
    rules: Vec<RuleView>,
    broken: Vec<RuleView>,
}

#[derive(Serialize)]
struct RuleView {
    number: usize,
    asks: &'static str,
    state: &'static str,
    why: String,
    class: &'static str,
}

impl RulesView {
    pub(super) fn of(findings: &Findings<'_>) -> RulesView {
        let checked = rules::check(findings);
        let broken = checked.iter().filter(|c| c.is_broken()).map(RuleView::of).collect();
        RulesView { answer: rules::answer(&checked), rules: checked.iter().map(RuleView::of).collect(), broken }
    }
}

impl RuleView {
    fn of(checked: &Checked) -> RuleView {
        RuleView {
            number: checked.rule.number,
            asks: checked.rule.asks,
            state: checked.verdict.state(),
            why: checked.verdict.shortly(),
            class: if matches!(checked.verdict, Verdict::Broken(_)) { "fault" } else { "unmeasured" },
        }
    }
}
