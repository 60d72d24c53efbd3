//! Scaling: what more workers are worth.

use super::{Estimate, PartFindings, Times};
use tenfold_record::{Part, Scaling, Transport};
use tenfold_stats::LEVEL;
use tenfold_stats::scaling::{self, Amdahl};

/// One variant over its numbers of workers.
#[derive(Clone, Debug)]
pub struct Curve<'r> {
    /// The variant, with its transport where that is MPI.
    pub label: String,
    /// Strong: the same problem for all. Weak: the same work for each worker.
    pub scaling: Scaling,
    /// Points, fewest workers first; two at least.
    pub points: Vec<Point<'r>>,
    /// Amdahl's law, fitted to the points within the cores of a strong scaling; `None` where they are too few to say
    /// how well it fits.
    pub fit: Option<Amdahl>,
}

/// One number of workers.
#[derive(Clone, Debug)]
pub struct Point<'r> {
    /// Its times.
    pub times: Times<'r>,
    /// Workers.
    pub workers: usize,
    /// More workers than cores: measured, but not to be read as scaling.
    pub beyond_cores: bool,
    /// Speed-up S over one worker of the same variant. Where scaling is weak this is the scaled speed-up p·T(1)/T(p)
    /// (Gustafson 1988). `None` where one worker was not measured in any of the same rounds.
    pub speed_up: Option<Estimate>,
    /// Efficiency S/p.
    pub efficiency: Option<Estimate>,
    /// Karp and Flatt's experimentally determined serial fraction, (1/S − 1/p)/(1 − 1/p) (CACM 33(5), 1990); `None`
    /// for one worker.
    pub karp_flatt: Option<Estimate>,
}

/// The curves of the variants that were measured with more than one number of workers.
pub(super) fn curves<'r>(part: &Part, times: &[Times<'r>], cores: usize) -> Vec<Curve<'r>> {
    let mut curves = Vec::new();
    for variant in &part.variants {
        for transport in [None, Some(Transport::Local), Some(Transport::Mpi)] {
            let mut cells: Vec<&Times<'r>> =
                times.iter().filter(|t| t.cell.variant == *variant && t.cell.transport == transport).collect();
            cells.sort_by_key(|t| t.cell.workers);
            if cells.len() < 2 {
                continue;
            }
            let one = cells.first().filter(|t| t.cell.workers == 1).copied();
            let points: Vec<Point<'r>> = cells.iter().map(|t| Point::of(t, one, part.scaling, cores)).collect();
            let fit = if part.scaling == Scaling::Strong { fit(&points) } else { None };
            let suffix = if transport == Some(Transport::Mpi) { " (mpi)" } else { "" };
            curves.push(Curve { label: format!("{variant}{suffix}"), scaling: part.scaling, points, fit });
        }
    }
    curves
}

fn fit(points: &[Point<'_>]) -> Option<Amdahl> {
    // The bootstrap's seed: any will do, and the same run must give the same page.
    const SEED: u64 = 1;
    let within = points.iter().filter(|p| !p.beyond_cores);
    let point = |p: &Point<'_>| scaling::Point { workers: p.workers as u32, seconds: p.times.without_rounds() };
    let points: Vec<_> = within.map(point).collect();
    scaling::amdahl(&points, LEVEL, SEED).ok()
}

impl<'r> Point<'r> {
    fn of(times: &Times<'r>, one: Option<&Times<'r>>, scaling: Scaling, cores: usize) -> Point<'r> {
        let workers = times.cell.workers;
        let p = workers as f64;
        let grown = if scaling == Scaling::Weak { p } else { 1.0 };
        let speed_up = one.and_then(|one| times.speed_up_over(one)).map(|s| s.map_monotone(|s| s * grown));
        Point {
            times: times.clone(),
            workers,
            beyond_cores: workers > cores,
            efficiency: speed_up.and_then(|s| scaling::efficiency(s, workers as u32).ok()),
            // A problem that grows has no serial part of one problem.
            karp_flatt: speed_up
                .filter(|_| scaling == Scaling::Strong)
                .and_then(|s| scaling::karp_flatt(s, workers as u32).ok()),
            speed_up,
        }
    }
}

impl PartFindings<'_> {
    /// The least time of one worker among the curves, in seconds: what perfect scaling would go on from.
    pub fn one_worker(&self) -> Option<f64> {
        let ones = self.curves.iter().filter_map(|c| c.points.first().filter(|p| p.workers == 1));
        ones.map(|p| p.times.estimate.value).min_by(f64::total_cmp)
    }

    /// The serial part of the first curve that tells one: by its fit, else by the most workers within the cores.
    pub fn serial_part(&self) -> Option<f64> {
        self.curves.iter().find_map(|curve| {
            let karp_flatt = || curve.widest_within_cores()?.karp_flatt.map(|e| e.value);
            curve.fit.as_ref().map(|fit| fit.serial.value).or_else(karp_flatt)
        })
    }
}

impl Curve<'_> {
    /// The point with the most workers among those within the cores.
    pub fn widest_within_cores(&self) -> Option<&Point<'_>> {
        self.points.iter().rev().find(|p| !p.beyond_cores)
    }
}
