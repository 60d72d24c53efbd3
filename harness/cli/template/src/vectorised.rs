//! vectorised: eight sums at once, so that no addition waits for the one before.

use crate::{Numbers, Outcome, Params};
use tenfold_kernel::{Path, Setting, Workspace, on_path, pulp::Simd};

/// One vector of AVX-512, or several narrower ones.
const LANES: usize = 8;

/// Runs the variant.
pub fn run(setting: &Setting<Params>, input: &Numbers, _: &Workspace, output: &mut Outcome) {
    // Squares: eight at a time.
    output.sum[0] = squares(setting.path, &input.x, &mut output.squares);
}

/// Fills `squares` and returns their sum: what threads and ranks do with their blocks.
pub fn squares(path: Path, x: &[f64], squares: &mut [f64]) -> f64 {
    on_path!(path, in_lanes(x: &[f64], squares: &mut [f64]) -> f64)
}

// Heart: eight at a time; the last may be fewer.
#[inline(always)]
fn in_lanes<S: Simd>(_: S, x: &[f64], squares: &mut [f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for (x, square) in x.chunks(LANES).zip(squares.chunks_mut(LANES)) {
        for ((x, square), sum) in x.iter().zip(square).zip(&mut sums) {
            *square = x * x;
            *sum += *square;
        }
    }
    sums.iter().sum()
}
