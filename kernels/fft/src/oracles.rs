//! What knows the right answer: published checksums, the definition, and properties of the transform.

use crate::field::{SAMPLES, checksum};
use crate::roots::{decay, root};
use crate::{Evolved, Fft, Field, Params, points, shape};
use tenfold_kernel::pulp::{bytemuck, c64};
use tenfold_kernel::{Check, Oracle, greatest, oracle};

/// All oracles, constants first.
pub fn all() -> Vec<Oracle<Fft>> {
    vec![
        oracle!(published, Constant, "NAS benchmark FT, classes S and W: the checksums of its verification"),
        oracle!(definition, Constant, "closed form: some numbers summed directly, without a fast transform"),
        oracle!(parseval, Property, "Parseval: a transform keeps the sum of squares; a decay does not raise it"),
        oracle!(mean, Property, "the wave of number 0 does not decay: the sum over the field is kept"),
        oracle!(checksums_add_up, Property, "the last checksum is that of the last field"),
    ]
}

/// Half a unit in the last place of 1.
const U: f64 = f64::EPSILON / 2.0;

/// How far rounding may carry a number apart in two computations. In the 2-norm a stage is off by at most
/// η = μ + γ₄(√2 + μ) (Higham, "Accuracy and stability of numerical algorithms", 2002, theorem 24.2), which is less than
/// 8 u with roots that are off by μ <= 2 u. There and back are 2 log₂ N stages, decay and its exponentials another one or
/// two, and no number is further off than all together.
pub fn rounding(params: &Params, input: &Field, array: &str) -> f64 {
    let (points, norm) = (points(params), square(&input.values).sqrt());
    let field = 32.0 * U * (points.log2() + 1.0) * norm;
    match array {
        // Sums of so many numbers, none of which is larger than the norm.
        "checksums" => SAMPLES as f64 * (field + SAMPLES as f64 * U * norm),
        _ if params.steps == 0 => points.sqrt() * field,
        _ => field,
    }
}

/// Σ|u|², block by block, which keeps its rounding small.
pub fn square(numbers: &[f64]) -> f64 {
    numbers.chunks(SAMPLES).map(|block| block.iter().map(|x| x * x).sum::<f64>()).sum()
}

/// Σu, in the same way.
fn sum(numbers: &[f64]) -> c64 {
    let numbers: &[c64] = bytemuck::cast_slice(numbers);
    numbers.chunks(SAMPLES).map(|block| block.iter().sum::<c64>()).sum()
}

fn size(z: c64) -> f64 {
    z.norm_sqr().sqrt()
}

/// The checksums of classes S (64 × 64 × 64) and W (128 × 128 × 32), real and imaginary part after each step (NPB 3.4,
/// FT, `verify`). A relative difference of 10⁻¹² passes there, and here.
fn published(params: &Params, _: &Field, output: &Evolved) -> Option<Check> {
    const S: [[f64; 2]; 6] = [
        [5.546087004964e2, 4.845363331978e2],
        [5.546385409189e2, 4.865304269511e2],
        [5.546148406171e2, 4.883910722336e2],
        [5.545423607415e2, 4.901273169046e2],
        [5.544255039624e2, 4.917475857993e2],
        [5.542683411902e2, 4.932597244941e2],
    ];
    const W: [[f64; 2]; 6] = [
        [5.673612178944e2, 5.293246849175e2],
        [5.631436885271e2, 5.282149986629e2],
        [5.594024089970e2, 5.270996558037e2],
        [5.560698047020e2, 5.260027904925e2],
        [5.530898991250e2, 5.249400845633e2],
        [5.504159734538e2, 5.239212247086e2],
    ];
    let class = match (shape(params), params.steps, &params.field) {
        ([64, 64, _], 6, None) => S,
        ([32, 128, _], 6, None) => W,
        _ => return None,
    };
    let sums = output.checksums.iter().zip(class.as_flattened());
    Check::worst(sums.map(|(&got, &published)| Check::close("a checksum", got, published, 1e-12 * published.abs())))
}

