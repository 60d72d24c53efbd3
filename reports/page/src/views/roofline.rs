//! The roofline as a figure and a table.

use super::figure::PageFigure;
use minijinja::{Value, context};
use tenfold_analysis::findings::{NEAR, PartFindings, Position, Roofline};
use tenfold_analysis::{ceiling, format};
use tenfold_figures as figures;
use tenfold_record::Reach;

/// The roofline of a part; `None` where it has none.
pub(super) fn roofline(part: &PartFindings<'_>) -> Option<Value> {
    let roofline = part.roofline.as_ref()?;
    let one_core = || roofline.roofs.iter().filter(|roof| roof.reach == Reach::OneCore);
    let levels: Vec<(&str, f64)> = one_core()
        .filter(|roof| roof.resource != roofline.arithmetic)
        .filter(|roof| roof.per_second.is_finite())
        .map(|roof| (ceiling::level(roof.resource), roof.per_second))
        .collect();
    let peak = one_core().find(|roof| roof.resource == roofline.arithmetic).map_or(0.0, |roof| roof.per_second);
    let at = roofline.fastest().map(|fastest| fastest.intensity).filter(|i| i.is_finite() && *i > 0.0);
    let name = format!("The roofline. {}", roofline.answer());
    Some(context! {
        // One core's roofs for the slider: names of levels with their bytes per second, as JSON; the peak of arithmetic; the
        // intensity at which it begins.
        roofs => serde_json::to_string(&levels).expect("names and numbers are JSON"),
        peak,
        unit => roofline.unit(),
        at => at.unwrap_or(1.0),
        answer => roofline.answer(),
        spread => spread(roofline),
        operations => ceiling::heading(roofline.arithmetic),
        near => format::percent(NEAR),
        rows => roofline.positions.iter().map(|position| row(position, roofline)).collect::<Vec<_>>(),
        figure => PageFigure::new(name, &[&part.name, "roofline"], &figures::Roofline::of(part)?),
    })
}

/// Whether some points lie apart on the axis of intensity.
fn spread(roofline: &Roofline<'_>) -> bool {
    const APART: f64 = 1.5;
    let all =
        || roofline.positions.iter().flat_map(|p| [Some(p.intensity), p.streamed]).flatten().filter(|i| i.is_finite());
    all().fold(0.0, f64::max) > APART * all().fold(f64::INFINITY, f64::min)
}

fn row(position: &Position<'_>, roofline: &Roofline<'_>) -> Value {
    context! {
        label => position.row.label,
        rung => position.row.times.cell.rung.name(),
        rate => format::rate(position.rate.value, roofline.unit()),
        intensity => format::number(position.intensity),
        streamed => position.streamed.map_or("–".into(), format::number),
        data_in => position.level.map_or("–", ceiling::level),
        of_level => match (position.of_level, position.level) {
            (Some(share), _) => format::share(share),
            (None, Some(_)) => "not measured".into(),
            (None, None) => "–".into(),
        },
        of_arithmetic => format::share(position.of_arithmetic),
        verdict => position.verdict(),
    }
}
