//! The limit: the least time the machine allows, and numbers that pass it.

use super::{Missing, MissingKind, Times};
use crate::format;
use tenfold_record::{Cell, Reach, Resource, Run};

/// How far a rate may lie above a measured ceiling before it counts as impossible: 5 %, since a ceiling is the best of
/// many short tries and the clock frequency of another moment may differ by a few per cent.
pub const MARGIN: f64 = 1.05;

/// The least time one run can take with a number of workers, by the scarcest resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Seconds per run.
    pub seconds: f64,
    /// The resource that sets it.
    pub resource: Resource,
    /// What the kernel says of the need, in words.
    pub formula: String,
    /// The measured ceiling used, per second: that of all workers together.
    pub per_second: f64,
    /// How the ceiling was measured.
    pub method: String,
}

/// A number that passes its limit.
#[derive(Clone, Debug, PartialEq)]
pub struct TooFast {
    /// How many times faster than the limit.
    pub factor: f64,
    /// The limit passed.
    pub limit: Limit,
}

impl Limit {
    /// The limit of `cell` with `workers` workers, or `None` where no ceiling it needs was measured.
    pub fn of(cell: &Cell, workers: usize, run: &Run) -> Option<Limit> {
        // Data that stays in the cache need not cross to memory again, so memory bounds only what is larger than it.
        // Where the cache is not known, nothing is said to be too fast for memory.
        let cache = if run.fingerprint.cache_bytes == 0 { f64::INFINITY } else { run.fingerprint.cache_bytes as f64 };
        let in_cache = cell.work.compulsory_bytes <= cache;
        let binds = |resource: Resource| !(resource == Resource::MemoryBytes && in_cache);
        let limits = cell.work.demands.iter().filter(|demand| binds(demand.resource)).filter_map(|demand| {
            let (per_second, method) = ceiling(demand.resource, workers, run)?;
            let seconds = demand.amount / per_second;
            let formula = demand.formula.clone();
            (seconds.is_finite() && seconds > 0.0).then_some(Limit {
                seconds,
                resource: demand.resource,
                formula,
                per_second,
                method,
            })
        });
        limits.max_by(|a, b| a.seconds.total_cmp(&b.seconds))
    }

    /// Which part of the greatest possible speed a time reaches: 1 is the limit.
    pub fn share(&self, seconds: f64) -> f64 {
        self.seconds / seconds
    }

    /// `seconds` as a fault, where it lies below the limit by more than [`MARGIN`].
    pub fn passed_by(&self, seconds: f64) -> Option<TooFast> {
        let factor = self.share(seconds);
        (factor > MARGIN).then(|| TooFast { factor, limit: self.clone() })
    }
}

/// The most `workers` workers can have of a resource per second.
///
/// A core's own resources grow with the workers. Memory is shared: it counts as measured on all cores at once.
fn ceiling(resource: Resource, workers: usize, run: &Run) -> Option<(f64, String)> {
    let measured = |reach: Reach| {
        let found = run.ceilings.iter().filter(|c| c.resource == resource && c.reach == reach);
        found.filter(|c| c.per_second > 0.0).max_by(|a, b| a.per_second.total_cmp(&b.per_second))
    };
    let one = measured(Reach::OneCore).map(|c| match resource {
        Resource::MemoryBytes => (c.per_second, c.method.clone()),
        _ => (c.per_second * workers as f64, c.method.clone()),
    });
    let all = measured(Reach::AllCores).filter(|_| workers > 1).map(|c| (c.per_second, c.method.clone()));
    one.into_iter().chain(all).max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Lets a cell's times pass, unless they are too good to be true.
pub(super) fn admit<'r>(times: Times<'r>, run: &Run) -> Result<Times<'r>, Missing<'r>> {
    let limit = Limit::of(times.cell, times.cell.workers, run);
    match limit.and_then(|l| l.passed_by(times.estimate.value)) {
        None => Ok(times),
        Some(fault) => Err(Missing { cell: times.cell, kind: MissingKind::TooFast, reason: fault.reason(&times) }),
    }
}

impl TooFast {
    fn reason(&self, times: &Times<'_>) -> String {
        format!(
            "too fast to be true: {} per run is {} faster than the limit of {} ({}). Likely the compiler removed work \
             whose result is not used, the kernel declares more work than is needed, or the ceiling was measured while \
             the machine was busy",
            format::seconds(times.estimate.value),
            format::ratio(self.factor),
            format::seconds(self.limit.seconds),
            self.limit.formula,
        )
    }
}
