//! Scaling: what do more workers give?
//!
//! Workers on a logarithmic axis of twos against time, speed-up, efficiency or the Karp–Flatt share. Points with more
//! workers than cores are hollow, in a shaded region, and no line joins them: they say how well the system shares cores,
//! not how well the program scales.

mod drawing;

use super::plot;
use super::scale;
use super::sheet::Sheet;
use super::{Estimate, Size};
use crate::format;
use tenfold_record::Rung;

/// What a scaling figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// The question: `Does it scale?`
    pub title: String,
    /// The answer, computed by the caller.
    pub caption: String,
    /// What is on the value axis.
    pub kind: Kind,
    /// Whether the problem grows with the workers (weak) or stays as it is (strong).
    pub weak: bool,
    /// One a variant.
    pub series: Vec<Series>,
    /// Cores of the machine.
    pub cores: u32,
    /// The ideal value at one worker: seconds for [`Kind::Time`]; the others know theirs and need none.
    pub ideal: Option<f64>,
    /// Where the numbers come from; for weak scaling also the work per worker.
    pub footer: String,
}

/// What is on the value axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size) -> String {
        let sheet = Sheet::new(size, &self.title, &self.caption, &[], &self.footer);
        let series: Vec<Series> = self.series.iter().map(|series| self.drawable(series)).collect();
        if series.iter().all(|series| series.points.is_empty()) {
            return sheet.nothing_measured(&self.title);
        }
        let style = &sheet.style;
        let (mut canvas, area) = sheet.open(match size {
            Size::Narrow => 300.0,
            Size::Page => 330.0,
            Size::Slide | Size::Band => 400.0,
        });
        drawing::Drawing::new(self, &series, style, area).draw(&mut canvas);
        let words: Vec<String> =
            series.iter().flat_map(|s| s.points.iter().map(|p| self.in_words(s, p) + ".")).collect();
        canvas.finish(&format!("{} {}", self.title, self.caption), &words.join("\n"))
    }

    /// The series without the points that cannot stand on the axis.
    fn drawable(&self, series: &Series) -> Series {
        let fits = |point: &Point| {
            point.workers > 0
                && if self.kind.axis() == scale::Kind::Log { point.value.is_positive() } else { point.value.is_sound() }
        };
        let value_fits = |value: &f64| value.is_finite() && (self.kind.axis() == scale::Kind::Linear || *value > 0.0);
        let points = series.points.iter().filter(|point| fits(point)).cloned().map(|mut point| {
            point.launches.retain(value_fits);
            point
        });
        Series { points: points.collect(), ..series.clone() }
    }

    /// The ideal value with so many workers.
    fn ideal_at(&self, workers: f64) -> Option<f64> {
        match self.kind {
            Kind::Time => self.ideal.map(|one| if self.weak { one } else { one / workers }),
            Kind::Speedup => Some(workers),
            Kind::Efficiency => Some(1.0),
            Kind::KarpFlatt => Some(0.0),
        }
    }

    fn in_words(&self, series: &Series, point: &Point) -> String {
        let value = match self.kind {
            Kind::Time => point.value.in_seconds(),
            Kind::Speedup => point.value.as_ratio(),
            Kind::Efficiency | Kind::KarpFlatt => point.value.in_words(format::percent),
        };
        let workers = if point.workers == 1 { "worker" } else { "workers" };
        let efficiency = point.efficiency.map_or(String::new(), |e| format!(", efficiency {}", format::percent(e)));
        let beyond = if point.beyond_cores { "; more workers than cores, not scaling" } else { "" };
        format!("{}, {} {workers}: {value}{efficiency}{beyond}", series.label, point.workers)
    }
}

impl Kind {
    fn axis(self) -> scale::Kind {
        match self {
            Kind::Time | Kind::Speedup => scale::Kind::Log,
            Kind::Efficiency | Kind::KarpFlatt => scale::Kind::Linear,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Time => "time",
            Kind::Speedup => "speed-up",
            Kind::Efficiency => "efficiency",
            Kind::KarpFlatt => "serial share (Karp–Flatt)",
        }
    }

    fn tick(self, value: f64) -> String {
        match self {
            Kind::Time => plot::tick_text(&format::seconds(value)),
            Kind::Speedup => plot::tick_text(&format::ratio(value)),
            Kind::Efficiency | Kind::KarpFlatt => format!("{} %", plot::tick_text(&format::number(value * 100.0))),
        }
    }
}
