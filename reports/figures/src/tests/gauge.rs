//! Gauges and power curves whose marks must stand where the numbers say.

use super::super::gauge::{Goal, Row};
use super::super::power::{Point, Series};
use super::super::{Estimate, Gauge, Power};
use tenfold_record::Rung;

/// Rows with shares far apart, with and without an interval.
pub(super) fn gauge(labels: &[&str]) -> Gauge {
    let row = |(index, label): (usize, &&str)| Row {
        label: label.to_string(),
        rung: Rung::Threaded,
        value: Estimate { value: 0.2 * index as f64, interval: (index > 0).then_some((0.1, 0.4)), n: 20 },
        dots: vec![0.0, 0.1, 0.5],
        said: format!("{index} of two thousand and so many"),
    };
    Gauge {
        rows: labels.iter().enumerate().map(row).collect(),
        goal: Some(Goal { low: Some(0.05), high: None, label: "at least 5 %".into() }),
        footer: "exact bounds".into(),
        ..Gauge::default()
    }
}

/// Series that all end at the same place.
pub(super) fn power(labels: &[&str]) -> Power {
    let point = |planted: f64, value: f64| Point {
        planted,
        found: Estimate { value, interval: Some((value * 0.95, value)), n: 100 },
    };
    let series = |label: &&str| Series {
        label: label.to_string(),
        rung: Rung::Naive,
        points: vec![point(0.0, 0.01), point(0.01, 0.9), point(0.02, 1.0), point(0.05, 1.0)],
    };
    Power { series: labels.iter().map(series).collect(), ..Power::default() }
}
