//! Ceilings: what this machine can do at most, measured now.
//!
//! Each is the best of many short tries, on one core and on all at once. A ceiling that is too low would call honest
//! results faults; one that is too high merely says less.
//!
//! | question | file |
//! |---|---|
//! | how is a rate got from many tries? | `tries.rs` |
//! | how fast is arithmetic, and the clock? | `arithmetic/` |
//! | how fast are caches and memory? | `bandwidth/` |
//! | how fast are messages? | `pingpong.rs` |

mod arithmetic;
mod bandwidth;
pub mod pingpong;
mod tries;

use crate::clock;
use arithmetic::Instruction;
use bandwidth::{Pattern, Stores, Walk};
use tenfold_kernel::Resource;
use tenfold_machine::{cores, worker_cpus};
use tenfold_record::{Ceiling, Reach};
use tries::{Effort, Rates, rates};

/// Tries of each ceiling. The best counts, so more of them only help.
const TRIES: usize = 50;

/// Seconds for each ceiling of a run, which has about thirty of them at its start and again at its end.
const SECONDS_IN_A_RUN: f64 = 0.06;

/// Seconds for each ceiling of a survey.
const SECONDS_IN_A_SURVEY: f64 = 0.3;

/// Measures what the reports of a run need, on one core and on all; takes some seconds. Of each kind of arithmetic the
/// best width is kept: a narrower instruction can have more ports.
pub fn measure() -> Vec<Ceiling> {
    let needed = [Resource::LogicBits, Resource::Flops, Resource::FusedFlops];
    let arithmetic = arithmetic::all().into_iter().filter(|i| needed.contains(&i.resource));
    let machine = Machine::new(Effort { tries: TRIES, seconds: SECONDS_IN_A_RUN });
    let mut ceilings: Vec<Ceiling> = arithmetic.flat_map(|i| machine.instruction(&i)).collect();
    keep_the_best(&mut ceilings);
    // In a cache and with plain stores, copies and triads differ little.
    let needed = |walk: &Walk| match walk.pattern {
        Pattern::Read => true,
        Pattern::Copy => walk.place.is_memory(),
        Pattern::Triad => walk.stores == Stores::Plain,
    };
    walks().filter(needed).for_each(|walk| ceilings.extend(machine.walk(&walk)));
    ceilings
}

/// Measures everything that can be measured, on one core and on all; `told` hears of each ceiling as it is known, and says
/// whether to go on.
pub fn survey(mut told: impl FnMut(&Ceiling) -> bool) -> Vec<Ceiling> {
    let machine = Machine::new(Effort { tries: TRIES * 4, seconds: SECONDS_IN_A_SURVEY });
    let arithmetic = arithmetic::all();
    let found = arithmetic.iter().map(|i| machine.instruction(i)).chain(walks().map(|walk| machine.walk(&walk)));
    found.take_while(|[one, _]| told(one)).flatten().collect()
}

/// Reading, copying and triads in every level. Non-temporal stores go past the caches, so they tell of memory alone.
fn walks() -> impl Iterator<Item = Walk> {
    let kinds = [
        (Pattern::Read, Stores::Plain),
        (Pattern::Copy, Stores::Plain),
        (Pattern::Triad, Stores::Plain),
        (Pattern::Copy, Stores::NonTemporal),
        (Pattern::Triad, Stores::NonTemporal),
    ];
    let walks = move |place: bandwidth::Place| kinds.map(|(pattern, stores)| Walk { place, pattern, stores });
    let of_this_machine =
        |walk: &Walk| walk.stores == Stores::Plain || (walk.place.is_memory() && cfg!(target_arch = "x86_64"));
    bandwidth::places().into_iter().flat_map(walks).filter(of_this_machine)
}

/// The machine at hand, and how long it may take.
struct Machine {
    cpus: Vec<usize>,
    cores: usize,
    effort: Effort,
}

