//! Guesses and measurements, as a model.

use crate::LeftOut;
use tenfold_analysis::findings::Findings;
use tenfold_analysis::text::short;
use tenfold_record::Rung;
use tenfold_stats::Estimate;

/// Longest name of a ratio.
const LONGEST: usize = 60;

/// What the figure of guesses shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// What was guessed, drawn as one lane each.
    pub lanes: Vec<Lane>,
    /// Guesses without a measurement, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// One ratio that was guessed at and measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The ratio: `vectorised / naive`.
    pub label: String,
    /// The rung that the ratio is about, which gives colour and marker.
    pub rung: Rung,
    /// The guesses, as ratios.
    pub guesses: Vec<f64>,
    /// The measured ratio.
    pub measured: Estimate,
    /// The verdict: `off by 3.1×, too optimistic`, `n = 42 · 3 within a factor of 2`.
    pub verdict: String,
}

impl Guess {
    /// The guesses of a run; `None` where none could be scored.
    pub fn of(findings: &Findings<'_>) -> Option<Guess> {
        let mut lanes = Vec::new();
        for part in &findings.parts {
            for score in &part.guesses {
                let (Ok(measured), Some(row)) = (&score.outcome, part.ladder.row(&score.guess.subject)) else {
                    continue;
                };
                lanes.push(Lane {
                    label: short(&format!("{}: {} / {}", part.name, score.guess.subject, score.guess.base), LONGEST),
                    rung: row.times.cell.rung,
                    guesses: vec![score.guess.factor],
                    measured: measured.ratio,
                    verdict: score.verdict(),
                });
            }
        }
        (!lanes.is_empty()).then_some(Guess { lanes, left_out: Vec::new() })
    }

    /// What a class guessed; `None` where nothing of it could be measured.
    pub fn of_class(findings: &Findings<'_>) -> Option<Guess> {
        let (mut lanes, mut left_out) = (Vec::new(), Vec::new());
        for part in &findings.parts {
            for class in &part.class {
                let label = short(&format!("{}: {}", part.name, class.label()), LONGEST);
                match (&class.outcome, part.ladder.row(&class.guess.subject)) {
                    (Ok(measured), Some(row)) => lanes.push(Lane {
                        label,
                        rung: row.times.cell.rung,
                        guesses: class.factors.clone(),
                        measured: *measured,
                        verdict: format!("n = {} · {}", class.factors.len(), class.nearness()),
                    }),
                    (Err(reason), _) => left_out.push(LeftOut { label, reason: short(reason, LONGEST), fault: false }),
                    (Ok(_), None) => {}
                }
            }
        }
        (!lanes.is_empty()).then_some(Guess { lanes, left_out })
    }
}
