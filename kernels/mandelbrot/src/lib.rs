//! The Mandelbrot set with exact counts, on every rung.
//!
//! Each point c of a grid is iterated, z ← z² + c, until |z| > 2 or for `max_iter` tests. How long that takes differs
//! from point to point: a lesson in masks for vectors, and in load balance for threads and ranks. The README says more.

mod area;
mod counts;
pub mod distributed;
pub mod distributed_static;
mod lanes;
mod mutants;
pub mod naive;
mod oracles;
mod picture;
pub mod threaded;
mod totals;
pub mod vectorised;
pub mod vectorised_masks;

pub use area::{Params, Points};
pub use counts::Counts;

use serde_json::{Value, json};
use tenfold_kernel::{
    Bound, File, Kernel, Mutant, Oracle, Part, Peer, Picture, Unit, Variant, Work, Workers, files, fill_from_bytes,
    peer, variant,
};
use totals::Totals;

/// The most points of one image: its counts take 1 GiB then.
const MOST_POINTS: usize = 1 << 28;

/// The kernel.
pub struct Mandelbrot;

impl Kernel for Mandelbrot {
    const NAME: &'static str = "mandelbrot";
    const SUMMARY: &'static str = "How many tests each point of a grid takes to escape from z ← z² + c";
    const UNIT: Unit = Unit { plural: "escape tests", symbol: "test" };
    const SIZE: &'static str = "height";
    const MAIN: Option<&'static str> = Some("passed");

    type Params = Params;
    type Input = Points;
    type Output = Counts;

    fn validate(params: &Params) -> Result<(), String> {
        let Params { re_min, re_max, im_min, im_max, width, height, .. } = *params;
        for (axis, min, max) in [("re", re_min, re_max), ("im", im_min, im_max)] {
            if min >= max {
                return Err(format!("{axis}_min = {min} must be less than {axis}_max = {max}"));
            }
        }
        let points = width * height;
        if points > MOST_POINTS {
            return Err(format!(
                "width × height = {width} × {height} = {points} points are too many: at most {MOST_POINTS} are allowed"
            ));
        }
        Ok(())
    }
    fn input(params: &Params, part: Part) -> Result<Points, String> {
        Ok(Points::of(params, part))
    }
    fn output(params: &Params, part: Part) -> Counts {
        // How many rows a rank gets shows while it counts.
        Counts::room(params.width, if part == Part::WHOLE { params.height } else { 0 })
    }
    fn join(_: &Params, parts: Vec<Counts>) -> Counts {
        Counts::join(&parts)
    }
    fn answer(params: &Params, counts: &Counts) -> Value {
        let Totals { tests, escaped, interior, sum_n } = counts.totals(params);
        json!({ "tests": tests, "escaped": escaped, "interior": interior, "sum_n": sum_n })
    }

    fn work(params: &Params, _: &Points, counts: &Counts) -> Work {
        counts.totals(params).work(params)
    }
    fn bounds(params: &Params, _: &Points, counts: &Counts) -> Vec<Bound> {
        vec![counts.totals(params).bound()]
    }
    fn memory(params: &Params, ranks: usize) -> f64 {
        let (width, height) = (params.width as f64, params.height as f64);
        // Ranks that get rows on demand keep room for the most they ever got.
        let kept = if ranks > 1 { 1.25 } else { 1.0 };
        8.0 * (width + height) * ranks as f64 + kept * 4.0 * (width + 1.0) * height
    }
    fn grow(params: &Params, workers: usize) -> Params {
        // The same area in finer rows: the tests per row stay the same.
        Params { height: params.height * workers, ..params.clone() }
    }

    fn oracles() -> Vec<Oracle<Self>> {
        oracles::all()
    }
    fn variants() -> Vec<Variant<Self>> {
        vec![
            variant!(naive, "Each update waits for the one before: of 16 operations per cycle, a core does one"),
            variant!(
                vectorised_masks,
                "A point in each lane, under a mask: as slow as the slowest lane, and still waiting"
            ),
            variant!(vectorised, "Many points at once under masks, several vectors in flight: the latency is hidden"),
            variant!(threaded, "Rows differ in work: handed out as threads become free, they keep every core busy"),
            variant!(
                distributed_static,
                "Equal blocks of rows are not equal work: all wait for the ranks in the middle"
            )
            .sends(distributed_static::messages),
            variant!(distributed, "Rows on demand, requested in advance: no rank waits, and rank 0 works as well"),
        ]
    }
    fn files() -> &'static [File] {
        files!["area.rs", "counts.rs", "lanes.rs"]
    }
    fn mutants() -> Vec<Mutant<Self>> {
        mutants::all()
    }
    fn peers() -> Vec<Peer<Self>> {
        vec![
            peer!("python", "Python", "peers/plain_python.py", Python []),
            peer!("numpy", "NumPy", "peers/with_numpy.py", Python["numpy"]),
            peer!("numba", "Numba", "peers/with_numba.py", Python ["numpy", "numba"]),
            peer!("numba-parallel", "Numba, parallel", "peers/numba_parallel.py", Python ["numpy", "numba"])
                .on(Workers::Threads),
            // Without contraction: a fused multiply-add rounds once where the definition rounds twice.
            peer!("c", "C", "peers/plain.c", C ["-O3", "-march=native", "-ffp-contract=off"]),
            peer!("c-openmp", "C, OpenMP", "peers/openmp.c", C ["-O3", "-march=native", "-ffp-contract=off", "-fopenmp"])
                .on(Workers::Threads),
        ]
    }
    fn awkward() -> Vec<Params> {
        area::awkward()
    }
    fn small() -> Params {
        Params { width: 64, height: 64, ..Params::default() }
    }
    fn tiny() -> Params {
        Params { width: 8, height: 8, ..Params::default() }
    }
    fn picture() -> Option<Picture> {
        picture::set()
    }
    fn from_peer(params: &Params, bytes: &[u8]) -> Result<Counts, String> {
        // The counts alone: a peer has all rows, in order.
        let mut counts = Self::output(params, Part::WHOLE);
        fill_from_bytes(&mut counts, bytes)?;
        counts.start(0..params.height);
        Ok(counts)
    }
}
