//! What a class guessed, as a model.

use crate::{Estimate, LeftOut};
use tenfold_analysis::findings::{Findings, NEAR_FACTOR};
use tenfold_analysis::text::short;
use tenfold_record::Rung;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// The question: `What did the room guess?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// The ratios, drawn as one lane each.
    pub lanes: Vec<Lane>,
    /// Ratios without a measurement, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Where the numbers come from.
    pub footer: String,
}

/// One ratio that was guessed at and measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The ratio: `vectorised over naive`.
    pub label: String,
    /// The rung that the ratio is about, which gives colour and marker.
    pub rung: Rung,
    /// The guesses, as ratios; at least one.
    pub guesses: Vec<f64>,
    /// Their median.
    pub median: f64,
    /// The measured ratio.
    pub measured: Estimate,
    /// How many they are and how near: `n = 42 · 3 within a factor of 2`.
    pub summary: String,
    /// What counts as near, on both sides of the measured ratio.
    pub near: f64,
}

impl Class {
    /// What a class guessed, without words around it; `None` where nothing of it could be measured.
    pub fn of(findings: &Findings<'_>) -> Option<Class> {
        let (mut lanes, mut left_out) = (Vec::new(), Vec::new());
        for part in &findings.parts {
            for class in &part.class {
                let label = short(&format!("{}: {}", part.name, class.label()), 60);
                match (&class.outcome, part.ladder.row(&class.guess.subject)) {
                    (Ok(measured), Some(row)) => lanes.push(Lane {
                        label,
                        rung: row.times.cell.rung,
                        guesses: class.factors.clone(),
                        median: class.median(),
                        measured: Estimate::from(measured),
                        summary: format!("n = {} · {}", class.factors.len(), class.nearness()),
                        near: NEAR_FACTOR,
                    }),
                    (Err(reason), _) => left_out.push(LeftOut { label, reason: short(reason, 60), fault: false }),
                    (Ok(_), None) => {}
                }
            }
        }
        (!lanes.is_empty()).then(|| Class {
            title: String::new(),
            caption: String::new(),
            lanes,
            left_out,
            footer: "a dot is one person's guess; below: the measured ratio with its interval; the band: within a factor of 2 of it"
                .into(),
        })
    }
}
