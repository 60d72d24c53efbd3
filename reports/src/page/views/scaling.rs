//! Scaling as a table and four figures behind one switch.

use super::figure::{self, View};
use crate::findings::{Curve, Estimate, PartFindings, Point, say};
use crate::format;
use serde::Serialize;
use tenfold_record::{Run, Scaling};

/// The scaling of a part.
#[derive(Serialize)]
pub(super) struct ScalingView {
    kind: &'static str,
    answers: Vec<String>,
    rows: Vec<PointView>,
    views: Vec<View>,
}

#[derive(Serialize)]
struct PointView {
    label: String,
    workers: usize,
    time: String,
    interval: String,
    speed_up: String,
    efficiency: String,
    karp_flatt: String,
    beyond_cores: bool,
}

impl ScalingView {
    /// `None` where nothing was measured with more than one number of workers.
    pub(super) fn of(part: &PartFindings<'_>, run: &Run) -> Option<ScalingView> {
        if part.curves.is_empty() {
            return None;
        }
        Some(ScalingView {
            kind: if part.part.scaling == Scaling::Weak { "weak" } else { "strong" },
            answers: part.curves.iter().map(Curve::answer).collect(),
            rows: part.curves.iter().flat_map(|c| c.points.iter().map(|p| PointView::of(c, p))).collect(),
            views: figure::scaling(part, run),
        })
    }
}

impl PointView {
    fn of(curve: &Curve<'_>, point: &Point<'_>) -> PointView {
        let number = |e: &Option<Estimate>, write: fn(&Estimate) -> String| e.as_ref().map_or("–".into(), write);
        PointView {
            label: curve.label.clone(),
            workers: point.workers,
            time: format::seconds(point.times.estimate.value),
            interval: say::interval_of_seconds(&point.times.estimate),
            speed_up: number(&point.speed_up, say::ratio),
            efficiency: number(&point.efficiency, say::share),
            karp_flatt: number(&point.karp_flatt, say::share),
            beyond_cores: point.beyond_cores,
        }
    }
}
