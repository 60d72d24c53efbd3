//! Flow through a box by Jacobi's iteration on the stream function, on every rung.
//!
//! Fluid enters a square box through an opening in its bottom and leaves through one in its right side. The stream
//! function ψ of the flow is known on the walls; inside, each iteration replaces every point by the mean of its four
//! neighbours. With a Reynolds number the fluid is viscous, and its vorticity ζ is iterated along with ψ.

mod distributed;
mod flow;
mod frame;
mod grids;
mod mutants;
mod naive;
mod oracles;
mod picture;
mod series;
mod steady;
mod stencil;
mod threaded;
mod vectorised;

pub use flow::Flow;
use serde_json::{Value, json};
use tenfold_kernel::{Agreement, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Unit, Variant, Work, Workers};
use tenfold_kernel::{Bound, Halo, Resource, files, params, peer, variant};

params! {
    /// The problem: EPCC's flow in a box.
    pub struct Params {
        scale: usize = 10 in 1..=512, "size if n is not given: n = 32 × scale";
        n: Option<usize> in 1..=16_384, "interior points along each side";
        iterations: usize = 1000 in 1..=10_000_000, "Jacobi iterations";
        check: usize = 100 in 1..=10_000_000, "iterations between two residuals (the last iteration always has one)";
        reynolds: Option<f64> in 0.0..=3.7, "Reynolds number of a cell at scale 1, stable up to 3.7; without it the flow is inviscid";
    }
}

impl Params {
    /// Interior points along each side.
    pub fn side(&self) -> usize {
        self.n.expect("complete params have it")
    }

    /// How many numbers a point has: ψ, and in the viscous form ζ.
    fn fields(&self) -> usize {
        1 + usize::from(self.reynolds.is_some())
    }

    /// How often the residual is computed.
    pub fn checks(&self) -> usize {
        self.iterations.div_ceil(self.check)
    }

    /// Which of the residuals iteration `k`, counted from 1, has to compute.
    pub fn check_at(&self, k: usize) -> Option<usize> {
        (k.is_multiple_of(self.check) || k == self.iterations).then(|| (k - 1) / self.check)
    }
}

/// The kernel.
pub struct Cfd;

impl Kernel for Cfd {
    const NAME: &'static str = "cfd";
    const SUMMARY: &'static str = "Flow through a box: Jacobi's iteration on the stream function";
    const UNIT: Unit = Unit { plural: "lattice point updates", symbol: "LUP" };
    const SIZE: &'static str = "n";

    type Params = Params;
    type Input = Flow;
    type Output = Flow;

    fn complete(mut params: Params) -> Result<Params, String> {
        params.n.get_or_insert(32 * params.scale);
        Ok(params)
    }
    fn input(params: &Params, part: Part) -> Result<Flow, String> {
        Ok(Flow::start(params, part))
    }
    fn output(params: &Params, part: Part) -> Flow {
        Flow { residuals: vec![0.0; params.checks()], ..Flow::filled(params, part, 0.0) }
    }
    fn join(params: &Params, parts: Vec<Flow>) -> Flow {
        // A cell that no part fills shows as NaN, and so does a residual of which the ranks think differently.
        let mut whole = Flow::filled(params, Part::WHOLE, f64::NAN);
        parts.iter().for_each(|part| whole.place(part));
        let agree =
            |at: usize| parts.iter().all(|part| part.residuals[at].to_bits() == parts[0].residuals[at].to_bits());
        let residual = |at: usize| if agree(at) { parts[0].residuals[at] } else { f64::NAN };
        whole.residuals = (0..params.checks()).map(residual).collect();
        whole
    }
    fn answer(params: &Params, output: &Flow) -> Value {
        let ([sum, l2, max], residual) = (oracles::norms(output), output.residuals[params.checks() - 1]);
        json!({ "sum": sum, "l2": l2, "max": max, "residual": residual })
    }

