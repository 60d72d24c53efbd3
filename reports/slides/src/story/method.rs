//! How it was measured, and on what.

use super::Teller;
use crate::{Block, Slide, evidence};
use tenfold_analysis::text::short;

/// Facts of the machine that fit a slide.
const MOST_FACTS: usize = 12;

/// Longest value of a fact.
const LONGEST: usize = 100;

impl Teller<'_, '_> {
    /// The protocol, then the machine's fingerprint.
    pub(super) fn method(&self) -> Vec<Slide> {
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
        vec![method, machine]
    }
}
