//! The three-dimensional fast Fourier transform, on every rung.
//!
//! A complex field is transformed, and then transformed back after every step in which its waves have decayed: the NAS
//! benchmark FT, whose checksums are published. Without steps it is the transform alone. The README says more.

mod distributed;
mod exchange;
mod field;
mod lanes;
mod lines;
mod mutants;
mod naive;
mod oracles;
mod passes;
mod picture;
mod radix2;
mod roots;
mod rows;
mod threaded;
mod vectorised;

pub use exchange::Exchange;
pub use field::{Evolved, Field};
pub use lanes::Lanes;
pub use lines::{Lines, Sink, Source, WIDTH};
pub use radix2::Radix2;

use passes::Plan;
use serde_json::{Value, json};
use tenfold_kernel::{
    Agreement, Bound, File, FileValue, Kernel, Mutant, Npy, Oracle, Part, Path, Peer, Picture, Resource, Unit, Variant,
    Work, Workers,
};
use tenfold_kernel::{files, params, peer, variant};

params! {
    /// The problem: a field, and in how many steps it decays.
    pub struct Params {
        n: Option<usize> in 1..=1024, "numbers along x and along y, a power of two: as in the file, else 64";
        nz: Option<usize> in 1..=4096, "numbers along z, a power of two: as in the file, else n";
        steps: usize = 6 in 0..=10_000, "inverse transforms, each of decayed waves; 0: only the forward transform";
        field: Option<FileValue>, "the field at the start, a .npy file: complex128 of shape (nz, n, n), or f64 of shape \
                                   (nz, n, n, 2), real and imaginary parts last";
    }
}

/// Planes, rows, and numbers in a row.
fn shape(params: &Params) -> [usize; 3] {
    let n = params.n.expect("complete params have it");
    [params.nz.expect("complete params have it"), n, n]
}

/// The kernel.
pub struct Fft;

