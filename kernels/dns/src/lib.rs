//! Turbulence from first principles: the Taylor–Green vortex by a pseudo-spectral method, on every rung.
//!
//! The equations of Navier and Stokes in a periodic cube: derivatives and the pressure are products where the velocity
//! is a sum of waves, and u × ω is a product where it is given at points, so that every stage goes there and back by
//! fast transforms. The README says more.

mod blocks;
mod distributed;
mod modes;
mod mutants;
mod naive;
mod oracles;
mod picture;
mod plain;
mod plan;
mod planes;
mod space;
mod threaded;
mod vectorised;
mod velocity;

pub use velocity::Velocity;

use plan::{Plan, cut};
use serde_json::{Value, json};
use tenfold_kernel::{
    Agreement, Bound, File, Kernel, Mutant, Oracle, Part, Path, Peer, Picture, Resource, Unit, Variant, Work, Workers,
};
use tenfold_kernel::{files, params, peer, variant};

params! {
    /// The problem: a flow and its viscosity, the grid, and how far in time.
    pub struct Params {
        n: usize = 32 in 8..=1024, "grid points along each axis, a power of two";
        nu: f64 = 0.000625 in 0.0..=1.0, "viscosity; the Reynolds number is its reciprocal";
        dt: f64 = 0.01 in 0.0..=1.0, "time step, above 0 and short enough to be stable";
        steps: usize = 10 in 1..=1_000_000, "time steps";
        start: String = "taylor-green" of ["taylor-green", "two-dimensional"], "the flow at the start";
    }
}

/// The classical method of Runge and Kutta: of every stage, its share in the step, and how far ahead the next looks.
const STAGES: [[f64; 2]; 4] = [[1.0 / 6.0, 0.5], [1.0 / 3.0, 0.5], [1.0 / 3.0, 1.0], [1.0 / 6.0, 0.0]];

/// How large a rate times the time step may be in that method, decaying or oscillating (Hairer and Wanner 1996, IV.2).
const STABLE: f64 = 2.78;

/// The kernel.
pub struct Dns;

impl Kernel for Dns {
    const NAME: &'static str = "dns";
    const SUMMARY: &'static str = "A turbulent flow, pseudo-spectral (Taylor–Green vortex)";
    const UNIT: Unit = Unit { plural: "grid point updates", symbol: "point" };
    const SIZE: &'static str = "n";
    const AGREEMENT: Agreement<Dns> = Agreement::Bounded {
        bound: oracles::rounding,
        derivation: "ε (8 log₂ N (2 + 8 T) + 8 steps) e^(4T) ‖u‖₂ for the time T: the rounding of transforms and \
                     stages (Higham 2002, 24.1), amplified by the greatest strain, which is 1 at the start and below 4 \
                     while the flow is resolved",
    };

    type Params = Params;
    type Input = Velocity;
    type Output = Velocity;

    fn validate(params: &Params) -> Result<(), String> {
        let Params { n, nu, dt, .. } = *params;
        if !n.is_power_of_two() {
            return Err(format!("n = {n}: must be a power of two from 8 to 1024"));
        }
        // No component is faster than 1 at first, and they add up to less than 2; friction takes ν k².
        let k = cut(n) as f64;
        let longest = STABLE / (2.0 * k).max(3.0 * nu * k * k);
        if dt <= 0.0 || dt > longest {
            return Err(format!("dt = {dt}: must be above 0 and, for n = {n} and nu = {nu}, at most {longest:.2e}"));
        }
        Ok(())
    }

    fn input(params: &Params, part: Part) -> Result<Velocity, String> {
        Ok(Velocity::start(params, part.of(params.n)))
    }
    fn output(params: &Params, part: Part) -> Velocity {
        Velocity::room(params.n, part.of(params.n).len())
    }
    fn answer(_: &Params, output: &Velocity) -> Value {
        json!({ "energy": output.energy(), "enstrophy": oracles::enstrophy(output) })
    }

