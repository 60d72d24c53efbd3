//! Scaling, as a model.

use crate::LONGEST_NAME;
use tenfold_analysis::findings::{self, Curve, PartFindings, wording};
use tenfold_analysis::text::short;
use tenfold_record::{self as record, Run, Rung};
use tenfold_stats::Estimate;
use tenfold_stats::scaling::Amdahl;

/// What a scaling figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// What is on the value axis.
    pub kind: ValueAxis,
    /// Whether the problem grows with the workers (weak) or stays as it is (strong).
    pub weak: bool,
    /// One a variant.
    pub series: Vec<Series>,
    /// Cores of the machine.
    pub cores: u32,
    /// The ideal value at one worker: seconds for [`ValueAxis::Time`]; the others know theirs and need none.
    pub ideal: Option<f64>,
    /// Where the numbers come from; for weak scaling also the work per worker.
    pub footer: String,
}

/// What is on the value axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueAxis {
    /// Seconds, logarithmic. Ideal: falls as 1/workers (strong) or stays (weak).
    Time,
    /// Times faster than with one worker (scaled by the work, if weak), logarithmic. Ideal: the number of workers.
    Speedup,
    /// Speed-up per worker, linear. Ideal: 1.
    Efficiency,
    /// Experimentally determined serial share of Karp and Flatt (1990), linear. Ideal: 0.
    KarpFlatt,
}

/// One variant's points.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The variant's name.
    pub label: String,
    /// Its rung, which gives colour and marker.
    pub rung: Rung,
    /// Its points by rising workers.
    pub points: Vec<Point>,
    /// A fitted law, drawn only where it was fitted.
    pub fit: Option<Fit>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Threads or ranks.
    pub workers: u32,
    /// The value in the unit of the axis.
    pub value: Estimate,
    /// Each launch in the unit of the axis, drawn as faint dots.
    pub launches: Vec<f64>,
    /// Whether there are more workers than cores.
    pub beyond_cores: bool,
    /// Efficiency as a label, where it is not on the axis anyway.
    pub efficiency: Option<f64>,
}

/// A fitted law as a band over the workers it was fitted to.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// What was fitted, with its parameter: `Amdahl: 1.4 % serial [1.1, 1.8]`.
    pub label: String,
    /// Workers, value, low, high, by rising workers.
    pub band: Vec<(f64, f64, f64, f64)>,
}

impl Scaling {
    /// One view of the scaling of a part.
    pub fn of(part: &PartFindings<'_>, run: &Run, kind: ValueAxis) -> Scaling {
        Scaling {
            kind,
            weak: part.part.scaling == record::Scaling::Weak,
            series: part.curves.iter().map(|curve| Series::of(curve, kind)).collect(),
            cores: run.fingerprint.cores as u32,
            ideal: part.one_worker(),
            footer: footer(part, kind),
        }
    }
}

fn footer(part: &PartFindings<'_>, kind: ValueAxis) -> String {
    let problem = match part.part.scaling {
        record::Scaling::Strong => "the same problem for every number of workers".to_string(),
        record::Scaling::Weak => format!("the same work per worker: {}", wording::params(&part.part.params)),
    };
    // A launch has a time; what follows from times belongs to no launch.
    let dots = if kind == ValueAxis::Time { "; faint dots are launches; %: efficiency at the last point" } else { "" };
    let points = part.curves.iter().flat_map(|curve| &curve.points);
    let fit = wording::fit(points.map(|point| point.times.estimate.interval.is_some()));
    format!("{problem} · {fit}{dots}")
}

impl Series {
    fn of(curve: &Curve<'_>, kind: ValueAxis) -> Series {
        let point = |p: &findings::Point<'_>| {
            let value = match kind {
                ValueAxis::Time => Some(p.times.estimate),
                ValueAxis::Speedup => p.speed_up,
                ValueAxis::Efficiency => p.efficiency,
                ValueAxis::KarpFlatt => p.karp_flatt,
            };
            Some(Point {
                workers: p.workers as u32,
                value: value?,
                launches: if kind == ValueAxis::Time { p.times.medians() } else { Vec::new() },
                beyond_cores: p.beyond_cores,
                // One worker is its own ideal.
                efficiency: p.efficiency.map(|e| e.value).filter(|_| kind == ValueAxis::Time && p.workers > 1),
            })
        };
        Series {
            label: short(&curve.label, LONGEST_NAME),
            rung: curve.points[0].times.cell.rung,
            points: curve.points.iter().filter_map(point).collect(),
            fit: if kind == ValueAxis::Time { curve.fit.as_ref().map(|fit| Fit::of(fit, curve)) } else { None },
        }
    }
}

impl Fit {
    /// A fitted law over the workers it was fitted to, and nowhere else.
    fn of(fit: &Amdahl, curve: &Curve<'_>) -> Fit {
        let point = |p: &findings::Point<'_>| {
            let seconds = fit.seconds(p.workers as f64);
            let (low, high) = seconds.interval.map_or((seconds.value, seconds.value), |i| (i.low, i.high));
            (p.workers as f64, seconds.value, low, high)
        };
        Fit {
            label: format!("Amdahl: {} serial", wording::share(&fit.serial)),
            band: curve.points.iter().filter(|p| !p.beyond_cores).map(point).collect(),
        }
    }
}
