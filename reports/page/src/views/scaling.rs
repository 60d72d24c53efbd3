//! Scaling as a table, and as figures behind one switch.

use super::figure::Figure;
use super::number::NumberView;
use serde::Serialize;
use tenfold_analysis::findings::{Curve, PartFindings, Point};
use tenfold_figures::{self as figures, scaling::Kind};
use tenfold_record::{Run, Scaling};

/// The scaling of a part.
#[derive(Serialize)]
pub(super) struct ScalingView {
    kind: &'static str,
    answers: Vec<String>,
    rows: Vec<PointView>,
    views: Vec<View>,
    amdahl: Option<AmdahlView>,
}

/// Where the slider of Amdahl's law begins.
#[derive(Serialize)]
struct AmdahlView {
    /// Seconds of one worker.
    one: f64,
    /// The most workers that were measured.
    workers: usize,
    /// The serial part, in steps of the slider.
    percent: f64,
}

/// The serial part that the slider shows where the run says none: of a program that is well threaded, and still too much
/// for a hundred cores.
const SERIAL: f64 = 0.05;

impl AmdahlView {
    /// `None` where the problem grows with the workers, of which the law says nothing, or one worker was not measured.
    fn of(part: &PartFindings<'_>) -> Option<AmdahlView> {
        let workers = part.curves.iter().flat_map(|c| c.points.iter().map(|p| p.workers)).max()?;
        // Half a per cent a step, from none to half of the work.
        let percent = (part.serial_part().unwrap_or(SERIAL) * 200.0).round().clamp(0.0, 100.0) / 2.0;
        let one = part.one_worker().filter(|_| part.part.scaling == Scaling::Strong)?;
        Some(AmdahlView { one, workers, percent })
    }
}

/// A scaling figure as one of its views.
#[derive(Serialize)]
struct View {
    key: &'static str,
    label: &'static str,
    figure: Figure,
}

/// The views of the scaling, time first.
fn views(part: &PartFindings<'_>, run: &Run) -> Vec<View> {
    let kinds = [
        (Kind::Time, "time", "Time"),
        (Kind::Speedup, "speed-up", "Speed-up"),
        (Kind::Efficiency, "efficiency", "Efficiency"),
        (Kind::KarpFlatt, "karp-flatt", "Karp–Flatt"),
    ];
    let view = |(kind, key, label)| {
        let answers = part.curves.iter().map(Curve::answer).collect::<Vec<_>>().join(" ");
        let figure = Figure::new(
            format!("{label} over workers. {answers}"),
            &[&part.name, "scaling", key],
            &figures::Scaling::of(part, run, kind),
        );
        View { key, label, figure }
    };
    // Karp and Flatt ask for the serial part of one problem; a problem that grows has none.
    let weak = part.part.scaling == Scaling::Weak;
    kinds.into_iter().filter(|(kind, ..)| !(weak && *kind == Kind::KarpFlatt)).map(view).collect()
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
            views: views(part, run),
            amdahl: AmdahlView::of(part),
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
