//! The ladder: the list of variants, the peers beside it, and the awkward problems that all of them solve.

use crate::row::PATHS;
use crate::wavefront::passes;
use crate::{
    Heat, NUMBER, Params, distributed, distributed_temporal, naive, points_and_updates, threaded, threaded_temporal,
    vectorised, vectorised_temporal,
};
use tenfold_kernel::{Agreement, Body, Path, Peer, Rung, Variant};

/// The variants, the naive one first.
pub fn all() -> Vec<Variant<Heat>> {
    vec![
        Variant {
            name: "naive",
            rung: Rung::Naive,
            lesson: "Two loops and two grids: the definition, and the base of every ratio",
            agreement: Agreement::Bitwise,
            paths: &[Path::Portable],
            body: Body::Serial(naive::run),
            source: include_str!("naive.rs"),
        },
        Variant {
            name: "vectorised",
            rung: Rung::Vectorised,
            lesson: "Rows as slices fill the lanes; from then on memory sets the pace: 24 bytes an update, by plain stores",
            agreement: Agreement::Bitwise,
            paths: PATHS,
            body: Body::Serial(vectorised::run),
            source: include_str!("vectorised.rs"),
        },
        Variant {
            name: "vectorised-temporal",
            rung: Rung::Vectorised,
            lesson: "Sixteen steps per pass: a wavefront keeps the rows between them in the cache",
            agreement: Agreement::Bitwise,
            paths: PATHS,
            body: Body::Serial(vectorised_temporal::run),
            source: include_str!("vectorised_temporal.rs"),
        },
        Variant {
            name: "threaded",
            rung: Rung::Threaded,
            lesson: "A band of rows for each thread; memory is shared, so a second core may not double the rate",
            agreement: Agreement::Bitwise,
            paths: PATHS,
            body: Body::Threaded(threaded::run),
            source: include_str!("threaded.rs"),
        },
        Variant {
            name: "threaded-temporal",
            rung: Rung::Threaded,
            lesson: "Threads that seldom need memory do not share its bandwidth, and scale again",
            agreement: Agreement::Bitwise,
            paths: PATHS,
            body: Body::Threaded(threaded_temporal::run),
            source: include_str!("threaded_temporal.rs"),
        },
        Variant {
            name: "distributed",
            rung: Rung::Distributed,
            lesson: "A block for each rank; the interior is computed while the halos travel",
            agreement: Agreement::Bitwise,
            paths: PATHS,
            body: Body::Distributed(distributed::run),
            source: include_str!("distributed.rs"),
        },
        Variant {
            name: "distributed-temporal",
            rung: Rung::Distributed,
            lesson: "Wide halos: a message for sixteen steps, and the rim computed twice",
            agreement: Agreement::Bitwise,
            paths: PATHS,
            body: Body::Distributed(distributed_temporal::run),
            source: include_str!("distributed_temporal.rs"),
        },
    ]
}

/// Bytes that cross to and from memory for each point of each pass: the point is read, its successor's line is fetched
/// (all variants store through the caches) and written back. Its neighbours above and below are still in the cache.
/// Non-temporal stores would fetch nothing and move 16, but past the cache that the next pass could use.
const STREAMED: usize = 3 * NUMBER;

/// What a variant moves to and from memory, halos aside; none for externals, whose temporaries nobody counts.
pub fn streamed_bytes(params: &Params, variant: &str) -> Option<f64> {
    let (points, _) = points_and_updates(params);
    let passes = match variant {
        "naive" | "vectorised" | "threaded" | "distributed" => params.steps,
        "vectorised-temporal" | "threaded-temporal" => passes(params.steps),
        // The first step is a pass of its own.
        "distributed-temporal" => 1 + passes(params.steps - 1),
        _ => return None,
    };
    Some(STREAMED as f64 * points * passes as f64)
}

/// The externals in `peers/`.
pub const PEERS: &[Peer] = &[
    Peer {
        name: "python",
        title: "Python, nested lists",
        packages: &[],
        file: "peers/plain_python.py",
        source: include_str!("../peers/plain_python.py"),
    },
    Peer {
        name: "numpy",
        title: "NumPy, whole-array slices",
        packages: &["numpy"],
        file: "peers/with_numpy.py",
        source: include_str!("../peers/with_numpy.py"),
    },
    Peer {
        name: "numba",
        title: "Numba, compiled loops",
        packages: &["numba", "numpy"],
        file: "peers/with_numba.py",
        source: include_str!("../peers/with_numba.py"),
    },
];

/// Small problems with sizes 1 and 2, primes, rows shorter than a vector, odd and even numbers of steps, modes of both
/// symmetries and the largest ν.
pub fn awkward() -> Vec<Params> {
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
