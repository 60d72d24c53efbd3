//! The page of a comparison.

use super::views::figure::PageFigure;
use super::views::flame::FlameView;
use super::{SCRIPT, TEMPLATES, policy, style, templates};
use minijinja::{Value, context};
use tenfold_analysis::comparison::{CellStanding, Entry, Standing, terminal};
use tenfold_analysis::date;
use tenfold_analysis::findings::wording;
use tenfold_figures::{Gauge, ReportError, flamegraph};
use tenfold_record::Comparison;

/// A comparison as one self-contained HTML page. The same comparison gives the same bytes.
///
/// # Errors
/// [`ReportError`] where the page cannot be laid out.
pub fn html(comparison: &Comparison, cells: &[CellStanding<'_>]) -> Result<String, ReportError> {
    let lines = terminal(comparison, cells);
    let view = |(index, (cell, (name, said))): (usize, (&CellStanding<'_>, &Entry))| -> Result<Value, ReportError> {
        let figure = |model: Gauge| PageFigure::new(format!("The launches of {name}."), &[name, "launches"], &model);
        Ok(context! {
            name,
            anchor => format!("cell-{index}"),
            class => class(&cell.standing),
            verdict => said.first().cloned().unwrap_or_default(),
            lines => said.iter().skip(1).collect::<Vec<_>>(),
            params => wording::params(&cell.duel.contest.params),
            figure => Gauge::of_duel(cell, comparison.threshold).map(figure),
            flame => flame(cell)?,
            flame_missing => cell.duel.stacks.as_ref().and_then(|stacks| stacks.as_ref().err()),
        })
    };
    let cells: Vec<Value> = cells.iter().zip(&lines.cells).enumerate().map(view).collect::<Result<_, ReportError>>()?;
    let facts: Vec<(&str, &str)> =
        comparison.fingerprint.facts.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
    let style = style::style();
    Ok(templates(TEMPLATES)?.get_template("comparison.html")?.render(context! {
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
