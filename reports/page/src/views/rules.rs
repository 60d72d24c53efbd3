//! The twelve rules and what became of each.

use minijinja::{Value, context};
use tenfold_analysis::findings::Findings;
use tenfold_analysis::rules::{self, Checked, RuleVerdict};

/// All rules, and those that are broken.
pub(super) fn rules(findings: &Findings<'_>) -> Value {
    let checked = rules::check(findings);
    context! {
        answer => rules::answer(findings, &checked),
        rules => checked.iter().map(rule).collect::<Vec<_>>(),
        broken => checked.iter().filter(|checked| checked.is_broken()).map(rule).collect::<Vec<_>>(),
    }
}

fn rule(checked: &Checked) -> Value {
    context! {
        number => checked.rule.number,
        asks => checked.rule.asks,
        state => checked.verdict.state(),
        why => checked.verdict.shortly(),
        class => if matches!(checked.verdict, RuleVerdict::Broken(_)) { "fault" } else { "unmeasured" },
    }
}
