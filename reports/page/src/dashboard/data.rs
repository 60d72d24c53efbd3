//! What the page's script draws from: the whole history as JSON, which the page holds packed.
//!
//! Logarithms of ratios are whole numbers of [`UNIT`], column by column: small, and small again once they are deflated.

use super::change::Known;
use super::scaling::Pair;
use super::series::Followed;
use super::standing::ChangeState;
use serde::Serialize;
use std::collections::HashMap;
use tenfold_analysis::text::visible;
use tenfold_history::changes::Quantity;
use tenfold_history::{Commit, Event, Measured, Night, Outcome, Point};

/// What one stands for: 0.01 %.
const UNIT: f64 = 1e-4;

/// The same of instructions, which are nearly exact: 0.001 %.
const UNIT_OF_INSTRUCTIONS: f64 = 1e-5;

#[derive(Serialize)]
struct Data<'a> {
    unit: f64,
    unit_of_instructions: f64,
    nights: Vec<NightData>,
    references: Vec<CommitData>,
    machines: Vec<String>,
    series: Vec<SeriesData>,
    changes: Vec<ChangeData>,
    pairs: &'a [Pair],
}

#[derive(Serialize)]
struct NightData {
    id: String,
    at: i64,
    seconds: f64,
    #[serde(flatten)]
    revision: CommitData,
    reference: usize,
    machine: usize,
    void: Option<String>,
    accepted: Vec<(String, String)>,
    /// Name, value, low, high, n, whether it alarmed.
    sentinels: Vec<(String, i64, i64, i64, usize, bool)>,
    left_out: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
struct CommitData {
    hash: String,
    subject: String,
}

/// A series; columns have a place for every night. Of void nights there are values too.
#[derive(Serialize)]
struct SeriesData {
    name: String,
    /// The problem, with which the name ends in brackets; may be empty.
    problem: String,
    value: Vec<Option<i64>>,
    /// Distances to the ends of the intervals.
    low: Vec<i64>,
    high: Vec<i64>,
    n: Vec<usize>,
    instructions: Vec<Option<i64>>,
    /// Night, kind, reason.
    faults: Vec<(usize, &'static str, String)>,
    /// From which night on which distance lies between a value and what the night itself measured: chained references.
    shifts: Vec<(usize, i64)>,
    /// First night, last night, value, low, high, points.
    levels: Vec<(usize, usize, i64, i64, i64, usize)>,
    /// Night, what lies before it in short and at length, and whether ratios on either side of it cannot be compared.
    events: Vec<(usize, &'static str, String, bool)>,
    /// Seconds of one run of the reference, the newest.
    seconds: Option<f64>,
}

#[derive(Serialize)]
struct ChangeData {
    series: usize,
    first: usize,
    size: i64,
    instructions: bool,
    class: &'static str,
}

/// The data of a page, as JSON.
pub(super) fn json(known: &Known<'_>, pairs: &[Pair]) -> String {
    let mut references: Vec<CommitData> = Vec::new();
    let mut machines: Vec<String> = Vec::new();
    let nights = known.history.nights.iter().map(|night| NightData {
        id: visible(&night.id),
        at: night.started_ms,
        seconds: night.seconds.round(),
        revision: CommitData::of(&night.revision),
        reference: place(&mut references, CommitData::of(&night.reference)),
        machine: place(&mut machines, visible(&night.machine.name)),
        void: night.void.as_deref().map(visible),
        accepted: pairs_of_text(night.accepted.iter().map(|a| (a.commit.as_str(), a.reason.as_str()))),
        sentinels: sentinels(night),
        left_out: pairs_of_text(night.left_out.iter().map(|(what, why)| (what.as_str(), why.as_str()))),
    });
    let nights: Vec<NightData> = nights.collect();
    let series: HashMap<_, _> = known.followed.iter().enumerate().map(|(index, f)| (f.series, index)).collect();
    let changes = known.changes.iter().zip(known.standings).filter_map(|(change, standing)| {
        Some(ChangeData {
            series: *series.get(&change.series)?,
            first: change.first,
            size: units(change.log_size, UNIT),
            instructions: change.kind == Quantity::Instructions,
            class: match standing {
                ChangeState::Open => "open",
                ChangeState::Accepted => "accepted",
                ChangeState::Reverted(_) => "reverted",
                ChangeState::Faster | ChangeState::Reverts => "faster",
                ChangeState::Instructions | ChangeState::Told => "counted",
            },
        })
    });
    let data = Data {
        unit: UNIT,
        unit_of_instructions: UNIT_OF_INSTRUCTIONS,
        changes: changes.collect(),
        series: known.followed.iter().map(|followed| SeriesData::of(followed, &known.history.nights)).collect(),
        nights,
        references,
        machines,
        pairs,
    };
    serde_json::to_string(&data).expect("numbers, text and lists are JSON")
}

impl CommitData {
    fn of(commit: &Commit) -> CommitData {
        CommitData { hash: visible(commit.short()), subject: visible(&commit.subject) }
    }
}

fn place<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    all.iter().position(|other| *other == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    })
}

fn pairs_of_text<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    pairs.map(|(a, b)| (visible(a), visible(b))).collect()
}

