//! Ceilings: what this machine can do at most, measured now.
//!
//! Each is the best of many short tries, on one core and on all at once. A ceiling that is too low would call honest
//! results faults; one that is too high merely says less.

mod arithmetic;
mod bandwidth;

use crate::{clock, pin};
use std::sync::Barrier;
use tenfold_kernel::Resource;
use tenfold_record::{Ceiling, Reach};

/// One try: does an amount of work and says how much, so that amount / time is a rate.
trait Try: Sync {
    /// State of one core, e.g. its array.
    type State: Send;
    /// The resource it uses up.
    fn resource(&self) -> Resource;
    /// How it does that, in words.
    fn method(&self) -> String;
    /// Makes the state, on the core that will use it.
    fn state(&self) -> Self::State;
    /// One try of a few milliseconds; returns the amount done.
    fn once(&self, state: &mut Self::State) -> f64;
}

/// Tries of each ceiling. The best counts, so more of them only help.
const TRIES: usize = 50;

/// Measures all ceilings, on one core and on all; takes a few seconds.
pub fn measure() -> Vec<Ceiling> {
    let cpus = pin::allowed();
    let mut ceilings = arithmetic::all(&cpus);
    ceilings.extend(both(&bandwidth::Read::beyond_caches(), &cpus));
    ceilings
}

fn both<T: Try>(one: &T, cpus: &[usize]) -> Vec<Ceiling> {
    let cores = pin::cores();
    let alone = best(one, 1, cpus);
    let together = if cores > 1 { best(one, cores, cpus) } else { alone };
    [(Reach::OneCore, alone), (Reach::AllCores, together)]
        .map(|(reach, per_second)| Ceiling { resource: one.resource(), reach, per_second, method: one.method() })
        .into()
}

/// The best rate of `cores` cores working at once, summed over them: the total amount over the slowest one's time.
fn best<T: Try>(one: &T, cores: usize, cpus: &[usize]) -> f64 {
    let gate = Barrier::new(cores);
    let times: Vec<Vec<(f64, f64, f64)>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores)
            .map(|core| {
                let gate = &gate;
                scope.spawn(move || {
                    // From the last CPU down: the first serves most interrupts.
                    if let Some(&cpu) = cpus.iter().rev().nth(core) {
                        pin::pin(cpu);
                    }
                    let mut state = one.state();
                    (0..TRIES)
                        .map(|_| {
                            gate.wait();
                            let start = clock::now();
                            let amount = one.once(&mut state);
                            (start, clock::now(), amount)
                        })
                        .collect()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().expect("a ceiling's try does not panic")).collect()
    });
    (0..TRIES)
        .map(|i| {
            let start = times.iter().map(|t| t[i].0).fold(f64::INFINITY, f64::min);
            let end = times.iter().map(|t| t[i].1).fold(0.0, f64::max);
            times.iter().map(|t| t[i].2).sum::<f64>() / (end - start)
        })
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_has_a_ceiling_on_one_core_and_on_all() {
        let ceilings = measure();
        for resource in [Resource::LogicBits, Resource::Flops, Resource::FusedFlops, Resource::MemoryBytes] {
            for reach in [Reach::OneCore, Reach::AllCores] {
                let found = ceilings.iter().find(|c| c.resource == resource && c.reach == reach).unwrap();
                assert!(found.per_second.is_finite() && found.per_second > 1e8, "{found:?}");
            }
        }
    }
}
