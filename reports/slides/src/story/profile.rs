//! Where the time went.

use super::{Chapter, sentence};
use crate::{Block, Place, Slide, evidence, figures};
use tenfold_analysis::answers;
use tenfold_analysis::findings::{hot_functions, wording};
use tenfold_analysis::format;
use tenfold_analysis::text::{file_name, short};
use tenfold_figures::{ReportError, flamegraph};
use tenfold_record::{Cell, Profile};

impl Chapter<'_, '_, '_> {
    /// A flamegraph of the first profiled variant and of the fastest.
    pub(super) fn profiles(&self) -> Result<Vec<Slide>, ReportError> {
        let climb = self.part.ladder.rows.iter();
        let run = self.story.findings.run;
        let found: Vec<(&Cell, &Profile)> = climb
            .filter_map(|row| {
                let profile = run.profiles.iter().find(|p| p.cell == row.times.cell.key)?;
                Some((row.times.cell, profile)).filter(|_| !hot_functions(profile, 1).is_empty())
            })
            .collect();
        let fastest = self.part.ladder.fastest().map(|row| row.times.cell.key);
        // Ranks under mpirun have no profile: then the last that has one stands for the fastest.
        let best = found.iter().find(|(cell, _)| Some(cell.key) == fastest).or(found.last());
        let is = |one: Option<&(&Cell, &Profile)>, cell: &Cell| one.is_some_and(|(other, _)| other.key == cell.key);
        let place = |cell: &Cell| if is(best, cell) { Place::Main } else { Place::Full };
        let ends = found.iter().filter(|(cell, _)| is(found.first(), cell) || is(best, cell));
        ends.map(|(cell, profile)| self.profile(cell, profile, place(cell))).collect()
    }

    fn profile(&self, cell: &Cell, profile: &Profile, place: Place) -> Result<Slide, ReportError> {
        let label = wording::label(cell);
        let run = self.story.findings.run;
        let evidence = format!(
            "{}, {} at {} Hz · {}",
            short(&profile.tool, 30),
            format::counted(profile.samples as usize, "sample"),
            format::number(profile.realised_hz),
            evidence::source(run)
        );
        let answer = answers::flamegraph::answer(profile, &cell.kernel);
        let name = file_name(&[&self.part.name, &cell.variant, "profile"]);
        let figure = figures::flamegraph(profile, &cell.kernel, &label, name)?;
        Ok(Slide {
            blocks: vec![Block::Answer { text: sentence(&answer), late: false }, Block::Figure(figure)],
            evidence,
            notes: vec![
                flamegraph::about(profile),
                "The width of a frame is its share of the samples. Callers of the kernel are omitted.".into(),
            ],
            place,
            ..self.slide(
                &format!("{}.profile", cell.variant),
                &format!("Where does the time of {} go?", short(&label, 40)),
            )
        })
    }
}
