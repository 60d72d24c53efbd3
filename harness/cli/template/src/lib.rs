//! __Name__: squares of numbers and their sum. Replace it by your own kernel, one file at a time.
//!
//! This file is the specification: params, input, work, oracles, mutants and the list of variants.

mod distributed;
mod naive;
mod threaded;
mod vectorised;

use serde::{Deserialize, Serialize};
use tenfold_comm::block;
use tenfold_kernel::{
    Agreement, Body, Bound, Check, Defence, Kernel, Messages, Mutant, Oracle, ParamSet, Path, Peer, Resource, Rung, Unit,
    Variant, Work,
};

tenfold_kernel::params! {
    /// The problem.
    pub struct Params {
        n: usize = 1_000_000, 1..=1_000_000_000, "how many numbers";
    }
}

/// The numbers of a rank, and where they begin among all.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Index of the first.
    pub start: usize,
    /// The numbers.
    pub x: Vec<u64>,
}

/// The squares of a rank, and the sum over all ranks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The squares, in the order of the input.
    pub squares: Vec<u64>,
    /// The sum of all squares, those of the other ranks included.
    pub sum: u64,
}

/// The kernel.
pub struct __Name__;

/// Numbers repeat with this period.
const PERIOD: u64 = 1000;

impl Kernel for __Name__ {
    const NAME: &'static str = "__name__";
    const SUMMARY: &'static str = "squares of numbers and their sum";
    const UNIT: Unit = Unit { plural: "squares", symbol: "square" };

    type Params = Params;
    type Input = Numbers;
    type Output = Outcome;

    fn input(params: &Params) -> Numbers {
        Numbers { start: 0, x: (0..params.n as u64).map(|i| i % PERIOD).collect() }
    }

    fn share(params: &Params, whole: &Numbers, rank: usize, ranks: usize) -> Numbers {
        let mine = block(params.n, ranks, rank);
        Numbers { start: mine.start, x: whole.x[mine].to_vec() }
    }

    fn output(_params: &Params, input: &Numbers) -> Outcome {
        Outcome { squares: vec![u64::MAX; input.x.len()], sum: u64::MAX }
    }

    fn join(_params: &Params, parts: Vec<Outcome>) -> Outcome {
        // A sum on which the ranks do not agree is no sum.
        let sum = parts[0].sum;
        let agreed = parts.iter().all(|part| part.sum == sum);
        Outcome { squares: parts.into_iter().flat_map(|part| part.squares).collect(), sum: if agreed { sum } else { u64::MAX } }
    }

    fn answer(_params: &Params, output: &Outcome) -> serde_json::Map<String, serde_json::Value> {
        [("sum".to_string(), output.sum.into())].into_iter().collect()
    }

    fn difference(reference: &Outcome, got: &Outcome) -> f64 {
        if reference.squares.len() != got.squares.len() {
            return f64::INFINITY;
        }
        let pairs = reference.squares.iter().zip(&got.squares).chain([(&reference.sum, &got.sum)]);
        pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0) as f64
    }

    fn work(params: &Params) -> Work {
        let n = params.n as f64;
        Work { amount: n, flops: 0.0, compulsory_bytes: 16.0 * n }
    }

    fn bounds(params: &Params) -> Vec<Bound> {
        let formula = "8 bytes read and 8 bytes written for each number";
        vec![Bound { resource: Resource::MemoryBytes, amount: 16.0 * params.n as f64, formula }]
    }

    fn messages(_params: &Params, _ranks: usize) -> Option<Messages> {
        Some(Messages::default())
    }

    fn grow(params: &Params, workers: usize) -> Params {
        Params { n: params.n * workers }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        vec![Oracle {
            name: "closed form",
            source: "sum of the first squares: (m-1)m(2m-1)/6 below m",
            defence: Defence::Constant,
            check: |params, _, output| {
                let below = |m: u64| if m == 0 { 0 } else { (m - 1) * m * (2 * m - 1) / 6 };
                let (periods, rest) = (params.n as u64 / PERIOD, params.n as u64 % PERIOD);
                Some(Check::equal("sum", output.sum, periods * below(PERIOD) + below(rest)))
            },
        }]
    }

    fn variants() -> Vec<Variant<Self>> {
        let variant = |name, rung, lesson, body, source| Variant {
            name,
            rung,
            lesson,
            agreement: Agreement::Bitwise,
            paths: &[Path::Portable],
            body,
            source,
        };
        vec![
            variant("naive", Rung::Naive, "the plain loop", Body::Serial(naive::run), include_str!("naive.rs")),
            variant(
                "vectorised",
                Rung::Vectorised,
                "many at once",
                Body::Serial(vectorised::run),
                include_str!("vectorised.rs"),
            ),
            variant(
                "threaded",
                Rung::Threaded,
                "a block for each thread",
                Body::Threaded(threaded::run),
                include_str!("threaded.rs"),
            ),
            variant(
                "distributed",
                Rung::Distributed,
                "a block for each rank",
                Body::Distributed(distributed::run),
                include_str!("distributed.rs"),
            ),
        ]
    }

    fn mutants() -> Vec<Mutant<Self>> {
        vec![Mutant {
            name: "mutant-last-left-out",
            body: |params, input, space, output| {
                naive::run(params, input, space, output);
                output.sum -= output.squares.last().copied().unwrap_or(0);
            },
        }]
    }

    fn peers() -> &'static [Peer] {
        &[]
    }

    fn awkward() -> Vec<Params> {
        [1, 2, 3, 7, 13, 64, 997, 2500].map(|n| Params { n }).into()
    }
    fn small() -> Params {
        Params { n: 10_000 }
    }

    fn to_peer(_params: &Params, input: &Numbers) -> Vec<u8> {
        input.x.iter().flat_map(|x| x.to_le_bytes()).collect()
    }

    fn from_peer(params: &Params, bytes: &[u8]) -> Result<Outcome, String> {
        let mut numbers = bytes.chunks_exact(8).map(|b| u64::from_le_bytes(b.try_into().expect("eight bytes")));
        if bytes.len() != 8 * (params.n + 1) {
            return Err(format!("{} bytes were written, {} are needed", bytes.len(), 8 * (params.n + 1)));
        }
        let squares = numbers.by_ref().take(params.n).collect();
        Ok(Outcome { squares, sum: numbers.next().expect("the length was checked") })
    }
}
