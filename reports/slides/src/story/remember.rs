//! All rungs at a glance, and what to remember.

use super::{Story, sentence};
use crate::common::{remember, tables};
use crate::{Block, Slide, evidence};
use tenfold_analysis::findings::{Overview, Place, Roofline, wording};
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
        let rungs = overview.rungs.iter().map(|rung| rung.name());
        let head: Vec<&str> =
            ["kernel", "over"].into_iter().chain(rungs).chain(["best peer", "share of limit"]).collect();
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
        let above = Block::Text("The best variant of each rung: speed-up over the base.".into());
        tables("overview", "What is each rung worth?", &above, &head, &rows, MOST_KERNELS, &evidence)
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
                let limit = part.roofline.as_ref().map(Roofline::answer).filter(|answer| !answer.is_empty());
                lines.extend(limit.map(|answer| sentence(&answer)));
            }
        }
        let more = measured().count().saturating_sub(MOST_KERNELS);
        if more > 0 {
            let (kernels, are) = (format::counted(more, "more kernel"), if more == 1 { "is" } else { "are" });
            lines.push(format!("{kernels} {are} in the tables before this slide."));
        }
        lines.push(sentence(&rules::answer(self.findings, &rules::check(self.findings))));
        let estimates = parts().flat_map(|part| &part.ladder.rows).map(|row| &row.times.estimate);
        let notes = parts().map(|part| part.answer());
        Slide {
            notes: notes.chain(["Measure on your own machine: the numbers will differ.".into()]).collect(),
            ..remember(lines, evidence::of(self.findings.run, estimates))
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
