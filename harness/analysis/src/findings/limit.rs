//! The limit: the least time the machine allows.

use super::roofline::Cores;
use super::too_fast::TooFast;
use tenfold_record::{Ceiling, Cell, Demand, Fingerprint, Reach, Resource, Run};

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
    /// bytes to and from memory it is those that the caches of its workers have no room for.
    certain: f64,
}

impl Limit {
    /// The limit of `cell` with `workers` workers by its scarcest resource, or `None` where no ceiling it needs was
    /// measured.
    pub fn of(cell: &Cell, workers: usize, run: &Run) -> Option<Limit> {
        let all = Machine::of(run).limits(&cell.work.demands, workers);
        all.into_iter().max_by(|a, b| a.seconds.total_cmp(&b.seconds))
    }

    /// The needs of `cell` with `workers` workers that set no limit because their ceiling was not measured.
    pub(super) fn unmeasured<'r>(cell: &'r Cell, workers: usize, run: &Run) -> Vec<&'r Demand> {
        let machine = Machine::of(run);
        let demands = cell.work.demands.iter();
        demands.filter(|d| d.amount > 0.0 && machine.most(d.resource, workers).is_none()).collect()
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

/// A machine, as the ceilings that were measured beside the times tell of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine<'m> {
    ceilings: &'m [Ceiling],
    fingerprint: &'m Fingerprint,
}

