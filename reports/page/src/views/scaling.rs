//! Scaling as a table, and as figures behind one switch.

use super::figure::PageFigure;
use super::number::NumberView;
use minijinja::{Value, context};
use tenfold_analysis::findings::{Curve, PartFindings, Point};
use tenfold_figures::{self as figures, scaling::ValueAxis};
use tenfold_record::{Run, Scaling};

/// The scaling of a part; `None` where nothing was measured with more than one number of workers.
pub(super) fn scaling(part: &PartFindings<'_>, run: &Run) -> Option<Value> {
    (!part.curves.is_empty()).then(|| {
        context! {
            kind => if part.part.scaling == Scaling::Weak { "weak" } else { "strong" },
            answers => answers(part),
            rows => part.curves.iter().flat_map(|c| c.points.iter().map(|p| row(c, p))).collect::<Vec<_>>(),
            views => views(part, run),
            amdahl => amdahl(part),
        }
    })
}

/// Whether it scales, then every curve that this has not told; where it is not known, that alone.
fn answers(part: &PartFindings<'_>) -> Vec<String> {
    let all = || part.curves.iter().map(Curve::answer);
    let Some(answer) = part.scaling_answer() else { return all().collect() };
    if part.no_answer().is_some() {
        return vec![answer];
    }
    let told = |curve: &String| answer.contains(curve.trim_end_matches('.'));
    let others: Vec<String> = all().filter(|curve| !told(curve)).collect();
    std::iter::once(answer.clone()).chain(others).collect()
}

/// The serial part that the slider shows where the run says none: of a program that is well threaded, and still too much
/// for a hundred cores.
const SERIAL: f64 = 0.05;

/// Where the slider of Amdahl's law begins: seconds of one worker, the most workers that were measured, and the serial part in
/// steps of the slider. `None` where the problem grows with the workers, of which the law says nothing, or one worker was not
/// measured.
fn amdahl(part: &PartFindings<'_>) -> Option<Value> {
    let workers = part.curves.iter().flat_map(|c| c.points.iter().map(|p| p.workers)).max()?;
    // Half a per cent a step, from none to half of the work.
    let percent = (part.serial_part().unwrap_or(SERIAL) * 200.0).round().clamp(0.0, 100.0) / 2.0;
    let one = part.one_worker().filter(|_| part.part.scaling == Scaling::Strong)?;
    Some(context! { one, workers, percent })
}

/// The scaling figure as each of its views, time first.
fn views(part: &PartFindings<'_>, run: &Run) -> Vec<Value> {
    let kinds = [
        (ValueAxis::Time, "time", "Time"),
        (ValueAxis::Speedup, "speed-up", "Speed-up"),
        (ValueAxis::Efficiency, "efficiency", "Efficiency"),
        (ValueAxis::KarpFlatt, "karp-flatt", "Karp–Flatt"),
    ];
    let view = |(kind, key, label): (ValueAxis, &str, &str)| {
        let answers = part.curves.iter().map(Curve::answer).collect::<Vec<_>>().join(" ");
        let name = format!("{label} over workers. {answers}");
        let figure = PageFigure::new(name, &[&part.name, "scaling", key], &figures::Scaling::of(part, run, kind));
        context! { key, label, figure }
    };
    // Karp and Flatt ask for the serial part of one problem; a problem that grows has none.
    let weak = part.part.scaling == Scaling::Weak;
    kinds.into_iter().filter(|(kind, ..)| !(weak && *kind == ValueAxis::KarpFlatt)).map(view).collect()
}

fn row(curve: &Curve<'_>, point: &Point<'_>) -> Value {
    context! {
        label => curve.label,
        workers => point.workers,
        time => NumberView::of_seconds(&point.times.estimate),
        speed_up => NumberView::of_ratio(point.speed_up.as_ref()),
        efficiency => NumberView::of_share(point.efficiency.as_ref()),
        karp_flatt => NumberView::of_share(point.karp_flatt.as_ref()),
        beyond_cores => point.beyond_cores,
    }
}
