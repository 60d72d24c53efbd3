//! What a class guessed, as a figure and a table.

use super::figure::PageFigure;
use minijinja::{Value, context};
use tenfold_analysis::findings::{ClassGuess, Findings, NEAR_FACTOR, PartFindings, wording};
use tenfold_analysis::format;
use tenfold_figures as figures;

/// The guesses of a class; `None` where nobody guessed.
pub(super) fn class(findings: &Findings<'_>) -> Option<Value> {
    let rows = |part: &PartFindings<'_>| part.class.iter().map(|class| row(&part.title, class)).collect::<Vec<_>>();
    let rows: Vec<Value> = findings.parts.iter().flat_map(rows).collect();
    let figure = |model: figures::Guess| {
        let name = format!("What was guessed before the run. {}", findings.class_answer());
        PageFigure::new(name, &[&findings.run.experiment.name, "class"], &model)
    };
    (!rows.is_empty()).then(|| {
        context! {
            answer => findings.class_answer(),
            near => format!("{NEAR_FACTOR}×"),
            figure => figures::Guess::of_class(findings).map(figure),
            rows,
        }
    })
}

fn row(kernel: &str, class: &ClassGuess<'_>) -> Value {
    let [first, third] =
        class.quartiles().map_or(["–".to_string(), "–".to_string()], |ends| ends.map(format::ratio));
    context! {
        kernel,
        label => class.label(),
        people => class.factors.len(),
        median => format::ratio(class.median()),
        spread => format!("{first} to {third}"),
        near => class.near().map_or("–".into(), |near| format!("{near} of {}", class.factors.len())),
        measured => class.outcome.as_ref().map_or("–".into(), wording::ratio),
        nearest => class.nearest.map(|(name, factor)| (name, format::ratio(factor))),
    }
}
