//! The appendix: what has no number, how it was measured and on what, and whether it was measured well.

use super::{Story, sentence};
use crate::{Block, Place, Slide, evidence};
use tenfold_analysis::rules::{self, Checked};
use tenfold_analysis::text::short;

/// Facts of the machine that fit a slide.
const MOST_FACTS: usize = 12;

/// Longest value of a fact.
const LONGEST: usize = 100;

impl Story<'_, '_> {
    /// What has no number, the protocol, the machine's fingerprint, the rules.
    pub(super) fn appendix(&self) -> Vec<Slide> {
        let run = self.findings.run;
        let evidence = evidence::source(run);
        let rules = self.findings.protocol().into_iter().map(|(name, value)| (name.to_string(), value));
        let facts = &run.fingerprint.facts;
        let shown = facts.iter().take(MOST_FACTS);
        let machine = shown.map(|f| (short(&f.name, 28), short(&f.value, LONGEST))).collect();
        let method = Slide {
            key: "method".into(),
            title: "How was it measured?".into(),
            blocks: vec![Block::Facts(rules.collect())],
            evidence: evidence.clone(),
            notes: vec!["A launch is a process of its own, and the unit of statistics.".into()],
            ..Slide::default()
        };
        let machine = Slide {
            key: "machine".into(),
            title: "On what machine?".into(),
            blocks: vec![Block::Facts(machine)],
            evidence,
            notes: facts.iter().map(|f| format!("{}, {}: {}", f.group, f.name, f.value)).collect(),
            ..Slide::default()
        };
        let checked = rules::check(self.findings);
        let told = |Checked { rule, verdict }: &Checked| {
            short(&format!("Rule {}, {}: {}", rule.number, verdict.state(), verdict.shortly()), 200)
        };
        let rules = Slide {
            key: "rules".into(),
            title: "Was it measured well?".into(),
            blocks: vec![
                Block::Answer { text: sentence(&rules::answer(&checked)), late: false },
                Block::List(checked.iter().filter(|c| c.is_broken()).map(told).collect()),
            ],
            evidence: evidence::source(run),
            notes: checked.iter().map(told).collect(),
            ..Slide::default()
        };
        let all = self.missing().into_iter().chain([method, machine, rules]);
        all.map(|slide| Slide { place: Place::Appendix, ..slide }).collect()
    }
}