    fn work(params: &Params, _: &Velocity, _: &Velocity) -> Work {
        let (points, stages) = (points(params), 4.0 * params.steps as f64);
        let transforms = (9.0 * stages + 6.0) * 2.5 * points * points.log2();
        let flops = transforms + stages * (9.0 + 40.0) * points;
        Work { amount: points * params.steps as f64, flops, compulsory_bytes: 2.0 * 24.0 * points }
    }
    fn bounds(params: &Params, input: &Velocity, answer: &Velocity) -> Vec<Bound> {
        let (n, kept) = (params.n as f64, cut(params.n) as f64);
        let lines = n * n / 2.0 + (kept + 1.0) * n + (kept + 1.0) * (2.0 * kept + 1.0);
        let fewest = 34.0 / 9.0 * n * n.log2() * lines * (36.0 * params.steps as f64 + 6.0);
        let formulae = [
            "9 real transforms per stage of the lines whose waves are kept, 34/9 n log₂ n per complex line: the fewest \
             operations known (Johnson and Frigo 2007), if all could be fused",
            "48 n³: the velocity read once and written once",
        ];
        Work { flops: fewest, ..Self::work(params, input, answer) }.bounds(Resource::FusedFlops, formulae)
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        // Of the naive variant: waves of three components in four states, points of two fields, input and output.
        let n = params.n as f64;
        let naive = 8.0 * (n * n * (24.0 * (n / 2.0 + 1.0) + 12.0 * n) + 4.0 * n);
        // `distributed` has what `vectorised` has, and messages.
        let numbers = |rank| {
            let plan = Plan::new(params, Part { rank, ranks }, Path::PORTABLE);
            let [states, outward, inward, scratch] = plan.sizes(1);
            states + 2 * outward + inward + scratch + 6 * plan.planes * params.n * params.n
        };
        naive.max((size_of::<f64>() * (0..ranks).map(numbers).sum::<usize>()) as f64)
    }
    fn grow(params: &Params, workers: usize) -> Params {
        // To the nearest power of two.
        Params { n: params.n << ((workers as f64).log2() / 3.0).round() as u32, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, plan, "Whole arrays, one operation at a time: each passes over memory for a few flops"),
            variant!(
                vectorised,
                plan,
                "Waves that are cut are skipped; all work on a plane is done while it is in cache"
            ),
            variant!(threaded, plan, "Planes of points are independent, then sheets of modes: two barriers per stage"),
            variant!(distributed, plan, "Two distributed transposes per stage, of nearly half of all waves")
                .sends(distributed::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["blocks.rs", "modes.rs", "plain.rs", "plan.rs", "planes.rs", "space.rs", "velocity.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("scipy-parallel", "SciPy, parallel", "peers/with_scipy.py", Python ["numpy", "scipy"])
                .on(Workers::Threads),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-lm"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp", "-lm"])
                .on(Workers::Threads),
            peer!("fftw", "C with FFTW", "peers/fftw.c", C ["-O3", "-march=native", "-lfftw3", "-lm"]),
        ]
    }
    fn awkward() -> Vec<Params> {
        // One block of points in a row, more ranks than sheets of modes; two starts; friction that shows, or none.
        let problem = |n, nu, dt, steps, start: &str| Params { n, nu, dt, steps, start: start.to_string() };
        vec![
            problem(8, 0.000625, 0.01, 10, "taylor-green"),
            problem(8, 0.1, 0.05, 3, "two-dimensional"),
            problem(8, 0.0, 0.2, 1, "taylor-green"),
            problem(16, 0.05, 0.02, 2, "taylor-green"),
            problem(16, 1.0, 0.005, 2, "two-dimensional"),
            problem(32, 0.01, 0.05, 1, "taylor-green"),
        ]
    }
    fn small() -> Params {
        Params { n: 16, steps: 1, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { n: 8, steps: 1, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::vortices()
    }
}

/// The points of the grid.
fn points(params: &Params) -> f64 {
    (params.n as f64).powi(3)
}
