//! Guesses and measurements, as a model.

use crate::{Estimate, LeftOut};
use tenfold_analysis::findings::Findings;
use tenfold_analysis::text::short;
use tenfold_record::Rung;

/// What the figure of a guess shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The question: `How good were the guesses?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// What was guessed, drawn as one lane each.
    pub lanes: Vec<Lane>,
    /// Guesses without a measurement, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from.
    pub footer: String,
}

/// One ratio that was guessed and measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The ratio: `vectorised / naive`.
    pub label: String,
    /// The rung that the ratio is about, which gives colour and marker.
    pub rung: Rung,
    /// The guess, as a ratio.
    pub guess: f64,
    /// The measured ratio.
    pub measured: Estimate,
    /// The verdict: `off by 3.1×, too optimistic`.
    pub verdict: String,
}

impl Guess {
    /// The guesses of a run, without words around them; `None` where none could be scored.
    pub fn of(findings: &Findings<'_>) -> Option<Guess> {
        let mut lanes = Vec::new();
        for part in &findings.parts {
            for score in &part.guesses {
                let (Ok(measured), Some(row)) = (&score.outcome, part.ladder.row(&score.guess.subject)) else {
                    continue;
                };
                lanes.push(Lane {
                    label: short(&format!("{}: {} / {}", part.name, score.guess.subject, score.guess.base), 60),
                    rung: row.times.cell.rung,
                    guess: score.guess.factor,
                    measured: Estimate::from(&measured.ratio),
                    verdict: score.verdict(),
                });
            }
        }
        if lanes.is_empty() {
            return None;
        }
        Some(Guess {
            title: String::new(),
            caption: String::new(),
            lanes,
            left_out: Vec::new(),
            footer: "hollow: the guess; on the band: the measured ratio with its interval; the band: within a factor of 2 of it"
                .into(),
        })
    }
}
