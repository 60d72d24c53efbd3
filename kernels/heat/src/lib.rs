//! Explicit heat diffusion on the unit square, on every rung.
//!
//! n × n interior points at distance h = 1/(n + 1), zero on the boundary; in one step every point becomes
//! u + ν·(left + right + above + below − 4u). The start is the mode sin(pπx) sin(qπy), which each step multiplies by a
//! known factor, so that the right answer is known at every point.

mod block;
pub mod distributed;
pub mod distributed_temporal;
mod halo;
mod mode;
mod mutants;
pub mod naive;
mod oracles;
mod row;
mod stencil;
pub mod threaded;
pub mod threaded_temporal;
mod variants;
pub mod vectorised;
pub mod vectorised_temporal;
mod wavefront;

pub use block::Block;
pub use stencil::Stencil;

use serde_json::{Map, Value};
use tenfold_kernel::{Bound, File, Kernel, Messages, Mutant, Oracle, Peer, Resource, Unit, Variant, Work, files};

tenfold_kernel::params! {
    /// The problem: a mode that decays.
    pub struct Params {
        n: usize = 3072, 1..=16_384, "interior points along each side";
        steps: usize = 32, 1..=1_000_000, "time steps";
        nu: f64 = 0.2, 0.0..=0.25, "diffusion number κ·dt/h² (stable up to 1/4)";
        p: usize = 1, 1..=16_384, "half waves of the start along x, at most n";
        q: usize = 3, 1..=16_384, "half waves of the start along y, at most n";
    }
}

/// Bytes of one number.
const NUMBER: usize = size_of::<f64>();

/// The kernel.
pub struct Heat;

impl Kernel for Heat {
    const NAME: &'static str = "heat";
    const SUMMARY: &'static str = "Explicit diffusion of heat on the unit square, 5-point stencil";
    const UNIT: Unit = Unit { plural: "lattice point updates", symbol: "LUP" };

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
                "p = {p}, q = {q}: {n} points a side carry the modes 1 to {n}; lower p and q or raise n"
            ));
        }
        Ok(())
    }

    fn input(params: &Params) -> Block {
        mode::mode(params, 1.0)
    }
    fn share(params: &Params, whole: &Block, rank: usize, ranks: usize) -> Block {
        let (rows, cols) = block::dealt(params.n, &block::ranks_grid(ranks), rank);
        whole.part(rows, cols)
    }
    fn output(_: &Params, input: &Block) -> Block {
        Block::filled(input.rows.clone(), input.cols.clone(), f64::NAN)
    }
    fn join(params: &Params, mut parts: Vec<Block>) -> Block {
        if parts.len() == 1 {
            return parts.swap_remove(0);
        }
        let mut whole = Block::filled(0..params.n, 0..params.n, f64::NAN);
        block::close_frame(&mut whole.cells, params.n, 1);
        parts.iter().for_each(|part| whole.place(part));
        whole
    }
    fn answer(params: &Params, output: &Block) -> Map<String, Value> {
        let h = 1.0 / (params.n + 1) as f64;
        let l2 = h * output.values().map(|u| u * u).sum::<f64>().sqrt();
        let answer = [("sum", sum(output)), ("l2", l2), ("max_error", oracles::max_error(params, output))];
        answer.map(|(name, value)| (name.to_string(), value.into())).into_iter().collect()
    }
    fn difference(reference: &Block, got: &Block) -> f64 {
        if (&reference.rows, &reference.cols) != (&got.rows, &got.cols) || reference.cells.len() != got.cells.len() {
            return f64::INFINITY;
        }
        let apart =
            |(a, b): (&f64, &f64)| if a.to_bits() == b.to_bits() { 0.0 } else { (a - b).abs().max(f64::MIN_POSITIVE) };
        oracles::greatest(reference.cells.iter().zip(&got.cells).map(apart))
    }

    fn work(params: &Params) -> Work {
        let (points, updates) = points_and_updates(params);
        Work { amount: updates, flops: stencil::FLOPS * updates, compulsory_bytes: (2 * NUMBER) as f64 * points }
    }
    fn streamed_bytes(params: &Params, variant: &str) -> Option<f64> {
        variants::streamed_bytes(params, variant)
    }
    fn bounds(params: &Params) -> Vec<Bound> {
        let work = Self::work(params);
        vec![
            Bound {
                resource: Resource::Flops,
                amount: work.flops,
                formula: "6 n² steps: four additions and two products per update, none of them fused",
            },
            Bound {
                resource: Resource::MemoryBytes,
                amount: work.compulsory_bytes,
                formula: "16 n²: the start read once and the end written once, however many steps are done per pass",
            },
        ]
    }
    fn messages(params: &Params, ranks: usize) -> Option<Messages> {
        Some(distributed::messages(params, ranks))
    }
    fn grow(params: &Params, workers: usize) -> Params {
        let n = (params.n as f64 * (workers as f64).sqrt()).round() as usize;
        Params { n, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        variants::all()
    }
    fn files() -> &'static [File] {
        files!["block.rs", "halo.rs", "row.rs", "stencil.rs", "wavefront.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> &'static [Peer] {
        variants::PEERS
    }
    fn awkward() -> Vec<Params> {
        variants::awkward()
    }
    fn small() -> Params {
        Params { n: 128, steps: 8, ..Params::default() }
    }

    fn to_peer(_: &Params, input: &Block) -> Vec<u8> {
        input.cells.iter().flat_map(|u| u.to_le_bytes()).collect()
    }
    fn from_peer(params: &Params, bytes: &[u8]) -> Result<Block, String> {
        let side = params.n + 2;
        let expected = side * side * NUMBER;
        if bytes.len() != expected {
            let given = bytes.len();
            return Err(format!("{given} bytes; {side} × {side} little-endian f64, frame included, are {expected}"));
        }
        let mut grid = Block::filled(0..params.n, 0..params.n, 0.0);
        let numbers = bytes.chunks_exact(NUMBER).map(|b| f64::from_le_bytes(b.try_into().expect("8 bytes")));
        grid.cells.iter_mut().zip(numbers).for_each(|(cell, number)| *cell = number);
        Ok(grid)
    }
}

/// The points of the grid, and their updates in one run.
fn points_and_updates(params: &Params) -> (f64, f64) {
    let points = (params.n as f64).powi(2);
    (points, points * params.steps as f64)
}

/// The sum of all points, row by row and then over the rows, which keeps its rounding small.
fn sum(grid: &Block) -> f64 {
    (1..=grid.rows.len()).map(|i| grid.interior(i).iter().sum::<f64>()).sum()
}
