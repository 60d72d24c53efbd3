//! The ladder.

use crate::{Traffic, distributed, naive, path, threaded, vectorised, vectorised_bits, vectorised_bytes};
use tenfold_kernel::{Agreement, Body, Path, Rung, Variant};

pub(crate) fn all() -> Vec<Variant<Traffic>> {
    let variant = |name, rung, lesson, paths, body, source| Variant {
        name,
        rung,
        lesson,
        agreement: Agreement::Bitwise,
        paths,
        body,
        source,
    };
    vec![
        variant(
            "naive",
            Rung::Naive,
            "the plain loop: one cell at a time, with a branch that cannot be foreseen",
            &[Path::Portable],
            Body::Serial(naive::run),
            include_str!("naive.rs"),
        ),
        variant(
            "vectorised-bytes",
            Rung::Vectorised,
            "without the branch the compiler does 64 cells at once; blocks in cache keep memory out of the way",
            path::ALL,
            Body::Serial(vectorised_bytes::run),
            include_str!("vectorised_bytes.rs"),
        ),
        variant(
            "vectorised-bits",
            Rung::Vectorised,
            "an eighth of the memory and eight times the cells in an instruction; shifts fetch the neighbours",
            path::ALL,
            Body::Serial(vectorised_bits::run),
            include_str!("vectorised_bits.rs"),
        ),
        variant(
            "vectorised",
            Rung::Vectorised,
            "a layout where neighbours need no shift, and many steps while the road is in registers and cache",
            path::ALL,
            Body::Serial(vectorised::run),
            include_str!("vectorised.rs"),
        ),
        variant(
            "threaded",
            Rung::Threaded,
            "wide halos make meetings rare: cells at the borders are computed twice rather than waited for",
            path::ALL,
            Body::Threaded(threaded::run),
            include_str!("threaded.rs"),
        ),
        variant(
            "distributed",
            Rung::Distributed,
            "the same wide halos as messages: one exchange for many steps",
            path::ALL,
            Body::Distributed(distributed::run),
            include_str!("distributed.rs"),
        ),
    ]
}
