//! A history as it is read.

use crate::{Measured, Night, Outcome, Series};
use std::collections::BTreeMap;
use std::path::Path;

/// The nights of a history, in the order of their revisions, and its reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The nights, sorted by depth of the revision, then by start.
    pub nights: Vec<Night>,
    /// The full hash of the pinned reference.
    pub reference: Option<String>,
}

/// Why a history cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// A file cannot be read.
    #[error("cannot read {0}: {1}")]
    Unread(String, String),
}

/// What stands between a point and the one before it, so that its level may be another.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Another machine.
    Machine {
        /// Its name before.
        before: String,
        /// Its name now.
        now: String,
    },
    /// Another reference.
    Reference {
        /// Its hash before.
        before: String,
        /// Its hash now.
        now: String,
        /// Whether its own level was known.
        chained: bool,
    },
}

impl Event {
    /// Whether the level may be another from here on without anything having changed.
    pub fn is_free(&self) -> bool {
        match self {
            Event::Machine { .. } => true,
            Event::Reference { chained, .. } => !chained,
        }
    }
}

/// A point of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The night, as an index into the nights.
    pub night: usize,
    /// The logarithm of the ratio, chained to the first reference.
    pub log_ratio: f64,
    /// Its standard error.
    pub error: f64,
    /// Its interval.
    pub interval: [f64; 2],
    /// What lies before it.
    pub after_event: Option<Event>,
}

/// A series over all nights that are not void.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Of what.
    pub series: Series,
    /// Ratios of times.
    pub points: Vec<Point>,
    /// Ratios of instructions.
    pub instructions: Vec<Point>,
}

impl History {
    /// Reads the history in `folder`.
    ///
    /// # Errors
    /// A file that is no night.
    pub fn open(folder: &Path) -> Result<History, HistoryError> {
        let unread = |e: &dyn std::fmt::Display| HistoryError::Unread(folder.display().to_string(), e.to_string());
        let mut nights: Vec<Night> = Vec::new();
        for entry in std::fs::read_dir(folder.join("nights")).map_err(|e| unread(&e))? {
            let text = std::fs::read_to_string(entry.map_err(|e| unread(&e))?.path()).map_err(|e| unread(&e))?;
            let mut lines = text.lines();
            let mut header: serde_json::Value =
                serde_json::from_str(lines.next().unwrap_or_default()).map_err(|e| unread(&e))?;
            header["observations"] = serde_json::json!([]);
            let mut night: Night = serde_json::from_value(header).map_err(|e| unread(&e))?;
            for line in lines {
                night.observations.push(serde_json::from_str(line).map_err(|e| unread(&e))?);
            }
            nights.push(night);
        }
        nights.sort_by_key(|night| (night.revision.depth, night.started_ms));
        let reference = std::fs::read_to_string(folder.join("reference")).ok().map(|text| text.trim().to_string());
        Ok(History { nights, reference })
    }

    /// Its series, without void nights.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: BTreeMap<Series, (Line, Option<usize>)> = BTreeMap::new();
        for (index, night) in self.nights.iter().enumerate().filter(|(_, night)| night.void.is_none()) {
            for observation in &night.observations {
                let Outcome::Measured(measured) = &observation.outcome else { continue };
                let series = &observation.series;
                let (line, before) = lines.entry(series.clone()).or_insert_with(|| {
                    (Line { series: series.clone(), points: Vec::new(), instructions: Vec::new() }, None)
                });
                let after_event = before.and_then(|before| event(&self.nights[before], night));
                line.points.push(point(index, measured, after_event.clone()));
                if let Some(counted) = measured.instructions {
                    let log_ratio = (counted.revision as f64 / counted.reference as f64).ln();
                    let interval = [log_ratio, log_ratio];
                    line.instructions.push(Point { night: index, log_ratio, error: 1e-6, interval, after_event });
                }
                *before = Some(index);
            }
        }
        lines.into_values().map(|(line, _)| line).collect()
    }
}

fn point(night: usize, measured: &Measured, after_event: Option<Event>) -> Point {
    let Measured { log_ratio, error, interval, .. } = *measured;
    Point { night, log_ratio, error, interval, after_event }
}

fn event(before: &Night, now: &Night) -> Option<Event> {
    if before.reference.hash != now.reference.hash {
        let (before, now) = (before.reference.hash.clone(), now.reference.hash.clone());
        return Some(Event::Reference { before, now, chained: false });
    }
    (before.machine.key != now.machine.key)
        .then(|| Event::Machine { before: before.machine.name.clone(), now: now.machine.name.clone() })
}
