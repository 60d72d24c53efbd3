//! Explicit heat diffusion on the unit square, on every rung.
//!
//! n × n interior points at distance h = 1/(n + 1), zero on the boundary; in one step every point becomes
//! u + ν·(left + right + above + below − 4u). The start is the mode sin(pπx) sin(qπy), which each step multiplies by a
//! known factor, so that the right answer is known at every point.

mod block;
mod distributed;
mod distributed_temporal;
mod mode;
mod mutants;
mod naive;
mod oracles;
mod picture;
mod stencil;
mod threaded;
mod threaded_temporal;
mod vectorised;
mod vectorised_temporal;
mod wavefront;

pub use block::Block;
use serde_json::{Value, json};
use stencil::Stencil;
use tenfold_kernel::{
    Bound, File, Halo, Kernel, Mutant, Oracle, Part, Peer, Picture, Resource, Unit, Variant, Work, Workers,
};
use tenfold_kernel::{files, params, peer, variant};
use wavefront::{Wavefront, passes};

params! {
    /// The problem: a mode that decays.
    pub struct Params {
        n: usize = 3072 in 1..=16_384, "interior points along each side";
        steps: usize = 32 in 1..=1_000_000, "time steps";
        nu: f64 = 0.2 in 0.0..=0.25, "diffusion number κ·dt/h², above 0 (stable up to 1/4)";
        p: usize = 1 in 1..=16_384, "half waves along x at the start, at most n";
        q: usize = 3 in 1..=16_384, "half waves along y at the start, at most n";
    }
}

/// The kernel.
pub struct Heat;

impl Kernel for Heat {
    const NAME: &'static str = "heat";
    const SUMMARY: &'static str = "Explicit diffusion of heat on the unit square, 5-point stencil";
    const UNIT: Unit = Unit { plural: "lattice point updates", symbol: "LUP" };
    const SIZE: &'static str = "n";

    type Params = Params;
    type Input = Block;
    type Output = Block;

    fn validate(params: &Params) -> Result<(), String> {
        let Params { n, nu, p, q, .. } = *params;
        if nu <= 0.0 {
            return Err(format!("nu = {nu}: nothing would diffuse; choose a value above 0, up to 0.25"));
        }
        if p > n || q > n {
            return Err(format!(
                "p = {p}, q = {q}: {n} points per side carry the modes 1 to {n}; lower p and q or raise n"
            ));
        }
        Ok(())
    }

    fn input(params: &Params, part: Part) -> Result<Block, String> {
        Ok(mode::mode(params, 1.0, part))
    }
    fn output(params: &Params, part: Part) -> Block {
        Block::filled(params, part, 0.0)
    }
    fn join(params: &Params, parts: Vec<Block>) -> Block {
        // A cell that no part fills shows as NaN.
        let mut whole = Block::filled(params, Part::WHOLE, f64::NAN);
        parts.iter().for_each(|part| part.tile.place_framed(&part.cells, &mut whole.cells));
        whole
    }
    fn answer(params: &Params, output: &Block) -> Value {
        let h = 1.0 / (params.n + 1) as f64;
        let l2 = h * output.values().map(|u| u * u).sum::<f64>().sqrt();
        json!({ "sum": oracles::total(output), "l2": l2, "max_error": oracles::max_error(params, output) })
    }

