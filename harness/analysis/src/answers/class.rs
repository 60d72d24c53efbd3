//! What did the room guess?

use crate::findings::{ClassGuess, Findings, NEAR_FACTOR};
use crate::format::{self, counted};

impl Findings<'_> {
    /// How near a class was: "42 people guessed: 31 of 120 guesses were within a factor of 2 of the measurement. …"
    /// Empty where nobody guessed.
    pub fn class_answer(&self) -> String {
        let class: Vec<&ClassGuess<'_>> = self.parts.iter().flat_map(|p| &p.class).collect();
        if class.is_empty() {
            return String::new();
        }
        let people = counted(self.run.ballots.len(), "person");
        let scored = || class.iter().filter(|c| c.outcome.is_ok());
        let (near, all) = scored().fold((0, 0), |(near, all), c| (near + c.near().unwrap_or(0), all + c.factors.len()));
        if all == 0 {
            return format!("{people} guessed, but no guess could be scored.");
        }
        let first = format!(
            "{people} guessed: {near} of {} {} within a factor of {NEAR_FACTOR} of the measurement.",
            counted(all, "guess"),
            if near == 1 || all == 1 { "was" } else { "were" }
        );
        let furthest = scored().filter_map(|c| Some((c, c.median_off()?, c.outcome.as_ref().ok()?)));
        match furthest.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((class, off, measured)) if off > NEAR_FACTOR => format!(
                "{first} The median guess was furthest off for {}: guessed {}, measured {}.",
                class.label(),
                format::ratio(class.median()),
                format::ratio(measured.value)
            ),
            Some(_) => format!("{first} Every median guess was."),
            None => first,
        }
    }
}

impl ClassGuess<'_> {
    /// What was guessed at: "vectorised over naive".
    pub fn label(&self) -> String {
        format!("{} over {}", self.guess.subject, self.guess.base)
    }

    /// In short: "n = 42 · median guess 10.0× · 3 within a factor of 2".
    pub fn summary(&self) -> String {
        format!("n = {} · median guess {} · {}", self.factors.len(), format::ratio(self.median()), self.nearness())
    }

    /// How many were near: "3 within a factor of 2"; or why that is not known.
    pub fn nearness(&self) -> String {
        match (&self.outcome, self.near()) {
            (Err(reason), _) => format!("not scored: {reason}"),
            (Ok(_), near) => format!("{} within a factor of {NEAR_FACTOR}", near.unwrap_or(0)),
        }
    }
}
