//! The appendix: what has no number, how it was measured and on what, and whether it was measured well.

use super::{Story, sentence};
use crate::common::machine;
use crate::{Block, Place, Slide, evidence};
use tenfold_analysis::rules::{self, Checked};
use tenfold_analysis::text::short;

impl Story<'_, '_> {
    /// What has no number, the protocol, the machine's fingerprint, the rules.
    pub(super) fn appendix(&self) -> Vec<Slide> {
        let run = self.findings.run;
        let evidence = evidence::source(run);
        let rules = self.findings.protocol().into_iter().map(|(name, value)| (name.to_string(), value));
        let method = Slide {
            key: "method".into(),
            title: "How was it measured?".into(),
            blocks: vec![Block::Facts(rules.collect())],
            evidence: evidence.clone(),
            notes: vec!["Each launch is its own process, and the unit of the statistics.".into()],
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
                Block::Answer { text: sentence(&rules::answer(self.findings, &checked)), late: false },
                Block::List(checked.iter().filter(|c| c.is_broken()).map(told).collect()),
            ],
            evidence: evidence::source(run),
            notes: checked.iter().map(told).collect(),
            ..Slide::default()
        };
        let all = self.missing().into_iter().chain([method, machine(&run.fingerprint, evidence), rules]);
        all.map(|slide| Slide { place: Place::Appendix, ..slide }).collect()
    }
}
