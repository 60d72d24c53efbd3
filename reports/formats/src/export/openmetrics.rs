//! OpenMetrics text, for Prometheus (`promtool tsdb create-blocks-from openmetrics`).

use crate::exposition::{END, Family, Point, gauge, labels};
use crate::identity::params;
use crate::{CellResult, Format, FormatError, Holds, Results, Written};

/// Gauges with one point a cell, at the time the run started: the median, its interval, the launches behind it, the rate;
/// and a 1 for each cell without a number, with its status and reason as labels.
pub const FORMAT: Format = Format {
    name: "openmetrics",
    reader: "Prometheus, and anything that reads its text format",
    holds: Holds::Reasons,
    is_binary: false,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let run = results.run;
    let point = |labels: String, value: f64| Point { labels, value, at_ms: run.started_ms };
    let mut text = String::new();
    let revision = run.fingerprint.get("source", "revision").unwrap_or_default();
    let about = [
        ("run", run.id.as_str()),
        ("experiment", &run.experiment.name),
        ("machine", &run.fingerprint.machine),
        ("revision", revision),
    ];
    RUN.write(&mut text, [point(labels(&about), 1.0)]);
    let cells = results.cells();
    for (gauge, value) in GAUGES {
        gauge.write(&mut text, cells.iter().filter_map(|c| Some(point(of_cell(c, &[]), value(c)?))));
    }
    let missing = cells.iter().filter(|c| c.times().is_none());
    let reasons = missing.map(|c| point(of_cell(c, &[("status", c.status()), ("reason", c.reason())]), 1.0));
    WITHOUT_NUMBER.write(&mut text, reasons);
    text.push_str(END);
    Ok(Written::bytes(text.into_bytes()))
}

const RUN: Family = Family { name: "tenfold_run", kind: "info", unit: "", help: "The run these numbers come from." };

const WITHOUT_NUMBER: Family = gauge("tenfold_without_number", "", "1 for each cell without a valid time.");

/// A gauge of every cell, and its value.
type OfCells = (Family, fn(&CellResult<'_>) -> Option<f64>);

const GAUGES: &[OfCells] = &[
    (gauge("tenfold_time_seconds", "seconds", "Time of one run: median over launches."), |c| {
        Some(c.times()?.estimate.value)
    }),
    (gauge("tenfold_time_low_seconds", "seconds", "Lower end of the 95 % interval of the time."), |c| {
        Some(c.times()?.estimate.interval?.low)
    }),
    (gauge("tenfold_time_high_seconds", "seconds", "Upper end of the 95 % interval of the time."), |c| {
        Some(c.times()?.estimate.interval?.high)
    }),
    (gauge("tenfold_launches", "", "Launches (processes) behind the median."), |c| Some(c.times()?.estimate.n as f64)),
    (gauge("tenfold_rate", "", "Work per second, in the unit of the label."), |c| Some(c.times()?.rate())),
];

/// The labels of a cell, and some more.
fn of_cell(result: &CellResult<'_>, more: &[(&str, &str)]) -> String {
    let cell = result.cell;
    let (rung, workers) = (cell.rung.to_string(), cell.workers.to_string());
    let transport = cell.transport.map(|t| t.to_string()).unwrap_or_default();
    let params = params(&cell.params);
    let own = [
        ("cell", result.name.as_str()),
        ("kernel", &cell.kernel),
        ("variant", &cell.variant),
        ("rung", &rung),
        ("params", &params),
        ("workers", &workers),
        ("transport", &transport),
        ("unit", &cell.work.unit),
    ];
    labels(&[&own, more].concat())
}
