//! The ladder as a table.

use super::figure::{self, Figure};
use super::number::NumberView;
use crate::findings::{Ladder, Limit, PartFindings, Row, say};
use crate::{ceiling, format};
use serde::Serialize;
use tenfold_record::Instructions;

/// The ladder of a part.
#[derive(Serialize)]
pub(super) struct LadderView {
    answer: String,
    base: String,
    base_time: String,
    limits: Vec<String>,
    /// How instructions were counted, or why not; `None` where nobody asked.
    counted: Option<String>,
    rows: Vec<RowView>,
    figure: Figure,
}

#[derive(Serialize)]
struct RowView {
    label: String,
    /// The class that gives its rung's colour and marker.
    rung: &'static str,
    /// Whether it is the first of its rung.
    begins: bool,
    time: NumberView,
    launches: usize,
    samples: usize,
    rate: String,
    speed_up: NumberView,
    rung_worth: NumberView,
    share: String,
    instructions: String,
    path: String,
    beyond_cores: bool,
    ranked: bool,
}

impl LadderView {
    pub(super) fn of(part: &PartFindings<'_>) -> LadderView {
        let ladder = &part.ladder;
        LadderView {
            answer: part.answer(),
            base: part.part.base.clone(),
            base_time: ladder.base().map_or("–".into(), |b| format::seconds(b.times.estimate.value)),
            limits: ladder.limit.as_ref().map(limit).into_iter().chain(ladder.unmeasured_answers()).collect(),
            counted: counted(ladder),
            rows: ladder.rows.iter().map(|row| RowView::of(row, ladder)).collect(),
            figure: figure::ladder(part),
        }
    }
}

impl RowView {
    fn of(row: &Row<'_>, ladder: &Ladder<'_>) -> RowView {
        let times = &row.times;
        let time = NumberView::of_seconds(&times.estimate);
        // A noisy time makes noisy ratios: said once a row.
        let noisy = time.is_noisy();
        let ratio = |estimate| match noisy {
            true => NumberView::of_ratio(estimate).without_warning(),
            false => NumberView::of_ratio(estimate),
        };
        RowView {
            label: row.label.clone(),
            rung: times.cell.rung.name(),
            begins: ladder.rows.iter().find(|r| r.times.cell.rung == times.cell.rung).is_some_and(|r| r.times.cell.key == times.cell.key),
            time,
            launches: times.launches.len(),
            samples: times.samples(),
            rate: format::rate(times.rate(), &times.cell.work.symbol),
            speed_up: if row.is_base { NumberView::bare("base") } else { ratio(row.speed_up.as_ref()) },
            rung_worth: ratio(ladder.worth_of(row).map(|worth| worth.ratio).as_ref()),
            share: match row.share_of_limit {
                Some(share) => format::share(share),
                None if row.limit_is_unmeasured => "not measured".into(),
                None => "–".into(),
            },
            instructions: row.instructions.and_then(Instructions::per_unit).map_or("–".into(), format::number),
            path: row.path.clone(),
            beyond_cores: row.beyond_cores,
            ranked: row.ranked,
        }
    }
}

/// The limit as a sentence.
fn limit(limit: &Limit) -> String {
    format!(
        "The limit of one core is {}: {}, at {} measured in this run with {}.",
        format::seconds(limit.seconds),
        limit.formula,
        ceiling::quantity(limit.resource, limit.per_second),
        limit.method
    )
}

/// How instructions were counted, or the first reason why not.
fn counted(ladder: &Ladder<'_>) -> Option<String> {
    let all = || ladder.rows.iter().filter_map(|row| Some((row, row.instructions?)));
    let (row, first) = all().find(|(_, i)| i.counted.is_ok()).or_else(|| all().next())?;
    Some(match &first.counted {
        Ok(_) => format!(
            "Instructions a {}: of one run at {}, counted by Callgrind, with AVX2 where the variant has it; the same program \
             gives the same count.",
            row.times.cell.work.symbol,
            say::params(&first.params)
        ),
        Err(why) => format!("Instructions were not counted: {why}."),
    })
}