/// Some numbers of the answer, each a sum over the whole field: of the transform by its definition; later on of the
/// field by its convolution with what a single peak has become.
fn definition(params: &Params, input: &Field, output: &Evolved) -> Option<Check> {
    let [nz, n, _] = shape(params);
    let places = [[0, 0, 0], [nz - 1, 0, n / 2], [nz / 3, n - 1, 1 % n], [2 * nz / 3, n / 5, n - 1 - n / 7]];
    let answers: &[c64] = bytemuck::cast_slice(&output.field);
    let checks = places.map(|[z, y, x]| {
        let weights = [(z, nz), (y, n), (x, n)].map(|(at, len)| weights(at, len, params.steps));
        let (expected, magnitude) = weighted_sum(&weights, input);
        // Sums of sums along the axes, and weights that are such sums themselves.
        let tolerance = rounding(params, input, "field") + (2 * (2 * n + nz) + 16) as f64 * U * magnitude;
        let got = answers[(z * n + y) * n + x];
        let detail = format!("at [{z}, {y}, {x}]: {got:e}, by definition {expected:e}");
        Check { error: size(got - expected), tolerance, detail }
    });
    Check::worst(checks)
}

/// By what each number along an axis contributes to the one at `at`.
fn weights(at: usize, len: usize, steps: usize) -> Vec<c64> {
    let roots: Vec<c64> = (0..len).map(|k| root(k, len)).collect();
    if steps == 0 {
        return (0..len).map(|j| roots[j * at % len]).collect();
    }
    let decays: Vec<f64> = (0..len).map(|k| decay(k, len, steps) / len as f64).collect();
    let peak: Vec<f64> = (0..len).map(|d| (0..len).map(|k| decays[k] * roots[k * d % len].re).sum()).collect();
    (0..len).map(|j| c64::new(peak[(at + len - j) % len], 0.0)).collect()
}

/// Σ w·u, and Σ|w||u| or a little more.
fn weighted_sum([along_z, along_y, along_x]: &[Vec<c64>; 3], input: &Field) -> (c64, f64) {
    let most = |w: &c64| w.re.abs() + w.im.abs();
    let rows = bytemuck::cast_slice::<f64, c64>(&input.values).chunks_exact(input.n);
    let outer = along_z.iter().flat_map(|z| along_y.iter().map(move |y| z * y));
    outer.zip(rows).fold((c64::new(0.0, 0.0), 0.0), |(sum, magnitude), (outer, row)| {
        let inner = along_x.iter().zip(row);
        let row_sum: c64 = inner.clone().map(|(x, u)| x * u).sum();
        let row_magnitude: f64 = inner.map(|(x, u)| most(x) * most(u)).sum();
        (sum + outer * row_sum, magnitude + most(&outer) * row_magnitude)
    })
}

fn parseval(params: &Params, input: &Field, output: &Evolved) -> Option<Check> {
    let (before, after, points) = (square(&input.values), square(&output.field), points(params));
    let tolerance = (64.0 * U * (points.log2() + 1.0) + 2.0 * U * (SAMPLES as f64 + points / SAMPLES as f64)) * before;
    if params.steps == 0 {
        return Some(Check::close("Σ|û|²/N", after / points, before, tolerance));
    }
    let detail = format!("Σ|u|²: {after:e}, at the start {before:e}");
    Some(Check { error: if after <= before { 0.0 } else { after - before }, tolerance, detail })
}

fn mean(params: &Params, input: &Field, output: &Evolved) -> Option<Check> {
    if params.steps == 0 {
        return None;
    }
    let (before, after, points) = (sum(&input.values), sum(&output.field), points(params));
    let detail = format!("Σu: {after:e}, at the start {before:e}");
    let summed = 2.0 * U * (SAMPLES as f64 + points / SAMPLES as f64) * points.sqrt() * square(&input.values).sqrt();
    let tolerance = points.sqrt() * rounding(params, input, "field") + summed;
    Some(Check { error: size(after - before), tolerance, detail })
}

fn checksums_add_up(params: &Params, input: &Field, output: &Evolved) -> Option<Check> {
    let last: [f64; 2] = *output.checksums.last_chunk()?;
    let sum = checksum(params, &input.planes, &output.field);
    let most = greatest(output.field.iter().map(|x| x.abs()));
    let tolerance = 2.0 * U * (SAMPLES * SAMPLES) as f64 * most;
    Check::worst([0, 1].map(|part| Check::close("last checksum", last[part], sum[part], tolerance)))
}
