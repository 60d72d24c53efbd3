//! Guess against measurement, and what went wrong.

use super::{LONGEST_SENTENCE, Story, sentence};
use crate::common::numbered;
use crate::figures::{self, Words};
use crate::{Block, Place, Slide, evidence};
use tenfold_analysis::findings::{self, MissingKind, PartFindings, Setback, wording};
use tenfold_analysis::format;
use tenfold_analysis::text::short;
use tenfold_figures::Guess;

/// Lines of a list that fit a slide.
const MOST_LINES: usize = 7;

impl Story<'_, '_> {
    /// What the room guessed, and what the experiment did, over the measurements.
    pub(super) fn guessed(&self) -> Vec<Slide> {
        self.class().into_iter().chain(self.scored()).collect()
    }

    /// The distribution of what a room guessed, beside what was measured.
    fn class(&self) -> Vec<Slide> {
        let run = self.findings.run;
        let title = "What did the room guess?";
        let ratios = || self.findings.parts.iter().flat_map(|p| p.class.iter().map(move |c| (p, c)));
        let evidence = evidence::of(run, ratios().filter_map(|(_, c)| c.outcome.as_ref().ok()));
        let name = |index| numbered("class", index);
        // The first slide says how the room did as a whole, the others how it did with what they show.
        let measured: Vec<String> = ratios()
            .filter(|(_, c)| c.outcome.is_ok())
            .map(|(_, c)| format!("{}: {}, {}.", c.label(), format::counted(c.factors.len(), "guess"), c.nearness()))
            .collect();
        let mut answers: Vec<String> = measured.chunks(figures::MOST_RATIOS).map(|s| sentence(&s.join(" "))).collect();
        if let Some(first) = answers.first_mut() {
            *first = sentence(&self.findings.class_answer());
        }
        let words = |index: usize| Words { name: name(index), title, caption: &answers[index], evidence: &evidence };
        let notes = ratios().map(|(part, c)| {
            let nearest = c.nearest.map_or(String::new(), |(name, factor)| {
                format!(" Nearest named guess: {} with {}.", short(name, 40), format::ratio(factor))
            });
            let measured = c.outcome.as_ref().map_or(String::new(), |m| format!(", measured {}", wording::ratio(m)));
            format!("{}: {}: {}{measured}.{nearest}", part.name, c.label(), c.summary())
        });
        let notes: Vec<String> = notes.collect();
        let figures = figures::guesses(Guess::of_class(self.findings), figures::MOST_RATIOS, words);
        let slides = figures.into_iter().enumerate().map(|(index, figure)| Slide {
            key: name(index),
            title: title.into(),
            blocks: vec![Block::Answer { text: answers[index].clone(), late: false }, Block::Figure(figure)],
            evidence: evidence.clone(),
            notes: notes.clone(),
            place: if index == 0 { Place::Main } else { Place::Full },
            ..Slide::default()
        });
        slides.collect()
    }

    fn scored(&self) -> Vec<Slide> {
        let run = self.findings.run;
        let title = "How good were the guesses?";
        let answer = sentence(&self.findings.guesses_answer());
        let scores = || self.findings.parts.iter().flat_map(|p| &p.guesses);
        let evidence = evidence::of(run, scores().filter_map(|g| g.outcome.as_ref().ok()).map(|m| &m.ratio));
        let words = |index| Words { name: numbered("guesses", index), title, caption: &answer, evidence: &evidence };
        let figures = figures::guesses(Guess::of(self.findings), figures::MOST_GUESSES, words);
        let slides = figures.into_iter().enumerate().map(|(index, figure)| Slide {
            key: numbered("verdict", index),
            title: title.into(),
            blocks: vec![Block::Answer { text: answer.clone(), late: false }, Block::Figure(figure)],
            evidence: evidence.clone(),
            notes: scores().map(|g| format!("{}: {}.", g.statement(), g.verdict())).collect(),
            place: self.place_of(index),
            ..Slide::default()
        });
        slides.collect()
    }

    /// Every cell that has no number.
    pub(super) fn missing(&self) -> Option<Slide> {
        let all: Vec<&findings::Missing<'_>> = self.findings.parts.iter().flat_map(|p| &p.missing).collect();
        let grave = |m: &&&findings::Missing<'_>| m.kind != MissingKind::Unmeasured;
        // Wrong answers first: they are why this slide exists.
        let sorted = all.iter().filter(grave).chain(all.iter().filter(|m| !grave(m)));
        let mut lines: Vec<String> = sorted
            .take(MOST_LINES)
            .map(|m| {
                short(
                    &format!("{}: {}: {}", short(&m.cell.kernel, 20), short(&wording::label(m.cell), 28), m.reason),
                    150,
                )
            })
            .collect();
        if all.len() > lines.len() {
            lines.push(format!("and {} more; see the report", all.len() - lines.len()));
        }
        (!all.is_empty()).then(|| Slide {
            key: "missing".into(),
            title: "Which cells have no valid time, and why?".into(),
            blocks: vec![Block::List(lines)],
            evidence: evidence::source(self.findings.run),
            notes: all.iter().map(|m| format!("{}: {}", wording::label(m.cell), m.reason)).take(40).collect(),
            ..Slide::default()
        })
    }
}

/// Rungs that did not help which fit a slide with their reasons.
const MOST_SETBACKS: usize = 4;

impl Story<'_, '_> {
    /// Rungs that did not help, each with what the run says of the reason.
    pub(super) fn setbacks(&self) -> Option<Slide> {
        let run = self.findings.run;
        let of_part = |part| findings::setbacks(part, run).into_iter().map(move |setback| (part, setback));
        let setbacks: Vec<(&PartFindings<'_>, Setback)> = self.findings.parts.iter().flat_map(of_part).collect();
        let fact = |(part, s): &(&PartFindings<'_>, Setback)| {
            let name = if self.is_shared() { format!("{}, {}", part.name, s.label) } else { s.label.clone() };
            (short(&name, 36), whole_sentences(&s.sentence(), &s.causes))
        };
        let facts: Vec<(String, String)> = setbacks.iter().take(MOST_SETBACKS).map(fact).collect();
        (!facts.is_empty()).then(|| Slide {
            key: "setbacks".into(),
            title: "What did not help, and why?".into(),
            blocks: vec![Block::Facts(facts)],
            evidence: evidence::of(run, setbacks.iter().map(|(_, s)| &s.ratio)),
            notes: setbacks.iter().map(|(_, s)| format!("{} {}", s.sentence(), s.causes.join(" "))).collect(),
            ..Slide::default()
        })
    }
}

/// A sentence, and those of its causes that fit behind it whole; the notes have them all.
fn whole_sentences(first: &str, causes: &[String]) -> String {
    let mut text = first.to_string();
    for cause in causes {
        if text.chars().count() + cause.chars().count() >= LONGEST_SENTENCE {
            break;
        }
        text = format!("{text} {cause}");
    }
    sentence(&text)
}
