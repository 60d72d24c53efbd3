//! The roofline as a figure and a table.

use super::figure::{self, Figure};
use super::ladder;
use crate::findings::{NEAR, PartFindings, Position, Roofline};
use crate::{ceiling, format};
use serde::Serialize;
use tenfold_record::Resource;

/// The roofline of a part.
#[derive(Serialize)]
pub(super) struct RooflineView {
    answer: String,
    operations: &'static str,
    near: String,
    rows: Vec<RowView>,
    figure: Figure,
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
        Some(RooflineView {
            answer: roofline.answer(),
            operations: ceiling::heading(roofline.arithmetic),
            near: format::percent(NEAR),
            rows: roofline.positions.iter().map(|position| RowView::of(position, roofline)).collect(),
            figure: figure::roofline(roofline, part),
        })
    }
}

impl RowView {
    fn of(position: &Position<'_>, roofline: &Roofline<'_>) -> RowView {
        let cell = position.row.times.cell;
        RowView {
            label: position.row.label.clone(),
            rung: ladder::rung(cell.rung),
            rate: format::rate(position.rate.value, roofline.unit()),
            intensity: format::number(position.intensity),
            streamed: position.streamed.map_or("–".into(), format::number),
            data_in: position.level.map_or("–", level),
            of_level: position.of_level.map_or("–".into(), format::share),
            of_arithmetic: format::share(position.of_arithmetic),
            verdict: position.verdict(),
        }
    }
}

/// A level in short: "L2", "memory".
pub(super) fn level(level: Resource) -> &'static str {
    match level {
        Resource::L1Bytes => "L1",
        Resource::L2Bytes => "L2",
        Resource::L3Bytes => "L3",
        other => ceiling::heading(other),
    }
}
