//! The ladder as a table.

use super::figure::PageFigure;
use super::number::NumberView;
use minijinja::{Value, context};
use tenfold_analysis::findings::{Ladder, Limit, PartFindings, Row};
use tenfold_analysis::format;
use tenfold_figures as figures;
use tenfold_record::Instructions;

/// The ladder of a part.
pub(super) fn ladder(part: &PartFindings<'_>) -> Value {
    let ladder = &part.ladder;
    let limits = ladder.limit.as_ref().map(Limit::sentence).into_iter().chain(ladder.unmeasured_answers());
    let answer = ladder.answer(&part.part.base);
    let name = format!("The ladder. {answer}");
    context! {
        answer,
        base => part.part.base,
        base_time => ladder.base().map_or("–".into(), |b| format::seconds(b.times.estimate.value)),
        limits => limits.collect::<Vec<_>>(),
        // How instructions were counted, or why not; none where nobody asked.
        counted => ladder.counted_answer(),
        rows => ladder.rows.iter().map(|one| row(one, ladder)).collect::<Vec<_>>(),
        figure => PageFigure::new(name, &[&part.name, "ladder"], &figures::Ladder::of(part)),
    }
}

fn row(row: &Row<'_>, ladder: &Ladder<'_>) -> Value {
    let times = &row.times;
    let time = NumberView::of_seconds(&times.estimate);
    // A noisy time makes noisy ratios: said once a row.
    let noisy = time.is_noisy();
    let ratio = |estimate| match noisy {
        true => NumberView::of_ratio(estimate).without_warning(),
        false => NumberView::of_ratio(estimate),
    };
    context! {
        label => row.label,
        // The class that gives its rung's colour and marker.
        rung => times.cell.rung.name(),
        begins => ladder.begins_its_rung(row),
        time,
        launches => times.launches.len(),
        samples => times.samples(),
        rate => format::rate(times.rate(), &times.cell.work.symbol),
        speed_up => if row.is_base { NumberView::bare("base") } else { ratio(row.speed_up.as_ref()) },
        rung_worth => ratio(ladder.worth_of(row).map(|worth| worth.ratio).as_ref()),
        share => match row.share_of_limit {
            Some(share) => format::share(share),
            None if row.limit_is_unmeasured => "not measured".into(),
            None => "–".into(),
        },
        instructions => row.instructions.and_then(Instructions::per_unit).map_or("–".into(), format::number),
        path => row.path,
        beyond_cores => row.beyond_cores,
        ranked => row.ranked,
    }
}
