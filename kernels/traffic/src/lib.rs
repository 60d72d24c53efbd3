//! Cars on a ring (rule 184): the traffic model of the course, on every rung.
//!
//! In one step every car with an empty cell ahead moves into it. The oracle is the published run of EPCC's course "Make
//! your Python code 10,000 times faster"; the README says what each rung teaches.

mod bits;
mod distributed;
mod input;
mod law;
mod mutants;
mod naive;
mod oracles;
mod outcome;
mod path;
mod peer;
mod strips;
mod threaded;
mod variants;
mod vectorised;
mod vectorised_bits;
mod vectorised_bytes;

pub use outcome::Outcome;

use serde_json::{Map, Value, json};
use tenfold_comm::block;
use tenfold_kernel::{Bound, File, Kernel, Messages, Mutant, Oracle, Peer, Resource, Unit, Variant, Work, files};

tenfold_kernel::params! {
    /// The road and how long it is watched. The defaults are the published problem.
    pub struct Params {
        n: usize = 10_240_000, 1..=4_294_967_296_i64, "cells on the ring";
        density: f64 = 0.52, 0.0..=1.0, "probability that a cell holds a car at the start";
        seed: u32 = 5743, 0..=4_294_967_295_i64, "seed of the Mersenne Twister that places the cars";
        steps: usize = 100, 1..=1_000_000_000, "steps";
        every: usize = 10, 1..=1_000_000_000, "moves are reported at every step that is a multiple of this";
    }
}

impl Params {
    /// Whether the moves of `step` (counted from 1) are reported.
    pub fn reports(&self, step: usize) -> bool {
        step.is_multiple_of(self.every) || step == self.steps
    }

    /// Which of the next `steps` steps after the first `done` are reported, counted from 0; those of [`Params::reports`],
    /// found by one division.
    pub(crate) fn reported(&self, done: usize, steps: usize) -> Vec<usize> {
        let first = self.every - 1 - done % self.every;
        let mut reported: Vec<usize> = (first..steps).step_by(self.every).collect();
        if done + steps == self.steps && reported.last() != Some(&(steps - 1)) {
            reported.push(steps - 1);
        }
        reported
    }
}

/// A stretch of road: one byte a cell, 1 where there is a car.
#[derive(Clone, Debug)]
pub struct Road {
    /// Number on the ring of the first cell.
    pub start: usize,
    /// The cells: the whole ring, or the share of a rank.
    pub cells: Vec<u8>,
}

/// The traffic kernel.
pub struct Traffic;

/// More reported steps than this would take more memory than a road.
const MAX_REPORTS: usize = 10_000_000;

impl Kernel for Traffic {
    const NAME: &'static str = "traffic";
    const SUMMARY: &'static str = "Cars on a ring move into the empty cell ahead (rule 184)";
    const UNIT: Unit = Unit { plural: "cell updates", symbol: "cell" };

    type Params = Params;
    type Input = Road;
    type Output = Outcome;

    fn validate(params: &Params) -> Result<(), String> {
        let reports = params.steps / params.every;
        if reports > MAX_REPORTS {
            return Err(format!(
                "steps = {} with every = {} makes {reports} reports: at most {MAX_REPORTS} are kept, so raise every",
                params.steps, params.every
            ));
        }
        Ok(())
    }

    fn input(params: &Params) -> Road {
        Road { start: 0, cells: input::cars(params.n, params.density, params.seed) }
    }

    fn share(params: &Params, whole: &Road, rank: usize, ranks: usize) -> Road {
        let mine = block(params.n, ranks, rank);
        Road { start: mine.start, cells: whole.cells[mine].to_vec() }
    }

    fn output(params: &Params, input: &Road) -> Outcome {
        Outcome::blank(params, input)
    }

    fn join(_: &Params, parts: Vec<Outcome>) -> Outcome {
        Outcome::join(parts)
    }

    fn answer(_: &Params, output: &Outcome) -> Map<String, Value> {
        let answer = json!({ "cars": output.cars(), "moves": output.moves, "series": output.series });
        answer.as_object().expect("built as an object").clone()
    }

    fn difference(reference: &Outcome, got: &Outcome) -> f64 {
        reference.difference(got)
    }

    fn work(params: &Params) -> Work {
        Work { amount: params.n as f64 * params.steps as f64, flops: 0.0, compulsory_bytes: 2.0 * params.n as f64 }
    }

    fn bounds(params: &Params) -> Vec<Bound> {
        vec![
            Bound {
                resource: Resource::LogicBits,
                amount: params.n as f64 * params.steps as f64,
                formula: "n · steps: the new cell depends on three, so each update takes at least one three-input \
                          logic operation (VPTERNLOG), and counting moves is given for nothing",
            },
            Bound {
                resource: Resource::MemoryBytes,
                amount: 2.0 * params.n as f64,
                formula: "2 n bytes: the road is read once and written once, one byte a cell",
            },
        ]
    }

    fn messages(params: &Params, ranks: usize) -> Option<Messages> {
        Some(distributed::messages(params, ranks))
    }

    fn grow(params: &Params, workers: usize) -> Params {
        Params { n: params.n * workers, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Traffic>> {
        oracles::all()
    }

    fn variants() -> Vec<Variant<Traffic>> {
        variants::all()
    }

    fn files() -> &'static [File] {
        files![
            "bits.rs",
            "outcome.rs",
            "path.rs",
            "strips/convert.rs",
            "strips/count.rs",
            "strips/halo.rs",
            "strips/mod.rs",
            "strips/sweep.rs",
            "strips/word.rs",
        ]
    }

    fn mutants() -> Vec<Mutant<Traffic>> {
        mutants::all()
    }

    fn peers() -> &'static [Peer] {
        peer::ALL
    }

    fn awkward() -> Vec<Params> {
        oracles::awkward()
    }
    fn small() -> Params {
        Params { n: 10_000, steps: 20, ..Params::default() }
    }

    fn to_peer(_: &Params, input: &Road) -> Vec<u8> {
        input.cells.clone()
    }

    fn from_peer(params: &Params, bytes: &[u8]) -> Result<Outcome, String> {
        peer::read(params, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reported_steps_are_those_that_report() {
        for (every, steps) in [(1, 7), (3, 7), (7, 7), (10, 7), (10, 100)] {
            let params = Params { every, steps, ..Traffic::awkward().remove(0) };
            for done in 0..steps {
                for more in 1..=steps - done {
                    let asked: Vec<usize> = (0..more).filter(|i| params.reports(done + 1 + i)).collect();
                    assert_eq!(params.reported(done, more), asked, "every {every}: {more} after {done} of {steps}");
                }
            }
        }
    }
}
