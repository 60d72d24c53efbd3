//! What knows the right answer: the benchmark's numbers, identities of inverse iteration, and a manufactured solution.

use crate::naive::multiply;
use crate::{CONVERGED, Cg, Params, Solution, System, npb, poisson};
use std::f64::consts::PI;
use tenfold_kernel::{Check, Oracle, oracle, random};

/// All oracles, constants first.
pub fn all() -> Vec<Oracle<Cg>> {
    vec![
        oracle!(published, Constant, "NPB's CG: the verified ζ of classes S, W and A, and the first three of class S"),
        oracle!(
            manufactured,
            Constant,
            "u = sin(πx) sin(πy): linear elements are off by at most h²|u|₂ (Nitsche 1968)"
        ),
        oracle!(eigenpair, Property, "inverse iteration: 1/(b·z) = ρ + |Ax − ρx|²/ρ for x = z/|z|, Az = b, ρ = x·Ax"),
        oracle!(residual, Property, "the residual carried along, the one reported and the answer's own are the same"),
        oracle!(symmetric, Property, "the matrix that was assembled: x·Ay = y·Ax for random x and y"),
    ]
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// A times a vector.
fn times(system: &System, x: &[f64]) -> Vec<f64> {
    let mut product = vec![0.0; system.n];
    multiply(system, x, &mut product);
    product
}

/// After how many iterations of the first solve the residual was small beside that after the first, or all of them.
pub fn iterations(history: &[f64]) -> u64 {
    let enough = history.iter().position(|norm| *norm <= CONVERGED * history[0]);
    enough.map_or(history.len(), |at| at + 1) as u64
}

fn published(params: &Params, input: &System, output: &Solution) -> Option<Check> {
    let class = npb::class(params);
    if !params.is_npb() || params.size() != class.rows || params.steps() != npb::ITERATIONS {
        return None;
    }
    let first: &[f64] = if params.class == "S" { &[9.9986441579140, 8.5733279203222, 8.5954510374058] } else { &[] };
    let last = &output.zetas[npb::SOLVES - 1..];
    let zetas = output.zetas.iter().zip(first).chain(last.iter().zip([&class.zeta]));
    let checks = zetas.map(|(got, published)| Check::close("ζ", *got, *published, 1e-10 * published));
    Check::worst(checks.chain([Check::equal("nonzeros", input.values.len() as u64, class.entries as u64)]))
}

/// |u|₂, the norm of its second derivatives, is π². The longest edge of a cell of side 1/n is shorter than 2/n, and the
/// constant of interpolation on such triangles is below 1/2.
fn manufactured(params: &Params, input: &System, output: &Solution) -> Option<Check> {
    if params.is_npb() || output.residual[0] > CONVERGED * dot(&input.rhs, &input.rhs).sqrt() {
        return None;
    }
    let h = 1.0 / params.size() as f64;
    Some(Check::close("L2 norm of the error", poisson::l2_error(params.size(), &output.x), 0.0, PI * PI * h * h))
}

fn eigenpair(params: &Params, input: &System, output: &Solution) -> Option<Check> {
    if !params.is_npb() {
        return None;
    }
    let (x, ax) = (&output.x, times(input, &output.x));
    let rho = dot(x, &ax);
    let left: f64 = ax.iter().zip(x).map(|(ax, x)| (ax - rho * x).powi(2)).sum();
    let shift = npb::class(params).shift;
    // What the last solve left undone turns x by as much, compared with the length of b, which is 1.
    let tolerance = 1e-10 * shift + 10.0 * shift * output.residual[0];
    let zeta = Check::close("ζ", output.zetas[npb::SOLVES - 1], shift + rho + left / rho, tolerance);
    // x = z/|z|. A sum of n squares is within n ε/2 of itself (Higham 2002, 3.1), its root within half as much: so is |z|, by which
    // x was divided, and so is |x| here. The division and the roots round a few times more. Twice all that is allowed.
    let rounding = (params.size() + 64) as f64 * f64::EPSILON;
    Check::worst([zeta, Check::close("length of x", dot(x, x).sqrt(), 1.0, rounding)])
}

fn residual(params: &Params, input: &System, output: &Solution) -> Option<Check> {
    let (last, told) = (output.history[output.history.len() - 1], output.residual[0]);
    if params.is_npb() {
        // The right-hand side of the last solve, of length 1, is gone.
        return Some(Check::close("residual carried along", last, told, 1e-10));
    }
    // Rounding of Az: ε |z|, and |z| is at most about n²/10 of |b|, by the smallest eigenvalue.
    let tolerance = 1e-14 * (params.size() as f64).powi(2) * dot(&input.rhs, &input.rhs).sqrt();
    let z: Vec<f64> = output.x.iter().zip(&input.scale).map(|(x, scale)| x / scale).collect();
    let left: f64 = times(input, &z).iter().zip(&input.rhs).map(|(az, b)| (b - az).powi(2)).sum();
    Check::worst([
        Check::close("residual carried along", last, told, tolerance),
        Check::close("norm of b − Ax", told, left.sqrt(), tolerance),
    ])
}

fn symmetric(_: &Params, input: &System, _: &Solution) -> Option<Check> {
    let vector = |seed: u64| (0..input.n as u64).map(|k| random(seed, k)).collect::<Vec<f64>>();
    let (x, y) = (vector(1), vector(2));
    let (ax, ay) = (times(input, &x), times(input, &y));
    let all: f64 = input.values.iter().map(|value| value.abs()).sum();
    Some(Check::close("x·Ay − y·Ax", dot(&x, &ay) - dot(&y, &ax), 0.0, input.n as f64 * f64::EPSILON * all))
}