impl<'m> Machine<'m> {
    pub(crate) fn new(ceilings: &'m [Ceiling], fingerprint: &'m Fingerprint) -> Machine<'m> {
        Machine { ceilings, fingerprint }
    }

    pub(crate) fn of(run: &'m Run) -> Machine<'m> {
        Machine::new(&run.ceilings, &run.fingerprint)
    }

    /// The limits of `workers` workers that need so much, one for each resource that binds them.
    pub(crate) fn limits(&self, demands: &[Demand], workers: usize) -> Vec<Limit> {
        // Data that stays in the caches need not cross to memory again, so memory bounds only what is larger than they are.
        let cached = self.cached(workers);
        let certain =
            |resource, amount: f64| if resource == Resource::MemoryBytes { 1.0 - cached / amount } else { 1.0 };
        let limits = demands.iter().filter_map(|demand| {
            let certain = certain(demand.resource, demand.amount);
            let (per_second, ceiling) = self.most(demand.resource, workers)?;
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

    /// The most `workers` workers can have of a resource per second, of all that was measured, early and late; and the
    /// ceiling it comes from.
    ///
    /// A core's own resources grow with the workers, as long as each has a core. Shared ones count as measured on all cores at
    /// once.
    pub(super) fn most(&self, resource: Resource, workers: usize) -> Option<(f64, &'m Ceiling)> {
        // More workers than cores share them; where the cores are not known, each worker counts.
        let working = match self.fingerprint.cores {
            0 => workers,
            cores => workers.min(cores),
        };
        let of_all = self.ceilings.iter().filter(|c| c.resource == resource && c.per_second > 0.0).filter_map(|c| {
            let times = match c.reach {
                Reach::OneCore if resource.is_shared() => 1.0,
                Reach::OneCore => working as f64,
                Reach::AllCores if workers > 1 => 1.0,
                Reach::AllCores => return None,
            };
            Some((c.per_second * times, c))
        });
        of_all.max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// The ceiling of `workers` workers as it was measured, per second, and on which cores: where all of them work, or share the
    /// resource, on all. Where only one core's is known, as many times that.
    pub(super) fn roof(&self, resource: Resource, workers: usize) -> Option<(f64, Cores)> {
        let measured = |reach| {
            let of = self.ceilings.iter().filter(|c| c.resource == resource && c.reach == reach && c.per_second > 0.0);
            of.map(|c| c.per_second).max_by(f64::total_cmp)
        };
        let cores = self.fingerprint.cores;
        let all = measured(Reach::AllCores).filter(|_| workers > 1 && (workers >= cores || resource.is_shared()));
        let working = if cores == 0 { workers } else { workers.min(cores) };
        let of_one = |one: f64| match working > 1 && !resource.is_shared() {
            true => (one * working as f64, Cores::Times(working)),
            false => (one, Cores::One),
        };
        all.map(|all| (all, Cores::All)).or_else(|| measured(Reach::OneCore).map(of_one))
    }

    /// Bytes that `workers` workers can keep in the caches of a level: each has its own, or its share of one that several
    /// cores use. As many of them as there are, for nobody knows how near to each other the workers are. `None` where the
    /// level was not measured.
    pub(super) fn held(&self, level: Resource, workers: usize) -> Option<f64> {
        let capacity = |reach| {
            let of = self.ceilings.iter().filter(|c| c.resource == level && c.reach == reach);
            of.filter_map(|c| c.capacity).max().map(|bytes| bytes as f64)
        };
        let one = capacity(Reach::OneCore)?;
        let unmeasured = if level.is_shared() { 1.0 } else { self.fingerprint.cores.max(1) as f64 };
        let copies = capacity(Reach::AllCores).map_or(unmeasured, |all| (all / one).max(1.0));
        Some(one * copies.min(workers as f64))
    }

    /// Bytes that `workers` workers can keep in all their caches together; infinite where the caches are not known, of which
    /// nothing is said to be too fast for memory then. Caches that do not repeat what the nearer ones hold add up.
    fn cached(&self, workers: usize) -> f64 {
        let levels = [Resource::L1Bytes, Resource::L2Bytes, Resource::L3Bytes];
        let measured: f64 = levels.into_iter().filter_map(|level| self.held(level, workers)).sum();
        match self.fingerprint.cache_bytes {
            0 => f64::INFINITY,
            last => measured.max(last as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::run;

    /// Eight cores: an L2 of 1 MiB each, an L3 of 16 MiB for every four.
    fn machine() -> Run {
        let mut run = run("?").on_cores(8).built();
        run.fingerprint.cache_bytes = 16 << 20;
        let ceiling = |resource, reach, capacity: u64| Ceiling {
            resource,
            name: String::new(),
            reach,
            per_second: 1e9,
            median: None,
            stream_per_second: None,
            capacity: Some(capacity),
            method: String::new(),
            measured_ms: None,
        };
        run.ceilings = vec![
            ceiling(Resource::L2Bytes, Reach::OneCore, 1 << 20),
            ceiling(Resource::L2Bytes, Reach::AllCores, 8 << 20),
            ceiling(Resource::L3Bytes, Reach::OneCore, 16 << 20),
            ceiling(Resource::L3Bytes, Reach::AllCores, 32 << 20),
            Ceiling { capacity: None, ..ceiling(Resource::MemoryBytes, Reach::AllCores, 0) },
        ];
        run
    }

    #[test]
    fn each_worker_has_its_own_caches_and_its_share_of_those_that_are_shared() {
        let run = machine();
        let mib = |level, workers| Machine::of(&run).held(level, workers).unwrap() / f64::from(1 << 20);
        assert_eq!([1, 2, 8, 64].map(|workers| mib(Resource::L2Bytes, workers)), [1.0, 2.0, 8.0, 8.0]);
        assert_eq!([1, 2, 8, 64].map(|workers| mib(Resource::L3Bytes, workers)), [16.0, 32.0, 32.0, 32.0]);
        assert_eq!(Machine::of(&run).held(Resource::L1Bytes, 1), None);
    }

    #[test]
    fn memory_bounds_what_all_caches_of_the_workers_do_not_hold() {
        let run = machine();
        let demand = |mib: f64| Demand {
            resource: Resource::MemoryBytes,
            amount: mib * f64::from(1 << 20),
            formula: String::new(),
        };
        let bound = |mib: f64, workers| !Machine::of(&run).limits(&[demand(mib)], workers).is_empty();
        // Eight workers hold 8 + 32 MiB, two of them 2 + 32: more than one L3 alone.
        assert_eq!([39.0, 41.0].map(|mib| bound(mib, 8)), [false, true]);
        assert_eq!([33.0, 35.0].map(|mib| bound(mib, 2)), [false, true]);
    }

    #[test]
    fn workers_beyond_the_cores_have_no_more_than_the_cores() {
        let mut run = machine();
        run.ceilings.retain(|c| c.resource == Resource::L2Bytes && c.reach == Reach::OneCore);
        let most = |workers| Machine::of(&run).most(Resource::L2Bytes, workers).unwrap().0;
        assert_eq!([1, 8, 64].map(most), [1e9, 8e9, 8e9]);
    }
}
