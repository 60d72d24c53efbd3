//! Gaussian deviates by the polar method, from a generator that jumps ahead: the benchmark EP of the NAS Parallel
//! Benchmarks, on every rung.
//!
//! Pairs of numbers are points of a square. Those in the circle give two Gaussian deviates each, whose sums and sizes
//! are asked for. The work needs no messages until the end: a lesson in streams that do not depend on who draws them,
//! and in sums that do not depend on who adds them. The README says more.

mod distributed;
mod generator;
mod lanes;
mod mutants;
mod naive;
mod oracles;
mod picture;
mod tally;
mod threaded;
mod vectorised;
mod vectorised_numbers;

pub use tally::{ANNULI, Counts, Share, Tally};

use serde_json::{Value, json};
use tenfold_kernel::{
    Agreement, Bound, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Resource, Unit, Variant, Work, Workers, files,
    peer, variant,
};

tenfold_kernel::params! {
    /// How many pairs, from where in the stream. The defaults are class S.
    pub struct Params {
        log2_pairs: u32 = 24 in 0..=36, "binary logarithm of the number of pairs (NPB: S 24, W 25, A 28, B 30, C 32, D 36)";
        seed: u64 = 271_828_183 in 1..=70_368_744_177_663_i64, "state of the generator before its first number, odd";
    }
}

/// The kernel.
pub struct MonteCarlo;

impl Kernel for MonteCarlo {
    const NAME: &'static str = "montecarlo";
    const SUMMARY: &'static str = "Sums and sizes of Gaussian deviates by the polar method (NPB EP)";
    const UNIT: Unit = Unit { plural: "pairs of numbers", symbol: "pair" };
    const SIZE: &'static str = "log2_pairs";
    const AGREEMENT: Agreement<Self> = Agreement::Bounded {
        bound: |params, _, _| rounding(params),
        derivation: "(8 + 256 + log₂ pairs) ε Σ|X|: deviates differ by less than 5 ε |X| where logarithms are within 8 \
                     units of 2⁻⁵³, quotient, root and products round alike; each of two sums has a path of 255 + log₂ \
                     blocks additions; Σ|X| is its mean 0.63 pairs and six deviations 0.64 √pairs, or one deviate (at \
                     most 12). Counts are equal",
    };

    type Params = Params;
    type Input = Share;
    type Output = Tally;

    fn validate(params: &Params) -> Result<(), String> {
        if params.seed.is_multiple_of(2) {
            return Err(format!("seed = {}: must be odd, as even states repeat too soon", params.seed));
        }
        Ok(())
    }
    fn input(params: &Params, part: Part) -> Result<Share, String> {
        // A rank jumps to its first pair.
        let (blocks, pairs) = (part.of(tally::blocks(params)), tally::pairs(params).min(tally::BLOCK));
        let state = vec![generator::jump(params.seed, 2 * pairs * blocks.start as u64)];
        Ok(Share { state, blocks: blocks.len(), pairs: pairs as usize })
    }
    fn output(_: &Params, part: Part) -> Tally {
        let of = |len: usize| if part.rank == 0 { len } else { 0 };
        Tally { accepted: vec![0; of(1)], sums: vec![0.0; of(2)], annuli: vec![0; of(ANNULI)] }
    }
    fn answer(params: &Params, tally: &Tally) -> Value {
        json!({
            "accepted": tally.accepted[0],
            "sum_x": tally.sums[0],
            "sum_y": tally.sums[1],
            "annuli": tally.annuli,
            "pi": 4.0 * tally.accepted[0] as f64 / tally::pairs(params) as f64,
        })
    }

    fn work(params: &Params, _: &Share, tally: &Tally) -> Work {
        let flops = 5.0 * tally::pairs(params) as f64 + 8.0 * tally.accepted[0] as f64;
        // The answer and the seed: nothing else has to pass through memory.
        Work { amount: tally::pairs(params) as f64, flops, compulsory_bytes: 8.0 * (2 + 2 + ANNULI) as f64 }
    }
    fn bounds(params: &Params, _: &Share, tally: &Tally) -> Vec<Bound> {
        let operations = 6.0 * tally::pairs(params) as f64 + 9.0 * tally.accepted[0] as f64;
        vec![Bound::new(
            Resource::Flops,
            operations,
            "6 pairs + 9 accepted: a pair takes 2 subtractions, 2 squares, an addition and a comparison; an accepted \
             one a logarithm, a quotient and a root, counted as one operation each, 3 products, a maximum and 2 \
             additions; nothing is fused, as that could change counts, and the integer operations of the generator \
             are left out",
        )]
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        // The sums of the blocks on the ranks that have them, and once more on rank 0; a page of each rank for the rest.
        (2 * size_of::<[f64; 2]>() * tally::blocks(params) + ranks * 4096) as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        // Where the number of workers is no power of two, the work per worker stays the same only nearly.
        Params { log2_pairs: params.log2_pairs + (workers as f64).log2().round() as u32, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, "Each number waits for the one before, and one branch in five is mispredicted"),
            variant!(vectorised_numbers, "Numbers in lanes that jump ahead: the logarithms remain (Amdahl's law)")
                .agrees(Agreement::Bitwise),
            variant!(vectorised, "A logarithm of our own has no call and no branch: now everything runs in lanes"),
            variant!(threaded, "Threads jump to their part of the stream; their number changes no sum"),
            variant!(distributed, plan, "Counts are reduced, sums gathered: the same bits on any number of ranks")
                .sends(distributed::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["generator.rs", "lanes.rs", "tally.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python", "peers/plain_python.py", Python []),
            peer!("multiprocessing", "Python, multiprocessing", "peers/with_multiprocessing.py", Python [])
                .on(Workers::Threads),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numpy", "numba"])
                .on(Workers::Threads),
            // Without contraction: x² + y² rounds as the definition does, and decides who is in the circle.
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-ffp-contract=off"]).agrees(Agreement::Bitwise),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-ffp-contract=off", "-fopenmp"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        // One pair, fewer pairs than lanes, one block and less, fewer blocks than ranks, blocks that ranks do not divide.
        let (npb, first, last) = (Params::default().seed, 1, 70_368_744_177_663);
        let small = [(0, npb), (0, 3), (1, npb), (2, first), (3, last), (5, npb), (7, 5), (8, npb)];
        let blocks = [(9, last), (10, npb), (12, 314_159_265), (14, npb)];
        small.into_iter().chain(blocks).map(|(log2_pairs, seed)| Params { log2_pairs, seed }).collect()
    }
    fn small() -> Params {
        Params { log2_pairs: 15, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { log2_pairs: 12, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::density()
    }
}

/// How far two right sums may be apart.
fn rounding(params: &Params) -> f64 {
    let pairs = tally::pairs(params) as f64;
    (8.0 + 256.0 + f64::from(params.log2_pairs)) * f64::EPSILON * (0.63 * pairs + 6.0 * 0.64 * pairs.sqrt() + 12.0)
}
