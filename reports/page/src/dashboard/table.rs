//! The rows of the page's tables: every series, and the newest nights.

use super::change::Known;
use super::series::Followed;
use super::standing::ChangeState;
use super::words::{ABSENT, day, instructions, ratio, reason, subject};
use serde::Serialize;
use tenfold_analysis::date;
use tenfold_analysis::format::{count, counted, percent, seconds};
use tenfold_history::changes::Quantity;
use tenfold_history::{Night, Outcome};

/// Nights that stand in the page without its script.
const NEWEST: usize = 14;

/// A series in the table.
#[derive(Serialize)]
pub(super) struct Row {
    /// Its place among all series.
    index: usize,
    /// Its whole name.
    name: String,
    group: String,
    variant: String,
    problem: String,
    /// What is to be seen first: "open", "wrong", "failed", or empty.
    class: &'static str,
    /// The newest ratio, or why there is none.
    last: String,
    last_log: Option<f64>,
    level: String,
    level_log: Option<f64>,
    /// How long the level has held.
    held: String,
    held_nights: usize,
    instructions: String,
    instructions_log: Option<f64>,
    /// What would have been found.
    least: String,
    least_log: Option<f64>,
}

/// A night in the table.
#[derive(Serialize)]
pub(super) struct NightRow {
    index: usize,
    id: String,
    date: String,
    revision: String,
    subject: String,
    said: String,
    class: &'static str,
    seconds: String,
}

/// Every series: those that ask for something first.
pub(super) fn rows(known: &Known<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = known.followed.iter().enumerate().map(|(index, f)| row(known, index, f)).collect();
    rows.sort_by_key(|row| ["wrong", "failed", "open"].iter().position(|class| *class == row.class).unwrap_or(3));
    rows
}

fn row(known: &Known<'_>, index: usize, followed: &Followed<'_>) -> Row {
    let series = followed.series;
    let outcome = followed.outcomes.last().copied().flatten();
    let is_open =
        known.changes.iter().zip(known.standings).any(|(c, s)| c.series == *series && *s == ChangeState::Open);
    let (last, last_log) = match outcome {
        Some(Outcome::Measured(m)) => (ratio(m.log_ratio, m.interval), Some(m.log_ratio)),
        Some(Outcome::Wrong(_)) => ("wrong answer".to_string(), None),
        Some(Outcome::Failed(_)) => ("not run".to_string(), None),
        None => ("not measured".to_string(), None),
    };
    let class = match outcome {
        Some(Outcome::Wrong(_)) => "wrong",
        Some(Outcome::Failed(_)) => "failed",
        _ if is_open => "open",
        _ => "",
    };
    let level = followed.level();
    let instructions_log = followed.line.instructions.last().map(|point| point.log_ratio);
    let least = followed.detectable();
    let workers = if series.workers == 1 { String::new() } else { format!(" × {}", series.workers) };
    Row {
        index,
        name: series.to_string(),
        group: series.group.clone(),
        variant: format!("{}{workers}", series.name),
        problem: series.problem.clone(),
        class,
        last,
        last_log,
        level: level.map_or(ABSENT.to_string(), |level| ratio(level.value, level.interval)),
        level_log: level.map(|level| level.value),
        held: level.map_or(ABSENT.to_string(), |level| counted(level.n, "night")),
        held_nights: level.map_or(0, |level| level.n),
        instructions: instructions_log.map_or(ABSENT.to_string(), instructions),
        instructions_log,
        least: least.map_or(ABSENT.to_string(), |log| percent(log.exp_m1())),
        least_log: least,
    }
}

/// The newest nights, the newest first.
pub(super) fn newest(known: &Known<'_>) -> Vec<NightRow> {
    let nights = known.history.nights.iter().enumerate().rev().take(NEWEST);
    nights.map(|(index, night)| night_row(known, index, night)).collect()
}

fn night_row(known: &Known<'_>, index: usize, night: &Night) -> NightRow {
    let found = known.changes.iter().filter(|c| c.called == index && c.kind == Quantity::Time);
    let (slower, faster): (Vec<_>, Vec<_>) = found.partition(|change| change.log_size > 0.0);
    let wrong = night.observations.iter().filter(|o| matches!(o.outcome, Outcome::Wrong(_))).count();
    let measured = night.observations.iter().filter(|o| matches!(o.outcome, Outcome::Measured(_))).count();
    let mut said = vec![format!("{} series", count(measured as u64))];
    let mut class = "";
    if !faster.is_empty() {
        said.push(format!("{} found faster", faster.len()));
        class = "faster";
    }
    if !slower.is_empty() {
        said.push(format!("{} found slower", slower.len()));
        class = "open";
    }
    if wrong > 0 {
        said.push(format!("{wrong} wrong"));
        class = "wrong";
    }
    if let Some(reason) = &night.void {
        said.push(format!("void: {}", self::reason(reason)));
        class = "void";
    }
    NightRow {
        index,
        id: night.id.clone(),
        date: date::utc(night.started_ms),
        revision: night.revision.short().to_string(),
        subject: subject(&night.revision),
        said: said.join("; "),
        class,
        seconds: minutes(night.seconds),
    }
}

/// "12 min", below a minute "34.0 s".
pub(super) fn minutes(length: f64) -> String {
    const MINUTE: f64 = 60.0;
    if length < MINUTE { seconds(length) } else { format!("{:.0} min", length / MINUTE) }
}

/// The days from the first night to the last one.
pub(super) fn days(all: &[Night]) -> String {
    match (all.first(), all.last()) {
        (Some(first), Some(last)) if all.len() > 1 => {
            format!("{} from {} to {}", counted(all.len(), "night"), day(first), day(last))
        }
        (Some(only), _) => format!("1 night, {}", day(only)),
        _ => "no nights yet".to_string(),
    }
}
