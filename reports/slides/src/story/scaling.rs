//! What more workers are worth.

use super::{Chapter, sentence};
use crate::figures::{self, Words};
use crate::{Block, Slide, evidence};
use tenfold_analysis::findings::Curve;
use tenfold_analysis::format::counted;
use tenfold_analysis::text::file_name;

impl Chapter<'_, '_, '_> {
    /// Time over workers; `None` where only one number of workers was measured.
    pub(super) fn scaling(&self) -> Option<Slide> {
        let (part, run) = (self.part, self.story.findings.run);
        if part.curves.is_empty() {
            return None;
        }
        let title = "Does it scale?";
        let answer = sentence(
            &part
                .scaling_answer()
                .unwrap_or_else(|| part.curves.iter().map(Curve::answer).collect::<Vec<_>>().join(" ")),
        );
        let points = part.curves.iter().flat_map(|c| &c.points);
        let evidence = evidence::of(run, points.map(|p| &p.times.estimate));
        let name = file_name(&[&self.part.name, "scaling"]);
        let figure = figures::scaling(part, run, Words { name, title, caption: &answer, evidence: &evidence });
        let cores = counted(run.fingerprint.cores, "core");
        Some(Slide {
            blocks: vec![Block::Answer { text: answer, late: false }, Block::Figure(figure)],
            evidence,
            notes: vec![format!("Hollow points have more workers than the {cores}: they are not read as scaling.")],
            ..self.slide("scaling", title)
        })
    }
}