impl Machine {
    fn new(effort: Effort) -> Machine {
        Machine { cpus: worker_cpus(0), cores: cores(), effort }
    }

    fn instruction(&self, instruction: &Instruction) -> [Ceiling; 2] {
        self.both(instruction).map(|(reach, found)| {
            // Clocks do not add up: all cores have that of each while all run.
            let cores = if instruction.resource == Resource::Cycles { self.working(reach) } else { 1 } as f64;
            let found = Rates { best: found.best / cores, median: found.median / cores };
            let name = instruction.width.to_string();
            Ceiling { name, ..ceiling(instruction.resource, reach, found, instruction.method()) }
        })
    }

    fn walk(&self, walk: &Walk) -> [Ceiling; 2] {
        self.both(walk).map(|(reach, found)| Ceiling {
            name: walk.name(),
            stream_per_second: Some(found.best * walk.stream_share()),
            capacity: walk.place.capacity(self.working(reach)),
            ..ceiling(walk.place.resource(), reach, found, walk.method(self.working(reach)))
        })
    }

    fn working(&self, reach: Reach) -> usize {
        if reach == Reach::AllCores { self.cores } else { 1 }
    }

    fn both<T: tries::Try>(&self, one: &T) -> [(Reach, Rates); 2] {
        let alone = rates(one, 1, &self.cpus, self.effort);
        let together = if self.cores > 1 { rates(one, self.cores, &self.cpus, self.effort) } else { alone };
        [(Reach::OneCore, alone), (Reach::AllCores, together)]
    }
}

/// A ceiling without a name.
fn ceiling(resource: Resource, reach: Reach, found: Rates, method: String) -> Ceiling {
    let (median, measured_ms) = (Some(found.median), Some(clock::unix_ms()));
    Ceiling { median, method, measured_ms, ..Ceiling::of(resource, "", reach, found.best) }
}

/// Keeps the best of each resource and reach.
fn keep_the_best(ceilings: &mut Vec<Ceiling>) {
    let beaten =
        |c: &Ceiling, by: &Ceiling| (c.resource, c.reach) == (by.resource, by.reach) && c.per_second < by.per_second;
    let all = ceilings.clone();
    ceilings.retain(|c| !all.iter().any(|by| beaten(c, by)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ceilings: &[Ceiling], resource: Resource, reach: Reach) -> f64 {
        let of = ceilings.iter().filter(|c| c.resource == resource && c.reach == reach);
        of.map(|c| c.per_second).fold(f64::NAN, f64::max)
    }

    #[test]
    fn every_resource_a_kernel_can_need_has_a_ceiling_on_one_core_and_on_all() {
        let ceilings = measure();
        for resource in [Resource::LogicBits, Resource::Flops, Resource::FusedFlops, Resource::MemoryBytes] {
            for reach in [Reach::OneCore, Reach::AllCores] {
                assert!(found(&ceilings, resource, reach) > 1e8, "{resource:?}, {reach:?}");
            }
        }
        assert!(ceilings.iter().all(|c| c.median.is_some_and(|median| median <= c.per_second)));
        let one = |resource| found(&ceilings, resource, Reach::OneCore);
        if one(Resource::L1Bytes).is_finite() {
            assert!(one(Resource::L1Bytes) > one(Resource::MemoryBytes));
        }
    }

    #[test]
    fn of_a_kind_of_arithmetic_the_best_width_is_kept() {
        let ceiling = |reach, rate: f64, name: &str| Ceiling {
            name: name.into(),
            ..ceiling(Resource::Flops, reach, Rates { best: rate, median: rate }, String::new())
        };
        let (one, all) = (Reach::OneCore, Reach::AllCores);
        let mut ceilings =
            vec![ceiling(one, 1.0, "a"), ceiling(one, 3.0, "b"), ceiling(all, 2.0, "c"), ceiling(one, 2.0, "d")];
        keep_the_best(&mut ceilings);
        assert_eq!(ceilings.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    }
}
