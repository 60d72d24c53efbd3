//! Whether a run keeps the twelve rules of T. Hoefler and R. Belli, "Scientific Benchmarking of Parallel Computing
//! Systems: Twelve ways to tell the masses when reporting performance results" (SC15).
//!
//! Each rule is a pure function of the findings, and looks at the run's data. Where Tenfold cannot break a rule whatever
//! the data, the verdict is "by design", which is told apart from kept, and says by what. A broken rule names every place.
//!
//! | rules | file |
//! |---|---|
//! | 1, 4: speed-ups and other ratios | `ratios.rs` |
//! | 2: what is left out | `selection.rs` |
//! | 3, 8: how many numbers become one | `summaries.rs` |
//! | 5, 6, 7: how sure it is | `certainty.rs` |
//! | 9, 10: what must be known to repeat it | `setup.rs`, `parallel.rs` |
//! | 11, 12: bounds and plots | `bounds.rs`, `plots.rs` |

mod bounds;
mod certainty;
mod parallel;
mod plots;
mod ratios;
mod selection;
mod setup;
mod summaries;
#[cfg(test)]
mod tests;

use crate::findings::{Findings, Times, wording};
use crate::format::counted;
use tenfold_record::Cell;

/// A rule.
pub struct Rule {
    /// Its number in the paper, from 1.
    pub number: usize,
    /// What it asks, in our words.
    pub asks: &'static str,
    check: fn(&Findings<'_>) -> RuleVerdict,
}

/// What becomes of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleVerdict {
    /// Kept by this run, and how.
    Kept(String),
    /// No run can break it, and why: nothing was checked.
    ByDesign(String),
    /// The run has nothing it speaks of.
    NotApplicable(String),
    /// Broken, with every place.
    Broken(Vec<String>),
}

/// A rule with its verdict.
pub struct Checked {
    /// The rule.
    pub rule: &'static Rule,
    /// The verdict.
    pub verdict: RuleVerdict,
}

/// The twelve rules.
pub const RULES: [Rule; 12] = [
    Rule {
        number: 1,
        asks: "A speed-up states whether its base is one parallel process or a serial program, and the base's absolute time",
        check: ratios::speed_ups_name_their_base,
    },
    Rule {
        number: 2,
        asks: "Whatever is left out, whether benchmarks or parts of the machine, has a reason",
        check: selection::what_is_left_out_has_a_reason,
    },
    Rule {
        number: 3,
        asks: "Arithmetic means are for costs, harmonic means for rates",
        check: summaries::means_suit_what_they_summarise,
    },
    Rule { number: 4, asks: "Ratios are not averaged; costs and rates are", check: ratios::ratios_are_not_averaged },
    Rule {
        number: 5,
        asks: "Values that vary are reported as such, with confidence intervals",
        check: certainty::what_varies_has_an_interval,
    },
    Rule {
        number: 6,
        asks: "A normal distribution is never assumed unless checked",
        check: certainty::nothing_is_taken_to_be_normal,
    },
    Rule {
        number: 7,
        asks: "Values that vary are compared statistically, not by eye",
        check: certainty::comparisons_have_an_interval,
    },
    Rule {
        number: 8,
        asks: "Means and medians are reported only where they are meaningful, otherwise other percentiles",
        check: summaries::the_middle_means_something,
    },
    Rule {
        number: 9,
        asks: "All factors, their levels and the full set-up are documented, so that others can reproduce it",
        check: setup::the_setup_is_written_down,
    },
    Rule {
        number: 10,
        asks: "Parallel times state how processes were synchronised and how their times were combined",
        check: parallel::parallel_times_say_how,
    },
    Rule { number: 11, asks: "Upper bounds on performance are shown where possible", check: bounds::bounds_are_shown },
    Rule {
        number: 12,
        asks: "Plots show what is needed; lines join points only where interpolation makes sense",
        check: plots::lines_join_only_an_ordered_axis,
    },
];

/// Checks all rules.
pub fn check(findings: &Findings<'_>) -> Vec<Checked> {
    RULES.iter().map(|rule| Checked { rule, verdict: (rule.check)(findings) }).collect()
}

/// How many rules are kept and which are broken, in a sentence. An unfinished run keeps none for good.
pub fn answer(findings: &Findings<'_>, checked: &[Checked]) -> String {
    let broken: Vec<String> = checked.iter().filter(|c| c.is_broken()).map(|c| c.rule.number.to_string()).collect();
    let count = |is: fn(&RuleVerdict) -> bool| checked.iter().filter(|c| is(&c.verdict)).count();
    let kept = count(|verdict| matches!(verdict, RuleVerdict::Kept(_)));
    let others = [
        (count(|verdict| matches!(verdict, RuleVerdict::ByDesign(_))), ["holds by design", "hold by design"]),
        (count(|verdict| matches!(verdict, RuleVerdict::NotApplicable(_))), ["not applicable"; 2]),
    ];
    let told: Vec<String> = others
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, [one, many])| format!("{n} {}", if *n == 1 { one } else { many }))
        .collect();
    let beside = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
    match broken.as_slice() {
        [] if !findings.finished() => {
            let are = if kept == 1 { "is" } else { "are" };
            let rules = counted(kept, "rule");
            format!("This run is unfinished: {rules} of good measurement {are} kept so far{beside}.")
        }
        [] => format!("All rules of good measurement are kept: {kept} checked on this run{beside}."),
        [one] => format!("This run breaks rule {one} of {}{beside}.", checked.len()),
        many => format!("This run breaks {} of {} rules{beside}: {}.", many.len(), checked.len(), many.join(", ")),
    }
}

impl Checked {
    /// Whether the rule is broken.
    pub fn is_broken(&self) -> bool {
        matches!(self.verdict, RuleVerdict::Broken(_))
    }
}

/// How many places are named where there is no room for all.
const SHOWN_PLACES: usize = 3;

impl RuleVerdict {
    /// Broken where there are places, kept otherwise.
    fn of(places: Vec<String>, kept: impl Into<String>) -> RuleVerdict {
        if places.is_empty() { RuleVerdict::Kept(kept.into()) } else { RuleVerdict::Broken(places) }
    }

    /// The verdict in a word or two.
    pub fn state(&self) -> &'static str {
        match self {
            RuleVerdict::Kept(_) => "kept",
            RuleVerdict::ByDesign(_) => "by design",
            RuleVerdict::NotApplicable(_) => "not applicable",
            RuleVerdict::Broken(_) => "broken",
        }
    }

    /// The reason, or the first places.
    pub fn shortly(&self) -> String {
        match self {
            RuleVerdict::Kept(why) | RuleVerdict::ByDesign(why) | RuleVerdict::NotApplicable(why) => why.clone(),
            RuleVerdict::Broken(places) => {
                let more = match places.len().saturating_sub(SHOWN_PLACES) {
                    0 => String::new(),
                    n => format!("; and {n} more"),
                };
                format!("{}{more}", places.iter().take(SHOWN_PLACES).cloned().collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// Every number of a run.
fn numbers<'f, 'r>(findings: &'f Findings<'r>) -> impl Iterator<Item = &'f Times<'r>> {
    findings.parts.iter().flat_map(|part| &part.times)
}

/// Every time shown, unchecked ones included.
fn shown<'f, 'r>(findings: &'f Findings<'r>) -> impl Iterator<Item = &'f Times<'r>> {
    findings.parts.iter().flat_map(|part| part.times.iter().chain(&part.unchecked))
}

/// A cell as a place: "traffic: threaded × 2".
fn place(cell: &Cell) -> String {
    format!("{}: {}", cell.kernel, wording::label(cell))
}