    fn work(params: &Params, _: &Flow, _: &Flow) -> Work {
        let updates = params.side().pow(2) as f64 * params.iterations as f64;
        // Counted as `bounds` says.
        let per_update = if params.reynolds.is_some() { 18.0 } else { 4.0 };
        Work { amount: updates, flops: per_update * updates, compulsory_bytes: 2.0 * grid_bytes(params) }
    }
    fn bounds(params: &Params, input: &Flow, answer: &Flow) -> Vec<Bound> {
        let arithmetic = match params.reynolds {
            None => "4 n² iterations: three additions and a product per update",
            Some(_) => "18 n² iterations: five operations for ψ and thirteen for ζ per update, none of them fused",
        };
        let traffic = "16 n² for each field: start read once, end written once, however many iterations per pass";
        Self::work(params, input, answer).bounds(Resource::Flops, [arithmetic, traffic])
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        // Input, output and a grid to take turns with the output, each with its frame; then messages and residuals.
        let numbers = |rank| {
            let halo = Halo::new([params.side(); 2], Part { rank, ranks }, 1);
            params.fields() * (3 * halo.cells() + halo.scratch()) + params.checks()
        };
        (size_of::<f64>() * (0..ranks).map(numbers).sum::<usize>()) as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        let n = (params.side() as f64 * (workers as f64).sqrt()).round() as usize;
        Params { n: Some(n), ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        let all = [
            variant!(naive, "Two loops and two grids: the definition, and the base of every ratio"),
            variant!(vectorised, "Rows as slices: nothing left to check, so the compiler fills the lanes"),
            variant!(threaded, "Bands of rows: a thousand barriers, which do not pay off on a small grid"),
            variant!(distributed, plan, "A block per rank: the interior is computed while the halos travel")
                .sends(distributed::messages),
        ];
        all.map(|variant| variant.streams(streamed)).into()
    }
    fn files() -> &'static [File] {
        files!["flow.rs", "frame.rs", "grids.rs", "stencil.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python, nested lists", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy, whole-array slices", "peers/with_numpy.py", Python["numpy"]),
            peer!("scipy", "SciPy, ndimage.convolve", "peers/with_scipy.py", Python ["numpy", "scipy"])
                .agrees(SUMMED_OTHERWISE),
            peer!("numba", "Numba, compiled loops", "peers/with_numba.py", Python ["numba", "numpy"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numba", "numpy"])
                .on(Workers::Threads),
            // Without contraction all agree to the last bit.
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-ffp-contract=off"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-ffp-contract=off", "-fopenmp"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        // Sides shorter than a vector, odd and even numbers of iterations, residuals that do and do not fall on the
        // last one, both forms; two viscous flows that come to rest.
        let inviscid = [(1, 1, 1), (2, 4, 3), (3, 9, 2), (7, 8, 3), (31, 16, 4), (61, 33, 11)];
        let viscous = [(1, 5, 2, 1.0), (2, 3, 1, 3.7), (5, 3, 10, 0.5), (13, 17, 5, 2.0), (37, 21, 7, 1.5)];
        let at_rest = [(4, 400, 100, 0.0), (6, 600, 150, 1.0)];
        let inviscid = inviscid.into_iter().map(|(n, k, check)| (n, k, check, None));
        let viscous = viscous.into_iter().chain(at_rest).map(|(n, k, check, re)| (n, k, check, Some(re)));
        let problem = |(n, iterations, check, reynolds)| Params { scale: 10, n: Some(n), iterations, check, reynolds };
        inviscid.chain(viscous).map(problem).collect()
    }
    fn small() -> Params {
        Params { n: Some(64), iterations: 400, check: 50, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { n: Some(32), iterations: 20, check: 20, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::speed()
    }
}

/// Bytes of the interior points of ψ, and of ζ where there is one.
fn grid_bytes(params: &Params) -> f64 {
    (size_of::<f64>() * params.fields() * params.side().pow(2)) as f64
}

/// Bytes that cross to and from memory: in every iteration a point is read, its successor's line is fetched and written
/// back. Its neighbours above and below are still in the cache. The start, halos and residuals are left out.
fn streamed(params: &Params) -> f64 {
    3.0 * grid_bytes(params) * params.iterations as f64
}

/// Of a peer that adds the four neighbours in an order of its own.
const SUMMED_OTHERWISE: Agreement<Cfd> = Agreement::Bounded {
    bound: |params, _, array| oracles::rounding(params) * if array == "residuals" { 6.0 } else { 3.0 },
    derivation: "3 k ε w: at most (1 + 1.5) ε w is lost in each of k iterations by the two orders of a sum of four \
                 terms whose mean is at most w; averaging enlarges no error",
};
