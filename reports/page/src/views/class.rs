//! What a class guessed, as a figure and a table.

use super::figure::Figure;
use serde::Serialize;
use tenfold_analysis::findings::{ClassGuess, Findings, NEAR_FACTOR, PartFindings, wording};
use tenfold_analysis::format;
use tenfold_figures as figures;

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
            figure: figures::Class::of(findings).map(|model| {
                let name = format!("What was guessed before the run. {}", findings.class_answer());
                Figure::new(name, &[&findings.run.experiment.name, "class"], &model)
            }),
            rows,
        })
    }
}

impl RowView {
    fn of(kernel: String, class: &ClassGuess<'_>) -> RowView {
        let [first, third] =
            class.quartiles().map_or(["–".to_string(), "–".to_string()], |ends| ends.map(format::ratio));
        RowView {
            kernel,
            label: class.label(),
            people: class.factors.len(),
            median: format::ratio(class.median()),
            spread: format!("{first} to {third}"),
            near: class.near().map_or("–".into(), |near| format!("{near} of {}", class.factors.len())),
            measured: class.outcome.as_ref().map_or("–".into(), wording::ratio),
            nearest: class.nearest.map(|(name, factor)| (name.to_string(), format::ratio(factor))),
        }
    }
}
