//! The product of two matrices, C = A·B, on every rung.
//!
//! The plain loops wait for the memory long before the core is busy. Blocks keep numbers in the caches, packed panels and
//! register tiles keep the core at its peak: what the field's libraries do. The README says more.

mod distributed;
mod mutants;
mod naive;
mod oracles;
mod packed;
mod picture;
mod problem;
mod summa;
mod threaded;
mod vectorised;
mod vectorised_blocked;

pub use problem::{Operands, Params, Product};

use packed::{DEPTH, Packing};
use problem::Line;
use serde_json::{Value, json};
use tenfold_comm::Grid;
use tenfold_kernel::{Agreement, Bound, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Resource, Unit, Variant};
use tenfold_kernel::{Work, Workers, files, peer, variant};

/// The kernel.
pub struct Matmul;

impl Kernel for Matmul {
    const NAME: &'static str = "matmul";
    const SUMMARY: &'static str = "C = A·B in double precision";
    const UNIT: Unit = Unit { plural: "floating-point operations", symbol: "flop" };
    const SIZE: &'static str = "n";
    const AGREEMENT: Agreement<Self> = oracles::ROUNDING;

    type Params = Params;
    type Input = Operands;
    type Output = Product;

    fn complete(params: Params) -> Result<Params, String> {
        params.complete()
    }

    fn input(params: &Params, part: Part) -> Result<Operands, String> {
        Operands::of(params, part)
    }
    fn output(params: &Params, part: Part) -> Product {
        let [_, _, tile] = params.tiles(part);
        let shape = tile.shape();
        Product { shape, c: vec![0.0; shape.iter().product()] }
    }
    fn join(params: &Params, parts: Vec<Product>) -> Product {
        let mut whole = Self::output(params, Part::WHOLE);
        // An entry that no part fills shows as NaN.
        whole.c.fill(f64::NAN);
        for (rank, part) in parts.iter().enumerate() {
            let [_, _, tile] = params.tiles(Part { rank, ranks: parts.len() });
            tile.place(&part.c, &mut whole.c);
        }
        whole
    }
    fn answer(params: &Params, output: &Product) -> Value {
        let residual = Operands::of(params, Part::WHOLE).map(|input| oracles::residual(params, &input, output));
        json!({ "residual": residual.ok() })
    }

    fn work(params: &Params, _: &Operands, _: &Product) -> Work {
        let [m, k, n] = params.shape().map(|extent| extent as f64);
        let flops = 2.0 * m * k * n;
        Work { amount: flops, flops, compulsory_bytes: NUMBER * (m * k + k * n + m * n) }
    }
    fn bounds(params: &Params, input: &Operands, answer: &Product) -> Vec<Bound> {
        let arithmetic =
            "2 m k n: a multiply-add for each term of each sum (methods like Strassen's take fewer, and round more)";
        let traffic = "8 (m k + k n + m n): A and B read once, C written once";
        Self::work(params, input, answer).bounds(Resource::FusedFlops, [arithmetic, traffic])
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        let [m, k, n] = params.shape();
        let [down, across] = Grid::<2>::balanced(ranks, [false; 2]).dims();
        // The widest tile is filled up to its 24 columns.
        let wide = |columns: usize| columns.next_multiple_of(24);
        // Alone, B packed. A rank has two panels of each operand and one of B packed, and sends each to all others in its row
        // or column: a copy for each.
        let [height, width] = [m.div_ceil(down), n.div_ceil(across)];
        let panels = DEPTH * (height * (1 + across) + width * (1 + down) + wide(width));
        let scratch = (ranks * panels).max(if ranks == 1 { k * wide(n) } else { 0 });
        NUMBER * (m * k + k * n + m * n + scratch + ranks * Packing::ROOM) as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        let factor = (workers as f64).cbrt();
        let [m, k, n] = params.shape().map(|extent| (extent as f64 * factor).round() as usize);
        let Params { n, m, k, .. } = Params::of([m, k, n]);
        Params { n, m, k, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, "Three loops, in the order in which rows lie in memory: the base of every ratio"),
            variant!(vectorised_blocked, "Blocks stay in the cache; but C is loaded and stored all the time"),
            variant!(vectorised, "Packed panels and a tile of C in registers: a core near its peak, as in BLAS"),
            variant!(threaded, "Bands of rows; B is packed once for all threads, and no written data is shared"),
            variant!(distributed, plan, "SUMMA: panels go along rows and columns of ranks while others are multiplied")
                .sends(summa::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["packed.rs", "problem.rs", "summa.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python, nested lists", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy (OpenBLAS inside)", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba, compiled loops", "peers/with_numba.py", Python ["numba", "numpy"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numba", "numpy"])
                .on(Workers::Threads),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp"])
                .on(Workers::Threads),
            peer!("matrixmultiply", "matrixmultiply", "peers/with_matrixmultiply.rs", Rust["matrixmultiply=0.3.11"]),
            peer!("faer", "faer", "peers/with_faer.rs", Rust["faer=0.24.4"]),
            peer!("faer-parallel", "faer, threads", "peers/with_faer.rs", Rust["faer=0.24.4"]).on(Workers::Threads),
            peer!("openblas", "OpenBLAS", "peers/openblas.c", C ["-O3", "-lopenblas"]),
            peer!("openblas-parallel", "OpenBLAS, threads", "peers/openblas.c", C ["-O3", "-lopenblas"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        // Single numbers, a row times a column, a column times a row; whole tiles of every path and none; sums deeper than a
        // slab, and more rows than a block.
        let small = [[1, 1, 1], [2, 2, 2], [1, 7, 1], [7, 1, 5], [3, 5, 2], [13, 13, 13]];
        let large = [[24, 16, 48], [37, 41, 43], [61, 97, 103], [5, 600, 11], [211, 259, 9]];
        small.into_iter().chain(large).map(Params::of).collect()
    }
    fn small() -> Params {
        Params::of([96; 3])
    }
    fn tiny() -> Params {
        Params::of([48; 3])
    }
    fn picture() -> Option<Picture> {
        picture::product()
    }
}

/// Bytes of one number.
const NUMBER: f64 = size_of::<f64>() as f64;