/// A logarithm in `unit`s; NaN is zero.
fn units(log: f64, unit: f64) -> i64 {
    (log / unit).round() as i64
}

fn sentinels(night: &Night) -> Vec<(String, i64, i64, i64, usize, bool)> {
    let of = |sentinel: &tenfold_history::Sentinel| {
        let Measured { log_ratio, interval: [low, high], n, .. } = sentinel.measured;
        let [value, low, high] = [log_ratio, low, high].map(|log| units(log, UNIT));
        (visible(&sentinel.series.to_string()), value, low, high, n, sentinel.alarmed)
    };
    night.sentinels.iter().map(of).collect()
}

impl SeriesData {
    fn of(followed: &Followed<'_>, nights: &[Night]) -> SeriesData {
        let mut data = SeriesData {
            name: visible(&followed.series.to_string()),
            problem: visible(&followed.series.problem),
            value: Vec::with_capacity(nights.len()),
            low: Vec::with_capacity(nights.len()),
            high: Vec::with_capacity(nights.len()),
            n: Vec::with_capacity(nights.len()),
            instructions: Vec::with_capacity(nights.len()),
            faults: Vec::new(),
            shifts: Vec::new(),
            levels: Vec::new(),
            events: Vec::new(),
            seconds: None,
        };
        let mut points = followed.line.points.iter().peekable();
        let mut counted = followed.line.instructions.iter().peekable();
        let mut shift = 0;
        for (night, outcome) in followed.outcomes.iter().enumerate() {
            let point = points.next_if(|point| point.night == night);
            let counted = counted.next_if(|point| point.night == night);
            data.instructions.push(counted.map(|point| units(point.log_ratio, UNIT_OF_INSTRUCTIONS)));
            let event = point.and_then(|point| point.after_event.as_ref());
            data.events.extend(event.map(|event| (night, kind(event), said(event), parts(event))));
            match outcome {
                Some(Outcome::Measured(measured)) => data.push(night, measured, point, &mut shift),
                Some(Outcome::Wrong(reason)) => data.fault(night, "wrong", reason),
                Some(Outcome::Failed(reason)) => data.fault(night, "failed", reason),
                None => data.absent(),
            }
        }
        let level = |level: &super::series::Level| {
            let [low, high] = level.interval;
            let [value, low, high] = [level.value, low, high].map(|log| units(log, UNIT));
            (level.from, level.to, value, low, high, level.n)
        };
        data.levels = followed.levels.iter().map(level).collect();
        data
    }

    /// What was measured; of a void night it is no point, and lies where the night before it says.
    fn push(&mut self, night: usize, measured: &Measured, point: Option<&Point>, shift: &mut i64) {
        if let Some(point) = point {
            let now = units(point.log_ratio - measured.log_ratio, UNIT);
            if now != *shift {
                self.shifts.push((night, now));
                *shift = now;
            }
        }
        let value = units(measured.log_ratio, UNIT) + *shift;
        let [low, high] = measured.interval.map(|end| units(end - measured.log_ratio, UNIT));
        self.value.push(Some(value));
        self.low.push(-low);
        self.high.push(high);
        self.n.push(measured.n);
        self.seconds = Some(measured.seconds);
    }

    fn fault(&mut self, night: usize, kind: &'static str, reason: &str) {
        self.faults.push((night, kind, visible(reason)));
        self.absent();
    }

    fn absent(&mut self) {
        self.value.push(None);
        self.low.push(0);
        self.high.push(0);
        self.n.push(0);
    }
}

fn kind(event: &Event) -> &'static str {
    match event {
        Event::Machine { .. } => "machine changed",
        Event::Reference { .. } => "reference moved",
    }
}

fn parts(event: &Event) -> bool {
    matches!(event, Event::Reference { chained: false, .. })
}

fn said(event: &Event) -> String {
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    match event {
        Event::Machine { before, now } => visible(&format!("Machine changed from {before} to {now}")),
        Event::Reference { before, now, chained } => visible(&format!(
            "Reference moved from {} to {}{}",
            short(before),
            short(now),
            if *chained { "; ratios are chained" } else { "; its own level is unknown, so the level starts over" }
        )),
    }
}
