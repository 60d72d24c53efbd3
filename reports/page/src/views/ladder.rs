//! The ladder as a table.

use super::figure::Figure;
use super::number::NumberView;
use serde::Serialize;
use tenfold_analysis::findings::{Ladder, Limit, PartFindings, Row};
use tenfold_analysis::format;
use tenfold_figures as figures;
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
            limits: ladder.limit.as_ref().map(Limit::sentence).into_iter().chain(ladder.unmeasured_answers()).collect(),
            counted: ladder.counted_answer(),
            rows: ladder.rows.iter().map(|row| RowView::of(row, ladder)).collect(),
            figure: Figure::new(
                format!("The ladder. {}", part.answer()),
                &[&part.name, "ladder"],
                &figures::Ladder::of(part),
            ),
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
            begins: ladder.begins_its_rung(row),
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
