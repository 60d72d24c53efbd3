//! Gravity of many bodies: the direct sum of all pulls, softened, and leapfrog steps, on every rung.
//!
//! Every body is pulled by every other, so n numbers of data make n² of work: a lesson in arithmetic, in what a root
//! and a quotient cost, and in ranks that see all data without holding them. The README says more.

mod bodies;
mod circle;
mod distributed;
mod energy;
mod estimate;
mod groups;
mod mutants;
mod naive;
mod oracles;
mod picture;
mod scales;
mod threaded;
mod vectorised;
mod vectorised_rsqrt;

use bodies::vectors;
pub use bodies::{Bodies, State};
use circle::Circle;
use scales::Scales;
use serde_json::{Value, json};
use tenfold_kernel::{
    Agreement, Bound, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Resource, Unit, Variant, Work, Workers, files,
    peer, variant,
};

tenfold_kernel::params! {
    /// The bodies, and how far they are followed.
    pub struct Params {
        start: String = "plummer" of ["plummer", "circle"],
            "a Plummer sphere of random bodies, or equal bodies on a circle of radius 1, whose orbit is known";
        n: usize = 4096 in 1..=65_536, "bodies";
        steps: usize = 10 in 1..=1_000_000, "time steps";
        dt: f64 = 0.001 in 0.000001..=1.0, "length of a step (G = 1, masses of about 1 in all)";
        softening: f64 = 0.1 in 0.001..=10.0, "ε: a body at the distance r pulls by m r / (r² + ε²)^(3/2)";
        seed: u64 = 1 in 0..=4_294_967_295_i64, "for the sphere";
    }
}

/// The kernel.
pub struct NBody;

/// λ·t after which a difference by rounding may have grown beyond what one can tell from a fault: e²⁰ is 5·10⁸.
const MOST_GROWTH: f64 = 20.0;

/// λ·dt up to which the integrator's error is that of its order: it is stable up to 2.
const MOST_STEP: f64 = 0.5;

impl Kernel for NBody {
    const NAME: &'static str = "nbody";
    const SUMMARY: &'static str = "Gravity of n bodies by the direct sum, with leapfrog steps";
    const UNIT: Unit = Unit { plural: "interactions", symbol: "interaction" };
    const SIZE: &'static str = "n";

    type Params = Params;
    type Input = Bodies;
    type Output = State;

    fn validate(params: &Params) -> Result<(), String> {
        let Params { steps, dt, softening, .. } = *params;
        let (growth, time) = (Scales::of(params).growth(), steps as f64 * dt);
        if growth * dt > MOST_STEP {
            return Err(format!(
                "dt = {dt}: too long a step for bodies that pull as strongly as with softening = {softening}; \
                 at most {:.2e} is allowed",
                MOST_STEP / growth
            ));
        }
        if growth * time > MOST_GROWTH {
            return Err(format!(
                "steps × dt = {steps} × {dt} = {time}: after so long, rounding alone may make two right answers \
                 differ; at most {:.2e} is allowed with softening = {softening}",
                MOST_GROWTH / growth
            ));
        }
        Ok(())
    }
    fn input(params: &Params, part: Part) -> Result<Bodies, String> {
        Ok(Bodies::of(params, part))
    }
    fn output(params: &Params, part: Part) -> State {
        let numbers = vec![0.0; 3 * part.of(params.n).len()];
        State { positions: numbers.clone(), velocities: numbers.clone(), accelerations: numbers }
    }
    fn answer(params: &Params, state: &State) -> Value {
        let bodies = Bodies::of(params, Part::WHOLE).moved(state);
        let energy: f64 = energy::energies(params, &bodies).iter().sum();
        let momentum = oracles::weighted(&bodies.masses, vectors(&bodies.velocities));
        let squares: f64 = state.positions.iter().map(|x| x * x).sum();
        json!({ "energy": energy, "momentum": momentum, "checksum": squares })
    }

