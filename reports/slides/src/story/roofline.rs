//! What limits each variant.

use super::{Chapter, sentence};
use crate::figures::{self, Words};
use crate::{Block, Place, Slide, evidence};
use tenfold_analysis::text::file_name;
use tenfold_analysis::{ceiling, format};

impl Chapter<'_, '_, '_> {
    /// The variants under the machine's roofs; `None` where the kernel counts no operations, or no ceiling was measured.
    pub(super) fn roofline(&self) -> Option<Slide> {
        let (part, run) = (self.part, self.story.findings.run);
        let roofline = part.roofline.as_ref()?;
        let title = "What limits it?";
        let answer = sentence(&roofline.answer());
        let evidence = evidence::of(run, roofline.positions.iter().map(|p| &p.rate));
        let name = file_name(&[&self.part.name, "roofline"]);
        let figure = figures::roofline(part, Words { name, title, caption: &answer, evidence: &evidence })?;
        let reading = "Left of a ridge, bandwidth is the limit: moving fewer bytes helps. Right of it, only fewer or wider \
                       operations help. The percentage is the share of the nearer roof.";
        let positions = roofline.positions.iter().map(|p| {
            let rate = format::rate(p.rate.value, roofline.unit());
            format!("{}: {rate}, {}", p.row.label, p.answer(roofline.arithmetic))
        });
        let roofs = roofline.roofs.iter().map(|roof| {
            let unit = if roof.resource == roofline.arithmetic { roofline.unit() } else { "B" };
            let value = format::rate(roof.per_second, unit);
            format!(
                "Measured in this run: {} of {}, {value}.",
                ceiling::heading(roof.resource),
                ceiling::reach(roof.reach)
            )
        });
        Some(Slide {
            blocks: vec![Block::Answer { text: answer, late: false }, Block::Figure(figure)],
            evidence,
            notes: std::iter::once(reading.to_string()).chain(positions).chain(roofs).collect(),
            place: if self.story.is_shared() { Place::Full } else { Place::Main },
            ..self.slide("roofline", title)
        })
    }
}