impl Kernel for Fft {
    const NAME: &'static str = "fft";
    const SUMMARY: &'static str = "Three-dimensional fast Fourier transforms of a decaying field";
    const UNIT: Unit = Unit { plural: "points transformed", symbol: "point" };
    const SIZE: &'static str = "n";
    const MAIN: Option<&'static str> = Some("field");
    const COMMON: &'static [&'static str] = &["checksums"];
    const AGREEMENT: Agreement<Fft> = Agreement::Bounded {
        bound: oracles::rounding,
        derivation: "16 ε (log₂ N + 1) ‖u‖₂ of the field, √N times that of its transform: in the 2-norm, a stage of \
                     butterflies is off by at most 8 roundings (Higham 2002, 24.1), there and back, of two \
                     computations; of a checksum 1024 times that, and its summation",
    };

    type Params = Params;
    type Input = Field;
    type Output = Evolved;

    fn complete(mut params: Params) -> Result<Params, String> {
        if let Some(file) = &params.field {
            let npy = Npy::open(file)?.in_pairs()?.holds::<f64>()?;
            if let [nz, n, ..] = npy.shape()[..] {
                params.n.get_or_insert(n);
                params.nz.get_or_insert(nz);
            }
            let n = *params.n.get_or_insert(1);
            npy.is_shaped(&[*params.nz.get_or_insert(1), n, n, 2])?.each_row(|_, _: &[f64]| Ok(()))?;
        }
        let n = *params.n.get_or_insert(64);
        params.nz.get_or_insert(n);
        Ok(params)
    }
    fn validate(params: &Params) -> Result<(), String> {
        let [nz, n, _] = shape(params);
        for (name, extent, most) in [("n", n, 1024), ("nz", nz, 4096)] {
            if !extent.is_power_of_two() {
                let from = params.field.as_ref().map_or(String::new(), |file| format!(" (from {file})"));
                return Err(format!("{name} = {extent}: must be a power of two from 1 to {most}{from}"));
            }
        }
        Ok(())
    }

    fn input(params: &Params, part: Part) -> Result<Field, String> {
        Field::of(params, part)
    }
    fn output(params: &Params, part: Part) -> Evolved {
        let [nz, n, _] = shape(params);
        Evolved { n, checksums: vec![0.0; 2 * params.steps], field: vec![0.0; 2 * n * n * part.of(nz).len()] }
    }
    fn answer(_: &Params, output: &Evolved) -> Value {
        json!({ "checksums": output.checksums.as_chunks::<2>().0, "sum_of_squares": oracles::square(&output.field) })
    }

    fn work(params: &Params, _: &Field, _: &Evolved) -> Work {
        let (points, steps) = (points(params), params.steps as f64);
        let flops = 5.0 * points * points.log2() * (1.0 + steps) + 2.0 * points * steps;
        Work { amount: points * (1.0 + steps), flops, compulsory_bytes: 32.0 * points }
    }
    fn bounds(params: &Params, input: &Field, answer: &Evolved) -> Vec<Bound> {
        let points = points(params);
        let fewest = 34.0 / 9.0 * points * points.log2() * (1.0 + params.steps as f64);
        let formulae = [
            "34/9 N log₂ N per transform: the fewest operations known (Johnson and Frigo 2007), if all could be fused",
            "32 N: the field read once and written once",
        ];
        Work { flops: fewest, ..Self::work(params, input, answer) }.bounds(Resource::FusedFlops, formulae)
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        // `distributed` has input, output, the transform, and two places for what is on its way.
        let [_, n, _] = shape(params);
        let numbers = |rank| {
            let plan = Plan::new(params, Part { rank, ranks }, Path::PORTABLE);
            let [spectrum, between, tile, waves] = plan.sizes(1);
            2 * 2 * n * n * plan.planes.len() + spectrum + 2 * between + tile + waves
        };
        (size_of::<f64>() * (0..ranks).map(numbers).sum::<usize>()) as f64
    }
    fn grow(params: &Params, workers: usize) -> Params {
        // More planes, to the nearest power of two.
        let planes = shape(params)[0] as f64 * workers as f64;
        Params { nz: Some(1 << planes.log2().round() as u32), ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, plan, "N log N instead of N²: radix 2, one line at a time, copied out and back"),
            variant!(vectorised, plan, "A line in every lane, so no lane needs another; radix 4 halves the passes")
                .streams(streamed),
            variant!(
                threaded,
                plan,
                "Lines are independent along one axis: threads synchronise where the axis changes"
            )
            .streams(streamed),
            variant!(distributed, plan, "A distributed transpose: every rank sends every other its share")
                .sends(distributed::messages),
        ]
    }
    fn files() -> &'static [File] {
        files!["exchange.rs", "field.rs", "lanes.rs", "lines.rs", "passes.rs", "radix2.rs", "roots.rs", "rows.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]),
            peer!("scipy", "SciPy", "peers/with_scipy.py", Python ["numpy", "scipy"]),
            peer!("scipy-parallel", "SciPy, parallel", "peers/with_scipy.py", Python ["numpy", "scipy"])
                .on(Workers::Threads),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numpy", "numba"])
                .on(Workers::Threads),
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-lm"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-fopenmp", "-lm"])
                .on(Workers::Threads),
            peer!("rustfft", "RustFFT", "peers/with_rustfft.rs", Rust["rustfft=6.4.1", "transpose=0.2.3"]),
            peer!("fftw", "FFTW", "peers/fftw.c", C ["-O3", "-march=native", "-lfftw3", "-lm"]),
            peer!("fftw-parallel", "FFTW, parallel", "peers/fftw.c", C [
                "-O3", "-march=native", "-DTHREADS", "-fopenmp", "-lfftw3_threads", "-lfftw3", "-lm",
            ])
            .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        // Lines of 1, 2 and 4, with one stage or none; fewer than there are lanes; powers of 4 and of 2; unequal axes.
        let extents = [(1, 1), (2, 1), (1, 2), (4, 2), (4, 4), (2, 16), (16, 4), (8, 32), (32, 8), (16, 64)];
        let problem = |(n, nz), steps| Params { n: Some(n), nz: Some(nz), steps, field: None };
        extents.into_iter().flat_map(|extents| [0, 2].map(|steps| problem(extents, steps))).collect()
    }
    fn small() -> Params {
        Params { n: Some(16), nz: Some(16), steps: 2, field: None }
    }
    fn tiny() -> Params {
        Params { n: Some(8), nz: Some(8), steps: 1, field: None }
    }
    fn picture() -> Option<Picture> {
        picture::aperture()
    }
}

/// The numbers of the field.
fn points(params: &Params) -> f64 {
    shape(params).into_iter().product::<usize>() as f64
}

/// Bytes that cross to and from memory: every transform goes over the field twice, each time reading 16 bytes per
/// number and writing them elsewhere, where lines are fetched before they are overwritten.
fn streamed(params: &Params) -> f64 {
    6.0 * 16.0 * points(params) * (1.0 + params.steps as f64)
}