    fn work(params: &Params, _: &Block, _: &Block) -> Work {
        let updates = points(params) * params.steps as f64;
        Work { amount: updates, flops: stencil::FLOPS * updates, compulsory_bytes: 2.0 * NUMBER * points(params) }
    }
    fn bounds(params: &Params, input: &Block, answer: &Block) -> Vec<Bound> {
        let arithmetic = "6 n² steps: four additions and two products per update, none of them fused";
        let traffic = "16 n²: the start read once and the end written once, however many steps are done per pass";
        Self::work(params, input, answer).bounds(Resource::Flops, [arithmetic, traffic])
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        // `distributed-temporal` has two grids with wide frames beside input and output.
        let numbers = |rank| {
            let part = Part { rank, ranks };
            let (narrow, wide) = (Halo::new([params.n; 2], part, 1), distributed_temporal::halo(params, part));
            2 * narrow.cells() + 2 * wide.cells() + wide.scratch() + Wavefront::SCRATCH
        };
        NUMBER * (0..ranks).map(numbers).sum::<usize>() as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        let n = (params.n as f64 * (workers as f64).sqrt()).round() as usize;
        Params { n, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, "Two loops and two grids: the definition, and the base of every ratio")
                .streams(|p| streamed(p, p.steps)),
            variant!(vectorised, "Full lanes; from then on memory sets the pace: 24 bytes per update")
                .streams(|p| streamed(p, p.steps)),
            variant!(vectorised_temporal, "Sixteen steps per pass: a wavefront keeps rows in the cache")
                .streams(|p| streamed(p, passes(p.steps))),
            variant!(threaded, "Bands of rows; memory is shared, so a second core may not double the rate")
                .streams(|p| streamed(p, p.steps)),
            variant!(
                threaded_temporal,
                "Threads that rarely need memory do not compete for its bandwidth, and scale again"
            )
            .streams(|p| streamed(p, passes(p.steps))),
            variant!(distributed, plan, "A block for each rank; the interior is computed while the halos travel")
                .streams(|p| streamed(p, p.steps))
                .sends(distributed::messages),
            variant!(distributed_temporal, plan, "Wide halos: one message per sixteen steps, the rim computed twice")
                .streams(|p| streamed(p, 1 + passes(p.steps - 1)))
                .sends(distributed_temporal::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["block.rs", "stencil.rs", "wavefront.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python, nested lists", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy, whole-array slices", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba, compiled loops", "peers/with_numba.py", Python ["numba", "numpy"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numba", "numpy"])
                .on(Workers::Threads),
            // Without contraction all agree to the last bit; with it C is a tenth faster in cache, and no faster from memory.
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-ffp-contract=off"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-ffp-contract=off", "-fopenmp"])
                .on(Workers::Threads),
            peer!("fortran", "Fortran", "peers/fortran.f90", Fortran [
                "-O3", "-march=native", "-ffp-contract=off", "-fno-backtrace",
            ]),
        ]
    }
    fn awkward() -> Vec<Params> {
        // Rows shorter than a vector, odd and even numbers of steps, modes of both symmetries, the largest ν; one step alone.
        let problem = |n, steps, nu, p, q| Params { n, steps, nu, p, q };
        vec![
            problem(1, 1, 0.25, 1, 1),
            problem(1, 5, 0.2, 1, 1),
            problem(2, 4, 0.1, 1, 2),
            problem(3, 9, 0.25, 2, 3),
            problem(5, 3, 0.2, 2, 1),
            problem(7, 8, 0.2, 1, 2),
            problem(13, 17, 0.15, 3, 2),
            problem(31, 16, 0.25, 1, 3),
            problem(64, 20, 0.2, 2, 5),
            problem(127, 33, 0.2, 1, 2),
        ]
    }
    fn small() -> Params {
        // Two grids of 128 × 128 take half of an L2 cache of 512 KiB, and how much of them it keeps then depends on where the
        // pages of a process happen to lie: launches differed by 5 to 6 %, at 96 × 96 by 1 %.
        Params { n: 96, steps: 64, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { n: 24, steps: 4, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::plate()
    }
}

/// Bytes of one number.
const NUMBER: f64 = size_of::<f64>() as f64;

/// The points of the grid.
fn points(params: &Params) -> f64 {
    (params.n as f64).powi(2)
}

/// Bytes that cross to and from memory in so many passes, for each point: the point is read, its successor's line is fetched
/// (all variants store through the caches) and written back. Its neighbours above and below are still in the cache.
/// Non-temporal stores would fetch nothing and move 16, but past the cache that the next pass could use. Halos are left out.
fn streamed(params: &Params, passes: usize) -> f64 {
    3.0 * NUMBER * points(params) * passes as f64
}
