//! The question, the problems, room for guesses.

use super::{Chapter, LONGEST_TITLE, Story, sentence};
use crate::{Block, Slide, evidence, figures};
use tenfold_analysis::findings::{GuessScore, wording};
use tenfold_analysis::format;
use tenfold_analysis::text::short;
use tenfold_record::Rung;

/// Guesses that fit a slide.
const MOST_GUESSES: usize = 8;

impl Story<'_, '_> {
    /// The question.
    pub(super) fn question(&self) -> Slide {
        let run = self.findings.run;
        Slide {
            key: "question".into(),
            title: short(&run.experiment.question, LONGEST_TITLE * 2),
            blocks: vec![Block::Text(format!("Experiment {}", short(&run.experiment.name, 60)))],
            evidence: evidence::source(run),
            notes: vec![
                "Every number in this deck was measured by the run named below; nothing was typed by hand.".into(),
                "Ask the room for guesses before you go on.".into(),
            ],
            opening: true,
            ..Slide::default()
        }
    }

    /// Room for the guesses of those who look on; those of the run are in the notes.
    pub(super) fn room_for_guesses(&self) -> Option<Slide> {
        let guesses: Vec<&GuessScore<'_>> = self.findings.parts.iter().flat_map(|p| &p.guesses).collect();
        let several = self.findings.parts.len() > 1;
        let kernel = |g: &GuessScore<'_>| {
            let part = self.findings.parts.iter().find(|p| p.part.guesses.iter().any(|own| std::ptr::eq(own, g.guess)));
            part.filter(|_| several).map_or(String::new(), |p| format!("{}: ", p.name))
        };
        let asked = guesses.iter().take(MOST_GUESSES);
        let ask = |g: &&GuessScore<'_>| short(&format!("{}{} over {}", kernel(g), g.guess.subject, g.guess.base), 90);
        (!guesses.is_empty()).then(|| Slide {
            key: "guesses".into(),
            title: "What is your guess?".into(),
            blocks: vec![
                Block::Text(format!("How many times faster? One number each{}:", self.guessers())),
                Block::List(asked.map(ask).collect()),
            ],
            notes: std::iter::once("Let everyone write down a number. Guesses made before the run:".to_string())
                .chain(guesses.iter().map(|g| format!("{}{}.", kernel(g), g.statement())))
                .collect(),
            ..Slide::default()
        })
    }
}

impl Story<'_, '_> {
    /// That a room has guessed too; what it guessed is told after the measurements.
    fn guessers(&self) -> String {
        match self.findings.run.ballots.len() {
            0 => String::new(),
            n => format!(" ({} guessed before the run)", format::counted(n, "person")),
        }
    }
}

impl Chapter<'_, '_, '_> {
    /// What is computed, and how large it is: as a picture, where the kernel has one.
    pub(super) fn problem(&self) -> Slide {
        let part = self.part.part;
        let mut notes =
            vec!["Every variant solves the same problem, and its answer is checked before it is timed.".to_string()];
        notes.extend(self.part.times.first().map(|t| format!("Unit of work: {}.", short(&t.cell.work.unit, 60))));
        for rung in Rung::TABLE.iter().map(|info| info.rung) {
            let on_it = |name: &&String| {
                let mut cells = self.story.findings.run.cells.iter().map(|m| &m.cell);
                cells.any(|cell| cell.rung == rung && cell.variant == **name && cell.kernel == part.kernel)
            };
            let names: Vec<String> = part.variants.iter().filter(on_it).map(|n| short(n, 28)).collect();
            if !names.is_empty() {
                notes.push(format!("{rung}: {}.", short(&names.join(", "), 120)));
            }
        }
        let mut blocks = vec![Block::Answer { text: sentence(&part.summary), late: false }];
        blocks.push(Block::Text(sentence(&format!("Here: {}.", wording::problem(part)))));
        // Once, however many problems of the kernel there are.
        let first = self.story.findings.parts.iter().find(|other| other.part.kernel == part.kernel);
        if first.is_some_and(|first| std::ptr::eq(first, self.part)) {
            let scene = self.story.material.scene(&part.kernel);
            blocks.extend(scene.map(|scene| Block::Figure(figures::problem(scene))));
        }
        Slide { blocks, notes, ..self.slide("problem", "What is computed?") }
    }
}
