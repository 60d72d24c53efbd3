//! How good were the guesses?

use crate::findings::{Findings, GuessScore, GuessVerdict, Measurement, NEAR_FACTOR};
use crate::format;
use tenfold_record::Guess;

impl GuessScore<'_> {
    /// The guess as it was made: "vectorised is 8.00× faster than naive", "vectorised reaches 90 % of the speed of openblas".
    pub fn statement(&self) -> String {
        let Guess { subject, base, factor } = &self.guess;
        match *factor >= 1.0 {
            true => format!("{subject} is {} faster than {base}", format::ratio(*factor)),
            false => format!("{subject} reaches {} of the speed of {base}", format::percent(*factor)),
        }
    }

    /// The verdict in words: "off by 3.10×, too optimistic".
    pub fn verdict(&self) -> String {
        match &self.outcome {
            Err(reason) => format!("not scored: {reason}"),
            Ok(Measurement { verdict: GuessVerdict::Right, .. }) => "right".into(),
            Ok(m) => {
                let side = if m.verdict == GuessVerdict::TooOptimistic { "optimistic" } else { "pessimistic" };
                format!("off by {}, too {side}", format::ratio(m.off_by))
            }
        }
    }
}

impl Findings<'_> {
    /// How many guesses were right.
    pub fn guesses_answer(&self) -> String {
        let scored: Vec<&GuessScore<'_>> =
            self.parts.iter().flat_map(|p| &p.guesses).filter(|g| g.outcome.is_ok()).collect();
        if scored.is_empty() {
            return "No guess could be scored.".into();
        }
        let side = |verdict| scored.iter().filter(|g| matches!(&g.outcome, Ok(m) if m.verdict == verdict)).count();
        let (right, high, low) =
            (side(GuessVerdict::Right), side(GuessVerdict::TooOptimistic), side(GuessVerdict::TooPessimistic));
        // One far off may still be right: its interval is wide.
        let wrong = scored.iter().filter_map(|g| g.outcome.as_ref().ok()).filter(|m| m.verdict != GuessVerdict::Right);
        let wrong_by = wrong.map(|m| m.off_by).fold(1.0, f64::max);
        let mut text = format!("{right} of {} right", scored.len());
        for (count, side) in [(high, "too optimistic"), (low, "too pessimistic")] {
            if count > 0 {
                text.push_str(&format!(", {count} {side}"));
            }
        }
        if right < scored.len() {
            text.push_str(&format!("; the worst was off by {}", format::ratio(wrong_by)));
        }
        format!("{text}. Right means within a factor of {NEAR_FACTOR}, or inside the interval.")
    }
}
