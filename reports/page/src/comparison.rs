//! The page of a comparison.

use super::views::figure::Figure;
use super::views::flame::FlameView;
use super::{SCRIPT, TEMPLATES, policy, style, templates};
use minijinja::Value;
use serde::Serialize;
use tenfold_analysis::comparison::{CellStanding, Standing, terminal};
use tenfold_analysis::date;
use tenfold_figures as figures;
use tenfold_figures::{ReportError, flamegraph};
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
                figure: figures::Duel::of(cell, comparison.threshold)
                    .map(|model| Figure::new(format!("The launches of {name}."), &[name, "launches"], &model)),
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
