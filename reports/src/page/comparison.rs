//! The page of a comparison.

use super::views::figure::Figure;
use super::views::flame::FlameView;
use super::{SCRIPT, TEMPLATES, policy, style, templates};
use crate::comparison::{CellStanding, Standing, terminal};
use crate::figures::{self, Estimate};
use crate::page::date;
use crate::{ReportError, flamegraph};
use minijinja::Value;
use serde::Serialize;
use tenfold_record::Comparison;

/// One cell of the page.
#[derive(Serialize)]
struct Cell {
    name: String,
    anchor: String,
    class: &'static str,
    verdict: String,
    lines: Vec<String>,
    params: String,
    figure: Option<Figure>,
    flame: Option<FlameView>,
    flame_missing: Option<String>,
}

/// A comparison as one self-contained HTML page. The same comparison gives the same bytes.
///
/// # Errors
/// [`ReportError`] where the page cannot be laid out.
pub fn html(comparison: &Comparison, cells: &[CellStanding<'_>]) -> Result<String, ReportError> {
    let lines = terminal(comparison, cells);
    let cells: Vec<Cell> = cells
        .iter()
        .zip(&lines.cells)
        .enumerate()
        .map(|(index, (cell, (name, said)))| {
            Ok(Cell {
                name: name.clone(),
                anchor: format!("cell-{index}"),
                class: class(&cell.standing),
                verdict: said.first().cloned().unwrap_or_default(),
                lines: said.iter().skip(1).cloned().collect(),
                params: cell
                    .duel
                    .contest
                    .params
                    .iter()
                    .map(|(n, v)| format!("{n} = {v}"))
                    .collect::<Vec<_>>()
                    .join(", "),
                figure: figure(cell, name, comparison.threshold),
                flame: flame(cell)?,
                flame_missing: cell.duel.stacks.as_ref().and_then(|stacks| stacks.as_ref().err().cloned()),
            })
        })
        .collect::<Result<_, ReportError>>()?;
    let facts: Vec<(&str, &str)> =
        comparison.fingerprint.facts.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
    let style = style::style();
    Ok(templates(TEMPLATES)?.get_template("comparison.html")?.render(minijinja::context! {
        id => comparison.id,
        a => comparison.parties[0],
        b => comparison.parties[1],
        machine => comparison.fingerprint.machine,
        date => date::utc(comparison.started_ms),
        summary => lines.summary,
        cells,
        left_out => lines.left_out,
        facts,
        policy => policy::policy(&[&style], SCRIPT),
        style => Value::from_safe_string(style),
        script => Value::from_safe_string(SCRIPT.to_string()),
    })?)
}

fn class(standing: &Standing) -> &'static str {
    match standing {
        Standing::Slower { beyond: true } | Standing::Wrong(..) | Standing::TooFast(..) | Standing::Failed(..) => {
            "fault"
        }
        _ => "",
    }
}

/// The differential flamegraph of a changed cell; `None` where none was sampled.
fn flame(cell: &CellStanding<'_>) -> Result<Option<FlameView>, ReportError> {
    if !matches!(cell.standing, Standing::Faster | Standing::Slower { .. }) {
        return Ok(None);
    }
    let Some(Ok([a, b])) = &cell.duel.stacks else { return Ok(None) };
    let title = cell.duel.contest.to_string();
    let kernel = &cell.duel.contest.kernel;
    FlameView::of(&flamegraph::difference(a, b, kernel, &title)?, kernel, &title, &[&title]).map(Some)
}

/// The launches of a cell; `None` where there are no times.
fn figure(cell: &CellStanding<'_>, name: &str, threshold: f64) -> Option<Figure> {
    let (value, interval) = cell.time_ratio()?;
    let finding = cell.finding.as_ref()?;
    // An interpolated interval may end a rounding error beside the median itself.
    let interval = interval.map(|i| (i.low.min(value), i.high.max(value)));
    let model = figures::Duel {
        title: String::new(),
        caption: String::new(),
        rung: cell.duel.contest.rungs[1],
        launches: finding.logs.iter().map(|log| (-log).exp()).collect(),
        estimate: Estimate { value, interval, n: finding.logs.len() },
        accepted: 1.0 + threshold,
        footer: "a dot is a launch: the median of its turns; below: their median and its 95 % interval".into(),
    };
    Some(Figure::new(format!("The launches of {name}."), &[name, "launches"], &model))
}
