//! The limit: the least time the machine allows.

use super::too_fast::TooFast;
use tenfold_record::{Ceiling, Cell, Demand, Reach, Resource, Run};

/// How far a rate may lie above a measured ceiling before it counts as impossible: 5 %, since a ceiling is the best of
/// many short tries and the clock frequency of another moment may differ by a few per cent.
pub const MARGIN: f64 = 1.05;

/// The least time one run can take with a number of workers, by one resource.
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
    /// The part of the need that is certain. What a cache holds from one run to the next need not cross to memory, so of
    /// bytes to and from memory it is those that the last cache has no room for.
    certain: f64,
}

impl Limit {
    /// The limit of `cell` with `workers` workers by its scarcest resource, or `None` where no ceiling it needs was
    /// measured.
    pub fn of(cell: &Cell, workers: usize, run: &Run) -> Option<Limit> {
        Limit::all(cell, workers, run).into_iter().max_by(|a, b| a.seconds.total_cmp(&b.seconds))
    }

    /// The limits of `cell` with `workers` workers, one for each resource that binds it.
    pub(super) fn all(cell: &Cell, workers: usize, run: &Run) -> Vec<Limit> {
        // Data that stays in the cache need not cross to memory again, so memory bounds only what is larger than it.
        // Where the cache is not known, nothing is said to be too fast for memory.
        let cache = if run.fingerprint.cache_bytes == 0 { f64::INFINITY } else { run.fingerprint.cache_bytes as f64 };
        let certain =
            |resource, amount: f64| if resource == Resource::MemoryBytes { 1.0 - cache / amount } else { 1.0 };
        let limits = cell.work.demands.iter().filter_map(|demand| {
            let certain = certain(demand.resource, demand.amount);
            let (per_second, ceiling) = most(demand.resource, workers, run)?;
            let seconds = demand.amount / per_second;
            (certain > 0.0 && seconds.is_finite() && seconds > 0.0).then(|| Limit {
                seconds,
                resource: demand.resource,
                formula: demand.formula.clone(),
                per_second,
                method: ceiling.method.clone(),
                certain,
            })
        });
        limits.collect()
    }

    /// The needs of `cell` with `workers` workers that set no limit because their ceiling was not measured.
    pub(super) fn unmeasured<'r>(cell: &'r Cell, workers: usize, run: &Run) -> Vec<&'r Demand> {
        cell.work.demands.iter().filter(|d| d.amount > 0.0 && most(d.resource, workers, run).is_none()).collect()
    }

    /// Which part of the greatest possible speed a time reaches: 1 is the limit.
    pub fn share(&self, seconds: f64) -> f64 {
        self.seconds / seconds
    }

    /// `seconds` as a fault, where it lies below the limit by more than [`MARGIN`].
    pub fn passed_by(&self, seconds: f64) -> Option<TooFast> {
        let factor = self.share(seconds) * self.certain;
        (factor > MARGIN).then(|| TooFast { factor, limit: self.clone() })
    }
}

/// The cores that `workers` workers run on: more workers than cores share them. As many as there are workers where the cores are
/// not known.
pub(super) fn cores_of(workers: usize, run: &Run) -> usize {
    match run.fingerprint.cores {
        0 => workers,
        cores => workers.min(cores),
    }
}

/// The most `workers` workers can have of a resource per second, of all that was measured, early and late; and the ceiling
/// it comes from.
///
/// A core's own resources grow with the workers, up to the number of cores. Shared ones count as measured on all cores at once.
pub(super) fn most(resource: Resource, workers: usize, run: &Run) -> Option<(f64, &Ceiling)> {
    let of_all = run.ceilings.iter().filter(|c| c.resource == resource && c.per_second > 0.0).filter_map(|c| {
        let times = match c.reach {
            Reach::OneCore if resource.is_shared() => 1.0,
            Reach::OneCore => cores_of(workers, run) as f64,
            Reach::AllCores if workers > 1 => 1.0,
            Reach::AllCores => return None,
        };
        Some((c.per_second * times, c))
    });
    of_all.max_by(|a, b| a.0.total_cmp(&b.0))
}
