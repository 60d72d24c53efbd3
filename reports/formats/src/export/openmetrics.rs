//! OpenMetrics text, for Prometheus (`promtool tsdb create-blocks-from openmetrics`).

use crate::identity::params;
use crate::{CellResult, Format, FormatError, Holds, Results, Written};
use std::fmt::Write;

/// Gauges with one point a cell, at the time the run started: the median, its interval, the launches behind it, the rate;
/// and a 1 for each cell without a number, with its status and reason as labels.
pub struct OpenMetrics;

impl Format for OpenMetrics {
    fn name(&self) -> &'static str {
        "openmetrics"
    }

    fn reader(&self) -> &'static str {
        "Prometheus and what reads its text"
    }

    fn holds(&self) -> Holds {
        Holds::Reasons
    }

    fn write<'r>(&self, results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
        let run = results.run;
        let at = run.started_ms as f64 / 1000.0;
        let mut text = String::new();
        let revision = run.fingerprint.get("source", "revision").unwrap_or_default();
        let about = [
            ("run", run.id.as_str()),
            ("experiment", &run.experiment.name),
            ("machine", &run.fingerprint.machine),
            ("revision", revision),
        ];
        let point = (labels(&about), 1.0);
        family(&mut text, "tenfold_run", "info", "", "The run these numbers come from.", at, [point]);
        let cells = results.cells();
        for gauge in GAUGES {
            let points = cells.iter().filter_map(|c| Some((of_cell(c, &[]), (gauge.value)(c)?)));
            family(&mut text, gauge.name, "gauge", gauge.unit, gauge.help, at, points);
        }
        let missing = cells.iter().filter(|c| c.times().is_none());
        let missing = missing.map(|c| (of_cell(c, &[("status", c.status()), ("reason", c.reason())]), 1.0));
        family(&mut text, "tenfold_without_number", "gauge", "", "1 for each cell that has no number.", at, missing);
        text.push_str("# EOF\n");
        Ok(Written::bytes(text.into_bytes()))
    }
}

/// A gauge of every cell.
struct Gauge {
    /// Ends in its unit, where it has one.
    name: &'static str,
    unit: &'static str,
    help: &'static str,
    value: fn(&CellResult<'_>) -> Option<f64>,
}

const GAUGES: &[Gauge] = &[
    Gauge {
        name: "tenfold_time_seconds",
        unit: "seconds",
        help: "Time of one run: median over launches.",
        value: |c| Some(c.times()?.estimate.value),
    },
    Gauge {
        name: "tenfold_time_low_seconds",
        unit: "seconds",
        help: "Lower end of the 95 % interval of the time.",
        value: |c| Some(c.times()?.estimate.interval?.low),
    },
    Gauge {
        name: "tenfold_time_high_seconds",
        unit: "seconds",
        help: "Upper end of the 95 % interval of the time.",
        value: |c| Some(c.times()?.estimate.interval?.high),
    },
    Gauge {
        name: "tenfold_launches",
        unit: "",
        help: "Launches (processes) behind the median.",
        value: |c| Some(c.times()?.estimate.n as f64),
    },
    Gauge {
        name: "tenfold_rate",
        unit: "",
        help: "Work per second, in the unit of the label.",
        value: |c| Some(c.times()?.rate()),
    },
];

/// Writes a family of metrics with its points.
fn family(
    text: &mut String,
    name: &str,
    kind: &str,
    unit: &str,
    help: &str,
    at: f64,
    points: impl IntoIterator<Item = (String, f64)>,
) {
    let mut points = points.into_iter().peekable();
    if points.peek().is_none() {
        return;
    }
    let mut line = |args: std::fmt::Arguments<'_>| text.write_fmt(args).expect("memory takes what is written");
    line(format_args!("# TYPE {name} {kind}\n"));
    if !unit.is_empty() {
        line(format_args!("# UNIT {name} {unit}\n"));
    }
    line(format_args!("# HELP {name} {help}\n"));
    let suffix = if kind == "info" { "_info" } else { "" };
    for (labels, value) in points {
        line(format_args!("{name}{suffix}{{{labels}}} {value} {at}\n"));
    }
}

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

/// `name="value",…`, escaped as the specification says: backslash, quote and line break.
fn labels(pairs: &[(&str, &str)]) -> String {
    let label = |(name, value): &(&str, &str)| {
        format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
    };
    pairs.iter().map(label).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_be_left() {
        assert_eq!(labels(&[("a", "x\"} 1\n\\")]), r#"a="x\"} 1\n\\""#);
    }
}
