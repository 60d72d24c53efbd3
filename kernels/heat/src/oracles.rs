//! What knows the right answer: the exact decay of a mode, and properties of the scheme.

use crate::mode::{amplitude, mode, sine_sum};
use crate::{Block, Heat, Params};
use tenfold_kernel::{Check, Oracle, Part, greatest, oracle};

/// All oracles, constants first.
pub fn all() -> Vec<Oracle<Heat>> {
    vec![
        oracle!(decay, Constant, "eigenvalue of the discrete scheme (Oxford ARC, CSC); every point"),
        oracle!(sum, Constant, "sum of a sine over equidistant points: cot(pπh/2), 0 for even p"),
        oracle!(maximum_principle, Property, "a step with ν <= 1/4 is a mean with weights >= 0"),
        oracle!(reflections, Property, "the scheme and the mode are (anti)symmetric about both axes, to the last bit"),
        oracle!(boundary, Property, "u = 0 on the boundary of the square"),
    ]
}

/// How far rounding may carry a point: at most 4 units in the last place of the largest value (1) are lost per step
/// (a sum of four, two products, one sum, and the rounding of 1 − 4ν), and a step enlarges no error, as its weights are
/// positive and sum to 1. As much again for the expected value, whose factor is rounded once and raised to a power.
fn rounding(params: &Params) -> f64 {
    (8.0 * params.steps as f64 + 8.0) * (f64::EPSILON / 2.0)
}

/// The greatest distance of a point from the exact mode.
pub fn max_error(params: &Params, output: &Block) -> f64 {
    let exact = mode(params, amplitude(params), Part::WHOLE);
    greatest(exact.values().zip(output.values()).map(|(exact, got)| (exact - got).abs()))
}

/// The sum of all points, row by row and then over the rows, which keeps its rounding small.
pub fn total(grid: &Block) -> f64 {
    (1..=grid.size()[0]).map(|i| grid.interior(i).iter().sum::<f64>()).sum()
}

fn decay(params: &Params, _: &Block, output: &Block) -> Option<Check> {
    let amplitude = amplitude(params);
    let detail = format!("greatest distance of a point from {amplitude:e} sin(pπx) sin(qπy)");
    Some(Check { error: max_error(params, output), tolerance: rounding(params), detail })
}

fn sum(params: &Params, _: &Block, output: &Block) -> Option<Check> {
    let expected = amplitude(params) * sine_sum(params.p, params.n) * sine_sum(params.q, params.n);
    let points = (params.n * params.n) as f64;
    Some(Check::close("sum of all points", total(output), expected, 2.0 * points * rounding(params)))
}

fn maximum_principle(params: &Params, input: &Block, output: &Block) -> Option<Check> {
    let (first, last) = (greatest(input.values().map(f64::abs)), greatest(output.values().map(f64::abs)));
    Some(Check {
        error: if last <= first { 0.0 } else { last - first },
        tolerance: rounding(params),
        detail: format!("largest |u|: {last:e}, at the start {first:e}"),
    })
}

fn reflections(params: &Params, _: &Block, output: &Block) -> Option<Check> {
    let detail = "greatest difference between mirrored points".to_string();
    let sign = |k: usize| if k.is_multiple_of(2) { -1.0 } else { 1.0 };
    let (across, down) = (sign(params.p), sign(params.q));
    let n = params.n;
    let error = greatest((1..=n).flat_map(|i| {
        let (row, mirror) = (output.interior(i), output.interior(n + 1 - i));
        let sideways = (0..n).map(move |j| (row[j] - across * row[n - 1 - j]).abs());
        sideways.chain((0..n).map(move |j| (row[j] - down * mirror[j]).abs()))
    }));
    Some(Check { error, tolerance: 0.0, detail })
}

fn boundary(params: &Params, _: &Block, output: &Block) -> Option<Check> {
    let n = params.n;
    let ends = (1..=n).flat_map(|i| [output.row(i)[0], output.row(i)[n + 1]]);
    let frame = output.row(0).iter().chain(output.row(n + 1)).copied().chain(ends);
    let detail = "largest |u| on the boundary".to_string();
    Some(Check { error: greatest(frame.map(f64::abs)), tolerance: 0.0, detail })
}
