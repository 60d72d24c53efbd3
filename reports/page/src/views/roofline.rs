//! The roofline as a figure and a table.

use super::figure::Figure;
use serde::Serialize;
use tenfold_analysis::findings::{NEAR, PartFindings, Position, Roofline};
use tenfold_analysis::{ceiling, format};
use tenfold_figures as figures;
use tenfold_record::Reach;

/// The roofline of a part.
#[derive(Serialize)]
pub(super) struct RooflineView {
    answer: String,
    /// Whether its points differ in intensity, so that there is something to see.
    spread: bool,
    operations: &'static str,
    near: String,
    rows: Vec<RowView>,
    figure: Figure,
    /// One core's roofs for the slider: names of levels with their bytes per second, as JSON; the peak of arithmetic; the
    /// intensity at which it begins.
    roofs: String,
    peak: f64,
    unit: &'static str,
    at: f64,
}

#[derive(Serialize)]
struct RowView {
    label: String,
    rung: &'static str,
    rate: String,
    intensity: String,
    streamed: String,
    data_in: &'static str,
    of_level: String,
    of_arithmetic: String,
    verdict: &'static str,
}

impl RooflineView {
    /// `None` where the part has no roofline.
    pub(super) fn of(part: &PartFindings<'_>) -> Option<RooflineView> {
        let roofline = part.roofline.as_ref()?;
        let one_core = || roofline.roofs.iter().filter(|roof| roof.reach == Reach::OneCore);
        let levels: Vec<(&str, f64)> = one_core()
            .filter(|roof| roof.resource != roofline.arithmetic)
            .filter(|roof| roof.per_second.is_finite())
            .map(|roof| (ceiling::level(roof.resource), roof.per_second))
            .collect();
        let peak = one_core().find(|roof| roof.resource == roofline.arithmetic).map_or(0.0, |roof| roof.per_second);
        let mut intensities = roofline.positions.iter().map(|p| p.intensity).filter(|i| i.is_finite() && *i > 0.0);
        Some(RooflineView {
            roofs: serde_json::to_string(&levels).expect("names and numbers are JSON"),
            peak,
            unit: roofline.unit(),
            at: intensities.next_back().unwrap_or(1.0),
            answer: roofline.answer(),
            spread: spread(roofline),
            operations: ceiling::heading(roofline.arithmetic),
            near: format::percent(NEAR),
            rows: roofline.positions.iter().map(|position| RowView::of(position, roofline)).collect(),
            figure: Figure::new(
                format!("The roofline. {}", roofline.answer()),
                &[&part.name, "roofline"],
                &figures::Roofline::of(part)?,
            ),
        })
    }
}

/// Whether some points lie apart on the axis of intensity.
fn spread(roofline: &Roofline<'_>) -> bool {
    const APART: f64 = 1.5;
    let all =
        || roofline.positions.iter().flat_map(|p| [Some(p.intensity), p.streamed]).flatten().filter(|i| i.is_finite());
    all().fold(0.0, f64::max) > APART * all().fold(f64::INFINITY, f64::min)
}

impl RowView {
    fn of(position: &Position<'_>, roofline: &Roofline<'_>) -> RowView {
        let cell = position.row.times.cell;
        RowView {
            label: position.row.label.clone(),
            rung: cell.rung.name(),
            rate: format::rate(position.rate.value, roofline.unit()),
            intensity: format::number(position.intensity),
            streamed: position.streamed.map_or("–".into(), format::number),
            data_in: position.level.map_or("–", ceiling::level),
            of_level: match (position.of_level, position.level) {
                (Some(share), _) => format::share(share),
                (None, Some(_)) => "not measured".into(),
                (None, None) => "–".into(),
            },
            of_arithmetic: format::share(position.of_arithmetic),
            verdict: position.verdict(),
        }
    }
}
