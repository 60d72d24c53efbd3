//! All rungs at a glance, and what to remember.

use super::{Story, sentence};
use crate::{Block, Slide, evidence};
use tenfold_analysis::findings::{Overview, Place};
use tenfold_analysis::text::short;
use tenfold_analysis::{format, rules};

/// Kernels that fit a slide.
const MOST_KERNELS: usize = 12;

impl Story<'_, '_> {
    /// The end of the deck.
    pub(super) fn remember(&self) -> Vec<Slide> {
        self.overview().into_iter().chain([self.lessons()]).collect()
    }

    /// Kernels × rungs; `None` of one kernel, whose ladder says it all.
    fn overview(&self) -> Option<Slide> {
        let overview = Overview::of(self.findings);
        if !self.is_shared() {
            return None;
        }
        let mut head = vec!["kernel".to_string(), "over".to_string()];
        head.extend(overview.rungs.iter().map(|rung| rung.name().to_string()));
        head.extend(["best peer".to_string(), "of its limit".to_string()]);
        let rows = overview.lines.iter().take(MOST_KERNELS).map(|line| {
            let mut row = vec![short(&line.part.title, 30)];
            row.push(short(line.part.ladder.base().map_or(&line.part.part.base, |base| &base.label), 20));
            row.extend(line.rungs.iter().chain([&line.peer]).map(at_a_glance));
            row.push(line.share_of_limit.map_or("–".into(), format::share));
            row
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let estimates = overview.lines.iter().flat_map(|line| &line.part.ladder.rows).map(|row| &row.times.estimate);
        Some(Slide {
            key: "overview".into(),
            title: "What is each rung worth?".into(),
            blocks: vec![
                Block::Text("How many times faster than the base the best of each rung is.".into()),
                Block::Table { head, rows },
            ],
            evidence: evidence::of(self.findings.run, estimates),
            notes: vec!["The intervals are in the report, and on the slide of each ladder.".into()],
            ..Slide::default()
        })
    }

    /// What each kernel has taught, in its numbers; then whether they can be relied on.
    fn lessons(&self) -> Slide {
        let parts = || self.findings.parts.iter();
        let say = |answer: String, part: &str| if self.is_shared() { format!("{part}: {answer}") } else { answer };
        let mut lines = Vec::new();
        for part in parts().filter(|part| !part.ladder.rows.is_empty()).take(MOST_KERNELS) {
            lines.push(short(&say(part.in_short(), &part.title), 220));
            // Of several there is room for one sentence each.
            if !self.is_shared() {
                lines.extend(part.scaling_answer().map(|answer| sentence(&answer)));
                lines.extend(part.roofline.as_ref().map(|roofline| sentence(&roofline.answer())));
            }
        }
        lines.push(sentence(&rules::answer(&rules::check(self.findings))));
        let estimates = parts().flat_map(|part| &part.ladder.rows).map(|row| &row.times.estimate);
        Slide {
            key: "remember".into(),
            title: "What to remember".into(),
            blocks: vec![Block::List(lines)],
            evidence: evidence::of(self.findings.run, estimates),
            notes: parts()
                .map(|part| part.answer())
                .chain(["Measure on your own machine: the numbers will be others.".into()])
                .collect(),
            ..Slide::default()
        }
    }
}

fn at_a_glance(place: &Place<'_, '_>) -> String {
    match place {
        Place::Empty => "–".into(),
        Place::Noisy(_) => "too noisy".into(),
        Place::Base(_) => "base".into(),
        Place::WithoutBase(row) => format::seconds(row.seconds()),
        Place::Best(_, factor) => format::ratio(factor.value),
    }
}
