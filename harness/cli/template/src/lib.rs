//! __Name__: squares of numbers and their sum. Replace it by your own kernel, one file at a time: what is right and what is
//! wrong is said in `oracles.rs` and `mutants.rs`, the rest of the specification here.

mod distributed;
mod mutants;
mod naive;
mod oracles;
mod threaded;
mod vectorised;

use serde_json::{Value, json};
use tenfold_kernel::{Agreement, Bound, Kernel, Mutant, Oracle, Part, Peer, Resource, Unit, Variant, Work};
use tenfold_kernel::{arrays, params, peer, variant};

params! {
    /// The problem.
    pub struct Params {
        n: usize = 1_000_000 in 1..=1_000_000_000, "how many numbers";
    }
}

/// The numbers of a part.
#[derive(Clone)]
pub struct Numbers {
    x: Vec<f64>,
}
arrays!(Numbers { x });

/// The squares of a part, and the sum of all squares, which every rank knows.
#[derive(Clone)]
pub struct Outcome {
    squares: Vec<f64>,
    sum: Vec<f64>,
}
arrays!(Outcome { squares, sum });

/// The kernel.
pub struct __Name__;

/// The numbers are 0, 1/1000, 2/1000 … and begin again after so many.
const PERIOD: usize = 1000;

impl Kernel for __Name__ {
    const NAME: &'static str = "__name__";
    const SUMMARY: &'static str = "squares of numbers and their sum";
    const UNIT: Unit = Unit { plural: "squares", symbol: "square" };
    const SIZE: &'static str = "n";
    const AGREEMENT: Agreement<Self> = oracles::ANY_ORDER;
    const COMMON: &'static [&'static str] = &["sum"];

    type Params = Params;
    type Input = Numbers;
    type Output = Outcome;

    fn input(params: &Params, part: Part) -> Result<Numbers, String> {
        Ok(Numbers { x: part.of(params.n).map(|i| (i % PERIOD) as f64 / PERIOD as f64).collect() })
    }
    fn output(params: &Params, part: Part) -> Outcome {
        Outcome { squares: vec![0.0; part.of(params.n).len()], sum: vec![0.0] }
    }
    fn answer(_: &Params, output: &Outcome) -> Value {
        json!({ "sum": output.sum[0] })
    }
    fn work(params: &Params, _: &Numbers, _: &Outcome) -> Work {
        let n = params.n as f64;
        Work { amount: n, flops: 2.0 * n, compulsory_bytes: 16.0 * n }
    }
    fn bounds(params: &Params, _: &Numbers, _: &Outcome) -> Vec<Bound> {
        vec![Bound::new(Resource::MemoryBytes, 16.0 * params.n as f64, "16 n: every number read, every square written")]
    }
    fn memory(params: &Params, _: usize) -> f64 {
        16.0 * params.n as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        Params { n: params.n * workers }
    }
    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, "Each addition waits for the one before"),
            variant!(vectorised, "Eight sums at once do not wait for each other"),
            variant!(threaded, "A block per thread"),
            variant!(distributed, "A block per rank").sends(distributed::messages),
        ]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python", "peers/plain_python.py", Python []),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native"]),
        ]
    }
    fn awkward() -> Vec<Params> {
        [1, 2, 3, 7, 13, 64, 997, 2500].map(|n| Params { n }).into()
    }
    fn small() -> Params {
        Params { n: 100_000 }
    }
    fn tiny() -> Params {
        Params { n: 10_000 }
    }
}
