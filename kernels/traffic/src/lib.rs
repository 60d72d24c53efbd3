//! Cars on a ring (rule 184): the traffic model of the course, on every rung.
//!
//! In one step every car with an empty cell ahead moves into it. The oracle is the published run of EPCC's course "Make
//! your Python code 10,000 times faster"; the README says what each rung teaches.

mod bits;
mod distributed;
mod input;
mod lanes;
mod law;
mod mutants;
mod naive;
mod oracles;
mod outcome;
mod picture;
mod strips;
mod threaded;
mod vectorised;
mod vectorised_bits;
mod vectorised_bytes;

pub use input::Road;
pub use outcome::Outcome;

use serde_json::{Value, json};
use tenfold_kernel::{
    Bound, File, Kernel, Mutant, Oracle, Part, Path, Peer, Picture, Resource, Unit, Variant, Work, Workers,
};
use tenfold_kernel::{files, peer, variant};

tenfold_kernel::params! {
    /// The road and how long it is watched. The defaults are the published problem.
    pub struct Params {
        n: usize = 10_240_000 in 1..=4_294_967_296_i64, "cells on the ring";
        density: f64 = 0.52 in 0.0..=1.0, "probability that a cell holds a car at the start";
        seed: u32 = 5743 in 0..=4_294_967_295_i64, "seed of the Mersenne Twister that places the cars";
        steps: usize = 100 in 1..=1_000_000_000, "steps";
        every: usize = 10 in 1..=1_000_000_000, "moves are reported at every step that is a multiple of this";
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

/// The traffic kernel.
pub struct Traffic;

/// More reported steps than this would take more memory than a road.
const MAX_REPORTS: usize = 10_000_000;

/// Scratch memory of a rank besides its road: halos, the words that round up strips, and what a sweep keeps.
const RANK_BYTES: usize = 1 << 18;

impl Kernel for Traffic {
    const NAME: &'static str = "traffic";
    const SUMMARY: &'static str = "Cars on a ring move into the empty cell ahead (rule 184)";
    const UNIT: Unit = Unit { plural: "cell updates", symbol: "cell" };
    const SIZE: &'static str = "n";
    const COMMON: &'static [&'static str] = &["moves"];

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

    fn input(params: &Params, part: Part) -> Result<Road, String> {
        Ok(Road::start(params, part.of(params.n)))
    }

    fn output(params: &Params, part: Part) -> Outcome {
        let reports = params.steps / params.every;
        Outcome { cells: vec![0; part.of(params.n).len()], moves: vec![0; reports + 1] }
    }

    fn answer(_: &Params, output: &Outcome) -> Value {
        let (moves, series) = output.moves.split_last().expect("the last step is always reported");
        json!({ "cars": outcome::cars(&output.cells), "moves": moves, "series": series })
    }

    fn work(params: &Params, _: &Road, _: &Outcome) -> Work {
        Work { amount: params.n as f64 * params.steps as f64, flops: 0.0, compulsory_bytes: 2.0 * params.n as f64 }
    }

    fn bounds(params: &Params, _: &Road, _: &Outcome) -> Vec<Bound> {
        let n = params.n as f64;
        // AVX-512 and Arm choose bit by bit in one operation. Of two inputs it takes three: no way with two that treats all cells
        // alike makes a choice, even if neighbours share one of them.
        let (operations, logic) = if !cfg!(target_arch = "x86_64") || Path::widest().name() == "avx512" {
            (
                1.0,
                "n · steps: each update selects one of two cells by a third, one logic operation; counting moves is \
                 ignored",
            )
        } else {
            (
                3.0,
                "3 n · steps: each update selects one of two cells by a third, three logic operations of two inputs; \
                 counting moves is ignored",
            )
        };
        vec![
            Bound::new(Resource::LogicBits, operations * n * params.steps as f64, logic),
            Bound::new(
                Resource::MemoryBytes,
                2.0 * n,
                "2 n bytes: the road is read once and written once, one byte per cell",
            ),
        ]
    }

    fn memory(params: &Params, ranks: usize) -> f64 {
        let (n, reports) = (params.n as f64, params.steps / params.every + 1);
        // Beside the roads given and wanted: alone at most two more of bytes, and on ranks bits in two orders.
        let scratch = if ranks == 1 { 2.0 * n } else { 2.0 * n / 8.0 };
        2.0 * n + scratch + (ranks * (8 * reports + RANK_BYTES)) as f64
    }

    fn grow(params: &Params, workers: usize) -> Params {
        Params { n: params.n * workers, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Traffic>> {
        oracles::all()
    }

    fn variants() -> Vec<Variant<Traffic>> {
        vec![
            variant!(naive, "The plain loop: one cell at a time, with a branch that cannot be predicted"),
            variant!(vectorised_bytes, "No branch: the compiler does 64 cells at once, in blocks that stay in cache"),
            variant!(vectorised_bits, "An eighth of the memory, 64 cells in a word; shifts fetch the neighbours"),
            variant!(vectorised, "Neighbours need no shift, and many steps pass while the road is in registers"),
            variant!(threaded, "Wide halos make barriers rare: cells at the borders are computed twice instead"),
            variant!(distributed, "The same wide halos as messages: one exchange for many steps")
                .sends(distributed::messages),
        ]
    }

    fn files() -> &'static [File] {
        files![
            "bits.rs",
            "lanes.rs",
            "outcome.rs",
            "strips/convert.rs",
            "strips/count.rs",
            "strips/halo.rs",
            "strips/mod.rs",
            "strips/sweep.rs",
        ]
    }

    fn mutants() -> Vec<Mutant<Traffic>> {
        mutants::all()
    }

    fn peers() -> Vec<Peer<Traffic>> {
        vec![
            peer!("python", "Python lists", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numpy", "numba"])
                .on(Workers::Threads),
            peer!("mpi4py", "mpi4py and NumPy", "peers/with_mpi4py.py", Python ["numpy", "mpi4py"]).on(Workers::Ranks),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp"])
                .on(Workers::Threads),
        ]
    }

    fn awkward() -> Vec<Params> {
        oracles::awkward()
    }

    fn small() -> Params {
        Params { n: 10_000, steps: 20, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { n: 500, steps: 5, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::road()
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
