//! The Cholesky factor of a symmetric positive definite matrix, A = L·Lᵀ, on every rung.
//!
//! Cut into tiles, it is more than a hundred tasks that wait for one another, and the longest chain among them limits the speed. The
//! README says more.

mod distributed;
mod graph;
mod kernels;
mod layout;
mod mutants;
mod naive;
mod oracles;
mod panel;
mod picture;
mod problem;
mod threaded;
mod threaded_steps;
mod vectorised;

pub use problem::{Factor, Matrix, Params};

use serde_json::{Value, json};
use tenfold_kernel::{Agreement, Bound, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Resource, Unit, Variant};
use tenfold_kernel::{Work, Workers, files, peer, variant};

/// The kernel.
pub struct Cholesky;

impl Kernel for Cholesky {
    const NAME: &'static str = "cholesky";
    const SUMMARY: &'static str = "A = L·Lᵀ for a symmetric positive definite matrix";
    const UNIT: Unit = Unit { plural: "floating-point operations", symbol: "flop" };
    const SIZE: &'static str = "n";
    const AGREEMENT: Agreement<Self> = oracles::ROUNDING;

    type Params = Params;
    type Input = Matrix;
    type Output = Factor;

    fn complete(params: Params) -> Result<Params, String> {
        params.complete()
    }
    fn validate(params: &Params) -> Result<(), String> {
        params.validate(oracles::factored)
    }

    fn input(params: &Params, part: Part) -> Result<Matrix, String> {
        Matrix::of(params, part)
    }
    fn output(params: &Params, part: Part) -> Factor {
        let shape = [params.order(), params.columns(part).count()];
        Factor { shape, l: vec![0.0; shape.iter().product()] }
    }
    fn join(params: &Params, parts: Vec<Factor>) -> Factor {
        let (n, ranks) = (params.order(), parts.len());
        // An entry that no part fills shows as NaN.
        let mut whole = Factor { shape: [n; 2], l: vec![f64::NAN; n * n] };
        for (rank, part) in parts.iter().enumerate() {
            let columns: Vec<usize> = params.columns(Part { rank, ranks }).collect();
            let rows = part.l.chunks_exact(columns.len().max(1)).zip(whole.l.chunks_exact_mut(n));
            rows.for_each(|(from, to)| from.iter().zip(&columns).for_each(|(&from, &column)| to[column] = from));
        }
        whole
    }
    fn answer(params: &Params, output: &Factor) -> Value {
        let residual = Matrix::of(params, Part::WHOLE).map(|input| oracles::relative_residual(params, &input, output));
        json!({ "residual": residual.ok() })
    }

    fn work(params: &Params, _: &Matrix, _: &Factor) -> Work {
        let n = params.order() as f64;
        let flops = n.powi(3) / 3.0 + n.powi(2) / 2.0 + n / 6.0;
        Work { amount: flops, flops, compulsory_bytes: 4.0 * n * (n + 1.0) + 8.0 * n * n }
    }
    fn bounds(params: &Params, input: &Matrix, answer: &Factor) -> Vec<Bound> {
        let arithmetic = "n³/3 + n²/2 + n/6: nearly all of them multiply-adds; a division or root counts as one";
        let traffic = "4 n (n + 1) + 8 n²: half of A read once, all of L written once";
        Self::work(params, input, answer).bounds(Resource::FusedFlops, [arithmetic, traffic])
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        let (n, tiles) = (params.order(), params.tiles());
        // With the widest vectors a tile is filled up to a multiple of 24.
        let slot = params.tile.min(n).next_multiple_of(24).pow(2);
        // Each rank has a column of tiles of another, and the same as it travels: for itself, and once for each that it is sent to.
        let travelling = if ranks == 1 { 1 } else { 1 + ranks };
        let panels = ranks * (tiles * slot + travelling * params.tile * n);
        (size_of::<f64>() * (2 * n * n + tiles * (tiles + 1) / 2 * slot + panels)) as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        let n = (params.order() as f64 * (workers as f64).cbrt()).round() as usize;
        Params { n: Some(n), ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, "Row by row: each addition waits for the one before, as their order is fixed"),
            variant!(vectorised, "Tiles stay in the cache, and all tile kernels are made of one micro-kernel"),
            variant!(threaded_steps, "Fork and join: all threads wait while one factors the tile on the diagonal"),
            variant!(threaded, "Tasks: each waits only for what it needs, and the longest chain is the limit"),
            variant!(
                distributed,
                "Columns of tiles dealt in turn; the next is factored and sent before the rest is updated"
            )
            .sends(distributed::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["graph.rs", "kernels.rs", "layout.rs", "panel.rs", "problem.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python, nested lists", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy (LAPACK inside)", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba, compiled loops", "peers/with_numba.py", Python ["numba", "numpy"]),
            peer!("dask", "Dask, a graph of blocks", "peers/with_dask.py", Python ["dask", "numpy", "scipy"])
                .on(Workers::Threads),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native"]),
            peer!("c-openmp", "C, OpenMP tasks", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp"])
                .on(Workers::Threads),
            peer!("faer", "faer", "peers/with_faer.rs", Rust["faer=0.24.4"]),
            peer!("faer-parallel", "faer, threads", "peers/with_faer.rs", Rust["faer=0.24.4"]).on(Workers::Threads),
            peer!("lapack", "LAPACK of OpenBLAS", "peers/lapack.c", C ["-O3", "-lopenblas"]),
            peer!("lapack-parallel", "LAPACK of OpenBLAS, threads", "peers/lapack.c", C ["-O3", "-lopenblas"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        // One tile that is larger than the matrix; tiles smaller than a strip, as high as one or two on each path, and with rows
        // left over; a last tile of one row.
        let small = [(1, 1), (1, 120), (2, 1), (3, 2), (5, 5), (7, 3), (13, 4)];
        let large = [(24, 12), (37, 12), (48, 24), (61, 20), (97, 24), (101, 30), (130, 17)];
        [small, large].concat().into_iter().map(|(n, tile)| Params::of(n, tile)).collect()
    }
    fn small() -> Params {
        Params::of(144, 48)
    }
    fn tiny() -> Params {
        Params::of(48, 24)
    }
    fn picture() -> Option<Picture> {
        picture::factor()
    }
}
