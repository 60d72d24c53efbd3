//! The question, the guesses, the problems.

use super::{Chapter, LONGEST_TITLE, Teller, sentence};
use crate::{Block, Slide, evidence};
use tenfold_analysis::findings::{GuessScore, say};
use tenfold_analysis::format;
use tenfold_analysis::text::short;
use tenfold_record::Rung;

/// Guesses that fit a slide.
const MOST_GUESSES: usize = 8;

impl Teller<'_, '_> {
    /// The question, and what was guessed before it was answered.
    pub(super) fn opening(&self) -> Vec<Slide> {
        let run = self.findings.run;
        let question = Slide {
            key: "question".into(),
            title: short(&run.experiment.question, LONGEST_TITLE * 2),
            blocks: vec![Block::Text(format!("Experiment {}", short(&run.experiment.name, 60)))],
            evidence: evidence::source(run),
            notes: vec![
                "Every number in this deck was measured by the run named below; nothing was typed by hand.".into(),
                "Ask the room for its guesses before you go on.".into(),
            ],
            opening: true,
            ..Slide::default()
        };
        let mut slides = vec![question];
        let guesses: Vec<&GuessScore<'_>> = self.findings.parts.iter().flat_map(|p| &p.guesses).collect();
        if !guesses.is_empty() {
            let several = self.findings.parts.len() > 1;
            let kernel = |g: &GuessScore<'_>| {
                let part =
                    self.findings.parts.iter().find(|p| p.part.guesses.iter().any(|own| std::ptr::eq(own, g.guess)));
                part.filter(|_| several).map_or(String::new(), |p| format!("{}: ", p.name))
            };
            let asked = guesses.iter().take(MOST_GUESSES);
            let ask =
                |g: &&GuessScore<'_>| short(&format!("{}{} over {}", kernel(g), g.guess.subject, g.guess.base), 90);
            slides.push(Slide {
                key: "guesses".into(),
                title: "What do you guess?".into(),
                blocks: vec![
                    Block::Text(format!("How many times faster? One number each{}:", self.guessers())),
                    Block::List(asked.map(ask).collect()),
                ],
                notes: std::iter::once(
                    "Let everybody write down a number. What was guessed before the run:".to_string(),
                )
                .chain(guesses.iter().map(|g| format!("{}{}.", kernel(g), g.statement())))
                .collect(),
                ..Slide::default()
            });
        }
        slides
    }
}

impl Teller<'_, '_> {
    /// That a room has guessed too; what it guessed is told after the measurements.
    fn guessers(&self) -> String {
        match self.findings.run.ballots.len() {
            0 => String::new(),
            1 => ", and 1 person guessed too".into(),
            n => format!(", and {} people guessed too", format::count(n as u64)),
        }
    }
}

impl Chapter<'_, '_, '_> {
    /// What is computed, how large, and who takes part.
    pub(super) fn problem(&self) -> Slide {
        let part = self.part.part;
        let unit = self.part.times.first().map(|t| &t.cell.work);
        let mut facts = vec![("problem".to_string(), sentence(&say::problem(part)))];
        facts.extend(unit.map(|work| ("unit of work".to_string(), short(&work.unit, 60))));
        for rung in Rung::TABLE.iter().map(|info| info.rung) {
            let on_it = |name: &&String| {
                self.teller
                    .findings
                    .run
                    .cells
                    .iter()
                    .any(|m| m.cell.rung == rung && m.cell.variant == **name && m.cell.kernel == part.kernel)
            };
            let names: Vec<String> = part.variants.iter().filter(on_it).map(|n| short(n, 28)).collect();
            if !names.is_empty() {
                facts.push((rung.to_string(), short(&names.join(", "), 120)));
            }
        }
        Slide {
            blocks: vec![Block::Answer { text: sentence(&part.summary), late: false }, Block::Facts(facts)],
            notes: vec![format!("Every variant computes the same, and its answer is checked before it is timed.")],
            ..self.slide("problem", "What is computed?")
        }
    }
}
