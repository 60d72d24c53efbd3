//! The Mandelbrot set with exact counts, on every rung.
//!
//! Each point c of a grid is iterated, z ← z² + c, until |z| > 2 or for `max_iter` tests. How long that takes differs
//! from point to point: a lesson in masks for vectors, and in load balance for threads and ranks. The README says more.

mod area;
mod counts;
pub mod distributed;
pub mod distributed_static;
mod lanes;
mod mutants;
pub mod naive;
mod oracles;
pub mod threaded;
pub mod vectorised;
pub mod vectorised_masks;
mod work;

pub use area::{Params, Points};
pub use counts::{Counts, Totals};

use serde_json::{Map, Value};
use tenfold_kernel::{
    Agreement, Body, Bound, File, Kernel, Messages, Mutant, Oracle, Path, Peer, Rung, Unit, Variant, Work, files,
};

/// The kernel.
pub struct Mandelbrot;

const ALL_PATHS: &[Path] = &[Path::Portable, Path::Avx2, Path::Avx512];

impl Kernel for Mandelbrot {
    const NAME: &'static str = "mandelbrot";
    const SUMMARY: &'static str = "tests until each point of a grid escapes from z ← z² + c";
    const UNIT: Unit = Unit { plural: "escape tests", symbol: "test" };

    type Params = Params;
    type Input = Points;
    type Output = Counts;

    fn validate(params: &Params) -> Result<(), String> {
        params.validate()
    }
    fn input(params: &Params) -> Points {
        Points::of(params)
    }
    fn share(_: &Params, whole: &Points, rank: usize, ranks: usize) -> Points {
        whole.share(rank, ranks)
    }
    fn output(params: &Params, points: &Points) -> Counts {
        Counts::room(params.width, points.rows.len())
    }
    fn join(_: &Params, parts: Vec<Counts>) -> Counts {
        Counts::join(parts)
    }
    fn answer(params: &Params, counts: &Counts) -> Map<String, Value> {
        counts.totals(params).answer()
    }
    fn difference(reference: &Counts, got: &Counts) -> f64 {
        reference.difference(got)
    }

    fn work(params: &Params) -> Work {
        work::work(params)
    }
    fn bounds(params: &Params) -> Vec<Bound> {
        work::bounds(params)
    }
    fn messages(_: &Params, _: usize) -> Option<Messages> {
        // Who asks for rows, and how often, depends on who is free.
        None
    }
    fn grow(params: &Params, workers: usize) -> Params {
        // The same area in finer rows: the tests per row stay the same.
        Params { height: params.height * workers, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant(
                "naive",
                Rung::Naive,
                &[Path::Portable],
                Body::Serial(naive::run),
                include_str!("naive.rs"),
                "each update waits for the one before: a core with room for 16 operations per cycle does one",
            ),
            variant(
                "vectorised-masks",
                Rung::Vectorised,
                ALL_PATHS,
                Body::Serial(vectorised_masks::run),
                include_str!("vectorised_masks.rs"),
                "eight points at once, under a mask: as slow as the slowest lane, and each update still waits for the last",
            ),
            variant(
                "vectorised",
                Rung::Vectorised,
                ALL_PATHS,
                Body::Serial(vectorised::run),
                include_str!("vectorised.rs"),
                "many points at once under masks, several vectors in flight: the latency is hidden",
            ),
            variant(
                "threaded",
                Rung::Threaded,
                ALL_PATHS,
                Body::Threaded(threaded::run),
                include_str!("threaded.rs"),
                "rows differ in work: handed out as threads become free, they keep every core busy",
            ),
            variant(
                "distributed-static",
                Rung::Distributed,
                ALL_PATHS,
                Body::Distributed(distributed_static::run),
                include_str!("distributed_static.rs"),
                "equal blocks of rows are not equal work: the ranks in the middle are waited for",
            ),
            variant(
                "distributed",
                Rung::Distributed,
                ALL_PATHS,
                Body::Distributed(distributed::run),
                include_str!("distributed.rs"),
                "rows handed out on demand, asked for in advance: no rank waits, and the one that hands out works too",
            ),
        ]
    }
    fn files() -> &'static [File] {
        files!["area.rs", "counts.rs", "lanes.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> &'static [Peer] {
        const PEERS: &[Peer] = &[
            Peer {
                name: "python",
                title: "Python",
                packages: &[],
                file: "peers/plain_python.py",
                source: include_str!("../peers/plain_python.py"),
            },
            Peer {
                name: "numpy",
                title: "NumPy",
                packages: &["numpy"],
                file: "peers/with_numpy.py",
                source: include_str!("../peers/with_numpy.py"),
            },
            Peer {
                name: "numba",
                title: "Numba",
                packages: &["numpy", "numba"],
                file: "peers/with_numba.py",
                source: include_str!("../peers/with_numba.py"),
            },
        ];
        PEERS
    }
    fn awkward() -> Vec<Params> {
        area::awkward()
    }
    fn small() -> Params {
        Params { width: 64, height: 64, ..Params::default() }
    }

    fn to_peer(_: &Params, points: &Points) -> Vec<u8> {
        points.re.iter().chain(&points.im).flat_map(|x| x.to_le_bytes()).collect()
    }
    fn from_peer(params: &Params, bytes: &[u8]) -> Result<Counts, String> {
        Counts::from_bytes(params, bytes)
    }
}

fn variant(
    name: &'static str,
    rung: Rung,
    paths: &'static [Path],
    body: Body<Mandelbrot>,
    source: &'static str,
    lesson: &'static str,
) -> Variant<Mandelbrot> {
    // Every variant rounds like the naive one, so every count is the same.
    Variant { name, rung, lesson, agreement: Agreement::Bitwise, paths, body, source }
}
