//! All rungs at a glance, and what to remember.

use super::{Story, sentence};
use crate::{Block, Slide, evidence};
use tenfold_analysis::findings::{Overview, Place, wording};
use tenfold_analysis::text::short;
use tenfold_analysis::{format, rules};

/// Kernels that fit a slide, with two lines each.
const MOST_KERNELS: usize = 7;

impl Story<'_, '_> {
    /// The end of the deck.
    pub(super) fn remember(&self) -> Vec<Slide> {
        self.overview().into_iter().chain([self.lessons()]).collect()
    }

    /// Kernels × rungs; none of one kernel, whose ladder says it all.
    fn overview(&self) -> Vec<Slide> {
        let overview = Overview::of(self.findings);
        if !self.is_shared() {
            return Vec::new();
        }
        let mut head = vec!["kernel".to_string(), "over".to_string()];
        head.extend(overview.rungs.iter().map(|rung| rung.name().to_string()));
        head.extend(["best peer".to_string(), "of its limit".to_string()]);
        let rows = overview.lines.iter().map(|line| {
            let mut row = vec![short(&line.part.title, 30)];
            row.push(short(line.part.ladder.base().map_or(&line.part.part.base, |base| &base.label), 20));
            row.extend(line.rungs.iter().chain([&line.peer]).map(at_a_glance));
            row.push(line.share_of_limit.map_or("–".into(), format::share));
            row
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let estimates = overview.lines.iter().flat_map(|line| &line.part.ladder.rows).map(|row| &row.times.estimate);
        let evidence = evidence::of(self.findings.run, estimates);
        let slide = |(index, rows): (usize, &[Vec<String>])| Slide {
            key: if index == 0 { "overview".into() } else { format!("overview-{}", index + 1) },
            title: "What is each rung worth?".into(),
            blocks: vec![
                Block::Text("How many times faster than the base the best of each rung is.".into()),
                Block::Table { head: head.clone(), rows: rows.to_vec() },
            ],
            evidence: evidence.clone(),
            ..Slide::default()
        };
        rows.chunks(MOST_KERNELS).enumerate().map(slide).collect()
    }

    /// What each kernel has taught, in its numbers; then whether they can be relied on.
    fn lessons(&self) -> Slide {
        let parts = || self.findings.parts.iter();
        let named = |answer: String, part: &str| if self.is_shared() { format!("{part}: {answer}") } else { answer };
        let mut lines = Vec::new();
        let measured = || parts().filter(|part| !part.ladder.rows.is_empty());
        for part in measured().take(MOST_KERNELS) {
            lines.push(sentence(&named(part.in_short(), &part.title)));
            // Of several there is room for one sentence each.
            if !self.is_shared() {
                lines.extend(part.scaling_answer().map(|answer| sentence(&answer)));
                lines.extend(part.roofline.as_ref().map(|roofline| sentence(&roofline.answer())));
            }
        }
        let more = measured().count().saturating_sub(MOST_KERNELS);
        if more > 0 {
            lines.push(format!("And {more} more kernels, in the tables before."));
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
        Place::Best(_, factor) => wording::ratio(factor),
    }
}