    fn work(params: &Params, _: &Bodies, _: &State) -> Work {
        let interactions = evaluations(params) * (params.n as f64).powi(2);
        Work {
            amount: interactions,
            // As defined: 3 subtractions, 3 products and 3 sums for r² + ε²; a root, a product and a quotient, counted
            // as one each; 3 products and 3 sums.
            flops: 18.0 * interactions,
            // Seven numbers of a body are read, nine are written.
            compulsory_bytes: 8.0 * 16.0 * params.n as f64,
        }
    }
    fn bounds(params: &Params, _: &Bodies, _: &State) -> Vec<Bound> {
        let pairs = params.n as f64 * (params.n as f64 - 1.0) / 2.0;
        vec![Bound::new(
            Resource::FusedFlops,
            26.0 * pairs * evaluations(params),
            "13 n (n − 1) (steps + 1): a pair takes 3 subtractions, 3 multiply-adds for r² + ε², a root, a product and \
             a quotient (counted as one operation each), and for both its bodies a product with the other's mass and \
             3 multiply-adds",
        )]
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        // Input 7 numbers, output 9, groups 9 (filled up), sources 4; on ranks, sources here, expected and on the way.
        const NUMBERS: usize = 7 + 9 + 9 + 3 * 4;
        let on_the_way = if ranks > 1 { 2 * 4 } else { 0 };
        (size_of::<f64>() * ((NUMBERS + on_the_way) * params.n + ranks * 9 * groups::WIDE)) as f64
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
            variant!(naive, "A body is a record; a square root and a division per interaction, one at a time"),
            variant!(vectorised, "A lane for each body that is pulled: the same bits, and all wait for one slow unit"),
            variant!(vectorised_rsqrt, "An estimate and multiply-adds replace the root: more operations, less time")
                .agrees(CHAOS),
            variant!(threaded, "Bodies are dealt to threads, with one barrier per step: n² work over n data scales")
                .agrees(CHAOS),
            variant!(distributed, "The bodies travel round the ring of ranks while those that have arrived pull")
                .agrees(CHAOS)
                .sends(distributed::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["estimate.rs", "groups.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]).agrees(CHAOS),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numpy", "numba"])
                .on(Workers::Threads),
            // Without contraction all agree to the last bit.
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-ffp-contract=off"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-ffp-contract=off", "-fopenmp"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        let sphere = |(n, steps, softening)| Params { n, steps, softening, seed: n as u64, ..Params::default() };
        let circle =
            |(n, steps, dt, softening)| Params { start: "circle".to_string(), dt, ..sphere((n, steps, softening)) };
        let spheres = [(1, 1, 0.1), (3, 1, 0.05), (7, 4, 0.2), (17, 10, 0.1), (61, 3, 0.03), (128, 2, 1.0)].map(sphere);
        // Alone, two on their orbit for most of a turn, and rings that fill groups in part and in full.
        let circles = [(1, 3, 0.01, 0.1), (2, 300, 0.05, 0.01), (13, 40, 0.02, 0.1), (64, 5, 0.01, 0.3)].map(circle);
        [&circles[..], &spheres[..]].concat()
    }
    fn small() -> Params {
        Params { n: 320, steps: 1, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { n: 80, steps: 1, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::sphere()
    }
}

/// How often all pulls are summed: once before the first step and once in each.
fn evaluations(params: &Params) -> f64 {
    params.steps as f64 + 1.0
}

const CHAOS: Agreement<NBody> = Agreement::Bounded {
    bound: |params, bodies, array| {
        let [positions, velocities, accelerations] = Scales::of(params).apart(params, bodies);
        match array {
            "positions" => positions,
            "velocities" => velocities,
            _ => accelerations,
        }
    },
    derivation: "((n + 16) ε A t + 2 ε (steps + 1) (λ |x| + |v|)) e^(1.1 λ t), times constants of at most 8: sums of n \
                 pulls in any order, each within 16 units, by Gronwall's inequality. A is the greatest sum of pulls \
                 that the softening allows, λ² the greatest change of it for a unit of distance",
};
