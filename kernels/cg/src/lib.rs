//! Conjugate gradients on sparse matrices, on every rung.
//!
//! Two problems: CG of the NAS Parallel Benchmarks, which finds an eigenvalue of a random sparse matrix by inverse
//! iteration; and Poisson's equation on the unit square by linear finite elements. The time goes into products of a
//! sparse matrix and a vector.

mod distributed;
mod halo;
mod mutants;
mod naive;
mod npb;
mod oracles;
mod picture;
mod poisson;
mod sell;
mod solve;
mod system;
mod threaded;
mod vectorised;
mod vectors;

use npb::Class;
use serde_json::{Value, json};
pub use solve::Solution;
pub use system::System;
use tenfold_kernel::{Agreement, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Unit, Variant, Work, Workers};
use tenfold_kernel::{Bound, Resource, files, params, peer, variant};

params! {
    /// The problem.
    pub struct Params {
        problem: String = "npb" of ["npb", "poisson"], "NPB's CG, or Poisson's equation by finite elements";
        class: String = "S" of ["S", "W", "A"], "size if n is not given; for NPB also the nonzeros per vector and the shift";
        n: Option<usize> in 2..=150_000, "rows of the matrix, at least 16 (npb); cells along each side, up to 4096 (poisson)";
        iterations: Option<usize> in 1..=1_000_000, "iterations of each solve: 25 (npb), 4n (poisson) if not given";
    }
}

/// Most cells along a side.
const MOST_CELLS: usize = 4096;
/// What of the first residual is left where the answer counts the iterations.
const CONVERGED: f64 = 1e-8;

impl Params {
    /// A problem of this size, of class S if it is NPB's.
    pub fn of(problem: &str, n: usize, iterations: usize) -> Params {
        Params { problem: problem.to_string(), n: Some(n), iterations: Some(iterations), ..Params::default() }
    }

    /// Whether it is NPB's problem.
    pub fn is_npb(&self) -> bool {
        self.problem == "npb"
    }

    /// Rows of NPB's matrix, or cells along a side.
    pub fn size(&self) -> usize {
        self.n.expect("complete params have it")
    }

    /// Iterations of each solve.
    pub fn steps(&self) -> usize {
        self.iterations.expect("complete params have it")
    }

    /// Solves of one run.
    pub fn solves(&self) -> usize {
        if self.is_npb() { npb::SOLVES } else { 1 }
    }

    /// Rows of the matrix.
    pub fn unknowns(&self) -> usize {
        if self.is_npb() { self.size() } else { (self.size() - 1).pow(2) }
    }
}

/// The kernel.
pub struct Cg;

