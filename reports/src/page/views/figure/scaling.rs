//! The scaling figures in the page: time, speed-up, efficiency and Karp–Flatt over workers.

use super::{Figure, LONGEST, drawn, medians};
use crate::figures;
use crate::findings::{Curve, PartFindings, Point, say};
use crate::text::short;
use serde::Serialize;
use tenfold_record::{Run, Scaling};
use tenfold_stats::scaling::Amdahl;

/// A scaling figure as one of its four views.
#[derive(Serialize)]
pub(in crate::page::views) struct View {
    key: &'static str,
    label: &'static str,
    figure: Figure,
}

/// The four views of the scaling, time first.
pub(in crate::page::views) fn scaling(part: &PartFindings<'_>, run: &Run) -> Vec<View> {
    use figures::scaling::Kind;
    let kinds = [
        (Kind::Time, "time", "Time"),
        (Kind::Speedup, "speed-up", "Speed-up"),
        (Kind::Efficiency, "efficiency", "Efficiency"),
        (Kind::KarpFlatt, "karp-flatt", "Karp–Flatt"),
    ];
    let view = |(kind, key, label)| {
        let model = scaling_model(part, run, kind);
        let answers = part.curves.iter().map(Curve::answer).collect::<Vec<_>>().join(" ");
        let figure = Figure::new(format!("{label} over workers. {answers}"), &[&part.name, "scaling", key], &model);
        View { key, label, figure }
    };
    kinds.into_iter().map(view).collect()
}

/// One view of the scaling as a figure without words around it.
pub(crate) fn scaling_model(part: &PartFindings<'_>, run: &Run, kind: figures::scaling::Kind) -> figures::Scaling {
    figures::Scaling {
        title: String::new(),
        caption: String::new(),
        kind,
        weak: part.part.scaling == Scaling::Weak,
        series: part.curves.iter().map(|c| series(c, kind)).collect(),
        cores: run.fingerprint.cores as u32,
        ideal: ideal(part),
        footer: footer(part),
    }
}

/// The least time of one worker among the curves: what perfect scaling would go on from.
pub(in crate::page::views) fn ideal(part: &PartFindings<'_>) -> Option<f64> {
    let ones = part.curves.iter().filter_map(|c| c.points.first().filter(|p| p.workers == 1));
    ones.map(|p| p.times.estimate.value).min_by(f64::total_cmp)
}

fn footer(part: &PartFindings<'_>) -> String {
    let dots = "one estimate for all points, over rounds, with 95 % intervals; a faint dot is a launch";
    match part.part.scaling {
        Scaling::Strong => format!("the same problem for every number of workers · {dots}"),
        Scaling::Weak => format!("the same work for each worker · {dots}"),
    }
}

fn series(curve: &Curve<'_>, kind: figures::scaling::Kind) -> figures::scaling::Series {
    use figures::scaling::Kind;
    let point = |p: &Point<'_>| {
        let value = match kind {
            Kind::Time => Some(p.times.estimate),
            Kind::Speedup => p.speed_up,
            Kind::Efficiency => p.efficiency,
            Kind::KarpFlatt => p.karp_flatt,
        };
        Some(figures::scaling::Point {
            workers: p.workers as u32,
            value: drawn(&value?),
            launches: if kind == Kind::Time { medians(&p.times) } else { Vec::new() },
            beyond_cores: p.beyond_cores,
            // One worker is its own ideal.
            efficiency: p.efficiency.map(|e| e.value).filter(|_| kind == Kind::Time && p.workers > 1),
        })
    };
    figures::scaling::Series {
        label: short(&curve.label, LONGEST),
        rung: curve.points[0].times.cell.rung,
        points: curve.points.iter().filter_map(point).collect(),
        fit: if kind == Kind::Time { curve.fit.as_ref().map(|fit| band(fit, curve)) } else { None },
    }
}

/// A fitted law over the workers it was fitted to, and nowhere else.
fn band(fit: &Amdahl, curve: &Curve<'_>) -> figures::scaling::Fit {
    let one = fit.one_worker.value;
    let time = |serial: f64, workers: f64| one * (serial + (1.0 - serial) / workers);
    let point = |p: &Point<'_>| {
        let (workers, serial) = (p.workers as f64, &fit.serial);
        let (low, high) = serial.interval.map_or((serial.value, serial.value), |i| (i.low, i.high));
        (workers, time(serial.value, workers), time(low, workers), time(high, workers))
    };
    figures::scaling::Fit {
        label: format!("Amdahl: {} serial", say::share(&fit.serial)),
        band: curve.points.iter().filter(|p| !p.beyond_cores).map(point).collect(),
    }
}
