//! Scaling as a table and four figures behind one switch.

use super::figure::{self, View};
use super::number::NumberView;
use crate::findings::{Curve, PartFindings, Point};
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
    time: NumberView,
    speed_up: NumberView,
    efficiency: NumberView,
    karp_flatt: NumberView,
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
        PointView {
            label: curve.label.clone(),
            workers: point.workers,
            time: NumberView::of_seconds(&point.times.estimate),
            speed_up: NumberView::of_ratio(point.speed_up.as_ref()),
            efficiency: NumberView::of_share(point.efficiency.as_ref()),
            karp_flatt: NumberView::of_share(point.karp_flatt.as_ref()),
            beyond_cores: point.beyond_cores,
        }
    }
}