impl Kernel for Cg {
    const NAME: &'static str = "cg";
    const SUMMARY: &'static str = "Conjugate gradients on a sparse matrix: NPB CG, or finite elements";
    const UNIT: Unit = Unit { plural: "products with a nonzero", symbol: "nonzero" };
    const SIZE: &'static str = "n";
    const COMMON: &'static [&'static str] = &["zetas", "residual", "history"];

    type Params = Params;
    type Input = System;
    type Output = Solution;

    fn complete(mut params: Params) -> Result<Params, String> {
        let Class { rows, cells, .. } = npb::class(&params);
        let n = *params.n.get_or_insert(if params.is_npb() { rows } else { cells });
        params.iterations.get_or_insert(if params.is_npb() { npb::ITERATIONS } else { 4 * n });
        Ok(params)
    }
    fn validate(params: &Params) -> Result<(), String> {
        let (n, fewest) = (params.size(), npb::FEWEST_ROWS);
        if params.is_npb() && n < fewest {
            return Err(format!("n = {n}: NPB's vectors do not fit into so few rows; choose {fewest} to 150000"));
        }
        if !params.is_npb() && n > MOST_CELLS {
            return Err(format!("n = {n}: at most {MOST_CELLS} cells along a side are allowed, 16.8 million unknowns"));
        }
        Ok(())
    }
    fn input(params: &Params, part: Part) -> Result<System, String> {
        Ok(System::of(params, part))
    }
    fn output(params: &Params, part: Part) -> Solution {
        Solution {
            x: vec![0.0; system::share(params.unknowns(), part).len()],
            zetas: vec![0.0; if params.is_npb() { params.solves() } else { 0 }],
            residual: vec![0.0],
            history: vec![0.0; params.solves() * params.steps()],
        }
    }
    fn answer(params: &Params, output: &Solution) -> Value {
        let residual = output.residual[0];
        if params.is_npb() {
            json!({ "zeta": output.zetas[npb::SOLVES - 1], "residual": residual })
        } else {
            let l2_error = poisson::l2_error(params.size(), &output.x);
            json!({ "l2_error": l2_error, "iterations": oracles::iterations(&output.history), "residual": residual })
        }
    }

    fn work(params: &Params, input: &System, _: &Solution) -> Work {
        let (nonzeros, n) = (input.values.len() as f64, input.n as f64);
        let products = solve::products(params) as f64 * nonzeros;
        // An iteration has two dot products of 2n and three vector updates of 2n operations.
        let vectors = 10.0 * n * (params.solves() * params.steps()) as f64;
        Work { amount: products, flops: 2.0 * products + vectors, compulsory_bytes: 12.0 * nonzeros + 32.0 * n }
    }
    fn bounds(params: &Params, input: &System, answer: &Solution) -> Vec<Bound> {
        let arithmetic = "2 per nonzero and product, and 10 per row and iteration: multiply-adds throughout";
        let traffic = "12 per nonzero and 32 per row: matrix and right-hand side read once, the answer written";
        Self::work(params, input, answer).bounds(Resource::FusedFlops, [arithmetic, traffic])
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        // The matrix compressed, and by eight rows, which a quarter of zeros fills up; nine vectors, and the entries of
        // other ranks. While NPB's is made, each rank sorts 16 bytes for each pair of a vector's entries, with as much
        // beside them.
        let (n, entries) = (params.unknowns() as f64, nonzeros(params));
        let (made, others) = match params.is_npb() {
            true => (32.0 * n * (npb::class(params).nonzeros as f64 + 1.0).powi(2), ranks as f64 * n),
            false => (0.0, n),
        };
        made + 12.0 * 2.25 * entries + 8.0 * (9.0 * n + others)
    }
    fn grow(params: &Params, workers: usize) -> Params {
        let by = if params.is_npb() { workers as f64 } else { (workers as f64).sqrt() };
        Params { n: Some((params.size() as f64 * by).round() as usize), ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        let variants = [
            variant!(naive, "Compressed rows: each addition waits for the one before")
                .streams(|p| streamed(p, 8.0 * 15.0 + 8.0)),
            variant!(vectorised, plan, "Eight rows side by side: eight sums grow at once, to the same bits")
                .streams(|p| streamed(p, 8.0 * 14.0 + 5.0)),
            variant!(threaded, plan, "Bands with equal numbers of entries: equal rows are not equal work")
                .streams(|p| streamed(p, 8.0 * 14.0 + 5.0)),
            variant!(distributed, plan, "Rows on each rank: the graph of the matrix decides what travels")
                .streams(|p| streamed(p, 8.0 * 14.0 + 5.0))
                .sends(distributed::messages),
        ];
        variants.into()
    }
    fn files() -> &'static [File] {
        files!["halo.rs", "npb.rs", "poisson.rs", "sell.rs", "solve.rs", "system.rs", "vectors.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        let peers = [
            peer!("python", "Python, lists", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy, add.reduceat", "peers/with_numpy.py", Python["numpy"]),
            peer!("scipy", "SciPy, csr_array", "peers/with_scipy.py", Python ["numpy", "scipy"]),
            peer!("numba", "Numba, compiled product", "peers/with_numba.py", Python ["numba", "numpy"]),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp"])
                .on(Workers::Threads),
        ];
        peers.map(|peer| peer.agrees(CONVERGENT)).into()
    }
    fn awkward() -> Vec<Params> {
        // Fewer rows than blocks, lanes and ranks; more than a window of the layout; rows of one length and of many.
        let poisson = [(2, 3), (3, 7), (4, 1), (9, 20), (14, 40), (25, 75)];
        let poisson = poisson.map(|(n, iterations)| Params::of("poisson", n, iterations));
        let npb = [("S", 16, 16), ("S", 37, 25), ("W", 101, 5), ("S", 131, 25)];
        let npb =
            npb.map(|(class, n, iterations)| Params { class: class.to_string(), ..Params::of("npb", n, iterations) });
        poisson.into_iter().chain(npb).collect()
    }
    fn small() -> Params {
        Params::of("poisson", 64, 64)
    }
    fn tiny() -> Params {
        Params::of("poisson", 8, 20)
    }
    fn picture() -> Option<Picture> {
        picture::pattern()
    }
}

/// The nonzeros of the matrix; of NPB's as many per row as in its class, about.
fn nonzeros(params: &Params) -> f64 {
    let (n, class) = (params.unknowns() as f64, npb::class(params));
    n * if params.is_npb() { class.entries as f64 / class.rows as f64 } else { 7.0 }
}

/// Bytes that cross to and from memory: in every product the entries of the matrix; in every iteration so many bytes per row.
/// The product, the dot product, the step and the new direction read and write p, q, z and r in turn: 14 numbers where the
/// step adds up r·r, one more where r is read again for it. Besides, the product reads where a row begins, 8 bytes, or in the
/// layout for vectors where its sum goes, 4, and an eighth of where its group begins.
fn streamed(params: &Params, per_row: f64) -> f64 {
    let iterations = (params.solves() * params.steps()) as f64;
    solve::products(params) as f64 * 12.0 * nonzeros(params) + iterations * per_row * params.unknowns() as f64
}

/// Of a peer that adds in an order of its own.
const CONVERGENT: Agreement<Cg> = Agreement::Bounded {
    bound: |params, input, array| match array {
        "zetas" => 1e-10 * npb::class(params).shift,
        "x" if params.is_npb() => 1e-8,
        "x" => 1e-6,
        _ => 1e-6 * input.rhs.iter().map(|b| b * b).sum::<f64>().sqrt(),
    },
    derivation: "NPB's own tolerance for ζ, 1e-10 of the shift. Rounding turns the search directions in ways that no \
                 bound describes in advance, but hardly changes where they end (Greenbaum 1989): 1e-8 for a vector of \
                 length 1, 1e-6 for u up to 1, less than the error of linear elements, and 1e-6 of the first residual \
                 for those on the way",
};
