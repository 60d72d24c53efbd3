//! The ladder, rung by rung.

use super::{Chapter, sentence};
use crate::figures::{self, Words};
use crate::{Block, Code, Place, Slide, evidence};
use tenfold_analysis::findings::{Climb, Estimate, Row, RungWorth, Step, Worth, wording};
use tenfold_analysis::format;
use tenfold_analysis::text::{file_name, short};
use tenfold_record::Rung;

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
        let lesson = self.story.material.lesson(&cell.kernel, &cell.variant);
        let mut blocks = Vec::new();
        if let Some(lesson) = lesson.filter(|l| !l.lesson.is_empty()) {
            blocks.push(Block::Text(short(&lesson.lesson, LONGEST_LESSON)));
        }
        match lesson {
            Some(lesson) => blocks.push(Block::Code { code: shown(&lesson.code), beside: Some(figure) }),
            None => blocks.push(Block::Figure(figure)),
        }
        // The best of a rung is held against the best of the rung before, another against the variant before it.
        let of_rung = self.part.ladder.worth_of(step.row);
        let gain = of_rung.map(|RungWorth { over, ratio, .. }| (over, ratio));
        let gain = gain.or(step.gain.as_ref().map(|gain| (gain.over, gain.ratio)));
        blocks.push(Block::Answer { text: worth(step, gain.as_ref()), late: true });
        let run = self.story.findings.run;
        let estimates = [&step.row.times.estimate].into_iter().chain(gain.as_ref().map(|(_, ratio)| ratio));
        Slide {
            blocks,
            evidence: evidence::of(run, estimates),
            notes: notes(step),
            place: self.place(step),
            ..self.slide(&cell.variant, &format!("What is {} worth?", figures::title_of(&step.row.times)))
        }
    }

    /// A lesson has the best of each rung, or one of it while none is known to be; of several kernels the vectorised one alone.
    fn place(&self, step: &Step<'_, '_>) -> Place {
        let (ladder, key, rung) = (&self.part.ladder, step.row.times.cell.key, step.row.times.cell.rung);
        let shown = ladder.best_of(rung).or(ladder.rows.iter().rfind(|row| row.times.cell.rung == rung));
        let is_shown = rung != Rung::External && shown.is_some_and(|row| row.times.cell.key == key);
        let is_wanted = is_shown && (rung == Rung::Vectorised || !self.story.is_shared());
        if is_wanted { Place::Main } else { Place::Full }
    }

    /// The ladder as a whole; `None` where no variant has a number.
    pub(super) fn ladder(&self) -> Option<Slide> {
        let (part, run) = (self.part, self.story.findings.run);
        let title = "How much is each rung worth?";
        if part.ladder.rows.is_empty() {
            let text = "No variant has a valid time.".into();
            return Some(Slide { blocks: vec![Block::Answer { text, late: false }], ..self.slide("ladder", title) });
        }
        let evidence = evidence::of(run, part.ladder.rows.iter().map(|row| &row.times.estimate));
        let name = file_name(&[&self.part.name, "ladder"]);
        let caption = part.ladder.caption();
        let figure = figures::ladder(part, Words { name, title, caption: &caption, evidence: &evidence });
        Some(Slide {
            blocks: vec![Block::Answer { text: sentence(&caption), late: false }, Block::Figure(figure)],
            evidence,
            notes: std::iter::once(part.answer()).chain(part.ladder.rows.iter().map(in_words)).collect(),
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

/// What a step is worth over another variant, in a sentence.
fn worth(step: &Step<'_, '_>, gain: Option<&(&Row<'_>, Estimate)>) -> String {
    let estimate = &step.row.times.estimate;
    let value = format::seconds(estimate.value);
    let time = match estimate.interval {
        Some(_) => format!("{value} {}", wording::interval_of_seconds(estimate)),
        None => format!("{value} ({})", wording::interval_of_seconds(estimate)),
    };
    if !step.row.ranked {
        return line(&format!("{time} per run; too noisy to rank."));
    }
    let Some((over, ratio)) = gain else {
        return line(&format!("{time} per run: this is where we start."));
    };
    let (worth, over) = (wording::ratio_in_words(ratio), &over.label);
    line(&match Worth::of(ratio) {
        Worth::Nothing => format!("No significant difference from {over}, {worth}: {time}."),
        Worth::Unresolved => format!("Too noisy to compare with {over}, {worth}: {time}."),
        Worth::Helped | Worth::Unknown if ratio.value >= 1.0 => format!("{worth} faster than {over}: {time}."),
        Worth::Helped | Worth::Unknown | Worth::Hurt => format!("Slower than {over}, {worth}: {time}."),
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
        "{}: {} {}, {}{share}, n = {} ({}), path {}.",
        row.label,
        format::seconds(times.estimate.value),
        wording::interval_of_seconds(&times.estimate),
        format::rate(times.rate(), &times.cell.work.symbol),
        format::counted(times.launches.len(), "launch"),
        format::counted(times.samples(), "sample"),
        row.path
    )
}
