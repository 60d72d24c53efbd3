//! The ladder, rung by rung.

use super::{Chapter, sentence};
use crate::figures::{self, Words};
use crate::{Block, Code, Slide, evidence};
use tenfold_analysis::findings::{Climb, Gain, Row, Step, Worth, say};
use tenfold_analysis::format;
use tenfold_analysis::text::short;

/// Longest sentence above and under code: two lines.
const LONGEST_LESSON: usize = 150;

impl Chapter<'_, '_, '_> {
    /// A slide for each of the kernel's own variants: its code first, then, on a step, what it is worth.
    pub(super) fn climb(&self) -> Vec<Slide> {
        let climb = Climb::of(self.part);
        climb.steps.iter().enumerate().map(|(index, step)| self.step(&climb, index, step)).collect()
    }

    fn step(&self, climb: &Climb<'_, '_>, index: usize, step: &Step<'_, '_>) -> Slide {
        let cell = step.row.times.cell;
        let figure = figures::climb(self.part, climb, index);
        let lesson = self.teller.lessons.of(&cell.kernel, &cell.variant);
        let mut blocks = Vec::new();
        if let Some(lesson) = lesson.filter(|l| !l.lesson.is_empty()) {
            blocks.push(Block::Text(short(&lesson.lesson, LONGEST_LESSON)));
        }
        match lesson {
            Some(lesson) => blocks.push(Block::Code { code: shown(&lesson.code), beside: Some(figure) }),
            None => blocks.push(Block::Figure(figure)),
        }
        blocks.push(Block::Answer { text: worth(step), late: true });
        let run = self.teller.findings.run;
        let estimates = [&step.row.times.estimate].into_iter().chain(step.gain.as_ref().map(|g| &g.ratio));
        Slide {
            blocks,
            evidence: evidence::of(run, estimates),
            notes: notes(step),
            ..self.slide(&cell.variant, &format!("What is {} worth?", figures::title_of(&step.row.times)))
        }
    }

    /// The ladder as a whole; `None` where no variant has a number.
    pub(super) fn ladder(&self) -> Option<Slide> {
        let (part, run) = (self.part, self.teller.findings.run);
        let title = "How much is each rung worth?";
        if part.ladder.rows.is_empty() {
            let text = "No variant has a number.".into();
            return Some(Slide { blocks: vec![Block::Answer { text, late: false }], ..self.slide("ladder", title) });
        }
        let answer = sentence(&part.answer());
        let evidence = evidence::of(run, part.ladder.rows.iter().map(|row| &row.times.estimate));
        let name = figures::file_name(&[&self.part.name, "ladder"]);
        let first = answer.split_inclusive(". ").next().unwrap_or_default().trim_end();
        let figure = figures::ladder(part, Words { name, title, caption: first, evidence: &evidence });
        Some(Slide {
            blocks: vec![Block::Answer { text: answer, late: false }, Block::Figure(figure)],
            evidence,
            notes: part.ladder.rows.iter().map(in_words).collect(),
            ..self.slide("ladder", title)
        })
    }
}

/// Code with its origin in one line.
fn shown(code: &Code) -> Code {
    Code { origin: short(&code.origin, 48), ..code.clone() }
}

/// A sentence of two lines at the most, so that the code above keeps its room.
fn line(text: &str) -> String {
    short(text, LONGEST_LESSON)
}

/// What a step is worth, in a sentence.
fn worth(step: &Step<'_, '_>) -> String {
    let estimate = &step.row.times.estimate;
    let value = format::seconds(estimate.value);
    let time = match estimate.interval {
        Some(_) => format!("{value} {}", say::interval_of_seconds(estimate)),
        None => format!("{value} ({})", say::interval_of_seconds(estimate)),
    };
    if !step.row.ranked {
        return line(&format!("{time} per run; too noisy to rank."));
    }
    let Some(Gain { over, ratio }) = &step.gain else {
        return line(&format!("{time} per run: this is where we start."));
    };
    let (worth, over) = (say::ratio_in_words(ratio), &over.label);
    line(&match step.gain.as_ref().map(Gain::worth) {
        Some(Worth::Hurt) => format!("Slower than {over}, {worth}: {time}."),
        Some(Worth::Nothing) => format!("No difference found from {over}, {worth}: {time}."),
        Some(Worth::Unresolved) => format!("Not resolved against {over}, {worth}: {time}."),
        Some(Worth::Helped) | Some(Worth::Unknown) | None => format!("{worth} faster than {over}: {time}."),
    })
}

fn notes(step: &Step<'_, '_>) -> Vec<String> {
    let ask = "Look at the code first. How much faster will it be? The next step shows it.".to_string();
    vec![ask, in_words(step.row)]
}

/// A row as a sentence, with what the figure leaves out.
fn in_words(row: &Row<'_>) -> String {
    let times = &row.times;
    let share = match row.share_of_limit {
        Some(share) => format!(", {} of its limit", format::percent(share)),
        None if row.limit_is_unmeasured => ", its limit was not measured in this run".to_string(),
        None => String::new(),
    };
    format!(
        "{}: {} {}, {}{share}, n = {} launches ({} samples), path {}.",
        row.label,
        format::seconds(times.estimate.value),
        say::interval_of_seconds(&times.estimate),
        format::rate(times.rate(), &times.cell.work.symbol),
        times.launches.len(),
        times.samples(),
        row.path
    )
}
