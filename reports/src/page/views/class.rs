//! What a class guessed, as a figure and a table.

use super::figure::{self, Figure};
use crate::findings::{ClassGuess, Findings, NEAR_FACTOR, PartFindings, say};
use crate::format;
use serde::Serialize;

/// The guesses of a class.
#[derive(Serialize)]
pub(super) struct ClassView {
    answer: String,
    near: String,
    figure: Option<Figure>,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    kernel: String,
    label: String,
    people: usize,
    median: String,
    spread: String,
    near: String,
    measured: String,
    nearest: Option<(String, String)>,
}

impl ClassView {
    /// `None` where nobody guessed.
    pub(super) fn of(findings: &Findings<'_>) -> Option<ClassView> {
        let row = |part: &PartFindings<'_>| {
            let kernel = part.name.clone();
            part.class.iter().map(move |class| RowView::of(kernel.clone(), class)).collect::<Vec<_>>()
        };
        let rows: Vec<RowView> = findings.parts.iter().flat_map(row).collect();
        (!rows.is_empty()).then(|| ClassView {
            answer: findings.class_answer(),
            near: format!("{NEAR_FACTOR}×"),
            figure: figure::class(findings),
            rows,
        })
    }
}

impl RowView {
    fn of(kernel: String, class: &ClassGuess<'_>) -> RowView {
        let quartile = |p| tenfold_stats::quantile(&class.factors, p).map_or("–".into(), format::ratio);
        RowView {
            kernel,
            label: class.label(),
            people: class.factors.len(),
            median: format::ratio(class.median()),
            spread: format!("{} to {}", quartile(0.25), quartile(0.75)),
            near: class.near().map_or("–".into(), |near| format!("{near} of {}", class.factors.len())),
            measured: class.outcome.as_ref().map_or("–".into(), say::ratio),
            nearest: class.nearest.map(|(name, factor)| (name.to_string(), format::ratio(factor))),
        }
    }
}
