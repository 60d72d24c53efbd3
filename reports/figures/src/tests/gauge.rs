//! Gauges whose marks must stand where the numbers say.

use super::super::Gauge;
use super::super::estimate::between;
use super::super::gauge::{Goal, Row};
use tenfold_record::Rung;
use tenfold_stats::Estimate;

/// Rows with shares far apart, with and without an interval.
pub(super) fn gauge(labels: &[&str]) -> Gauge {
    let row = |(index, label): (usize, &&str)| Row {
        label: label.to_string(),
        rung: Rung::Threaded,
        value: match index {
            0 => Estimate { value: 0.0, interval: None, n: 20 },
            _ => between(0.2 * index as f64, (0.1, 0.2 * index as f64 + 0.2), 20),
        },
        dots: vec![0.0, 0.1, 0.5],
        said: format!("{index} of two thousand and so many"),
    };
    Gauge {
        rows: labels.iter().enumerate().map(row).collect(),
        goal: Some(Goal { low: Some(0.05), high: None, label: "at least 5 %".into() }),
        footer: "exact bounds".into(),
    }
}
