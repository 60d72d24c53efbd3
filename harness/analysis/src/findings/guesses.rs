//! Guesses, written down before the run, against what was measured.

use super::wording::TOO_FEW;
use super::{Estimate, Ladder, NEAR_FACTOR};
use tenfold_record::{Guess, Part};

/// A guess with what became of it.
#[derive(Clone, Debug)]
pub struct GuessScore<'r> {
    /// The guess.
    pub guess: &'r Guess,
    /// The measurement it is held against, or why there is none.
    pub outcome: Result<Measurement, String>,
}

/// What a guess is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// How many times faster the subject was than the base.
    pub ratio: Estimate,
    /// How many times too high or too low the guess was; at least 1.
    pub off_by: f64,
    /// The verdict.
    pub verdict: GuessVerdict,
}

/// What is said of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessVerdict {
    /// Inside the interval, or within [`NEAR_FACTOR`].
    Right,
    /// It was guessed faster than it is.
    TooOptimistic,
    /// It was guessed slower than it is.
    TooPessimistic,
}

/// How many times faster the subject was than the base, or why that is not known.
pub(super) fn measured(guess: &Guess, ladder: &Ladder<'_>, part: &Part) -> Result<Estimate, String> {
    let row = |variant: &str| {
        ladder.row(variant).ok_or_else(|| match part.variants.iter().any(|v| v == variant) {
            true => format!("{variant} has no valid time"),
            false => format!("{variant} is not in the experiment"),
        })
    };
    let (subject, base) = (row(&guess.subject)?, row(&guess.base)?);
    if let Some(noisy) = [subject, base].into_iter().find(|row| !row.ranked) {
        return Err(format!("{} is too noisy to rank", noisy.label));
    }
    subject.times.speed_up_over(&base.times).ok_or_else(|| "no round measured both".to_string())
}

/// The same, where it bears a verdict: a number without an interval is no measure of a guess.
pub(super) fn known(guess: &Guess, ladder: &Ladder<'_>, part: &Part) -> Result<Estimate, String> {
    let ratio = measured(guess, ladder, part)?;
    if ratio.interval.is_none() {
        return Err(TOO_FEW.into());
    }
    Ok(ratio)
}

impl<'r> GuessScore<'r> {
    pub(super) fn of(guess: &'r Guess, ladder: &Ladder<'_>, part: &Part) -> GuessScore<'r> {
        let outcome = known(guess, ladder, part).and_then(|ratio| {
            Measurement::of(guess.factor, ratio).ok_or_else(|| "the guess is not a positive number".to_string())
        });
        GuessScore { guess, outcome }
    }

    /// Whether it was right.
    pub fn is_right(&self) -> bool {
        matches!(&self.outcome, Ok(m) if m.verdict == GuessVerdict::Right)
    }
}

impl Measurement {
    /// `None` where `guess` cannot be compared: it is not positive and finite.
    fn of(guess: f64, ratio: Estimate) -> Option<Measurement> {
        let off = guess / ratio.value;
        if !(off.is_finite() && off > 0.0) {
            return None;
        }
        let off_by = off.max(1.0 / off);
        let inside = ratio.interval.as_ref().is_some_and(|i| i.low <= guess && guess <= i.high);
        let verdict = match off > 1.0 {
            _ if inside || off_by <= NEAR_FACTOR => GuessVerdict::Right,
            true => GuessVerdict::TooOptimistic,
            false => GuessVerdict::TooPessimistic,
        };
        Some(Measurement { ratio, off_by, verdict })
    }
}
