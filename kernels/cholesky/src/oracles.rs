//! What knows the right factor: the one that the matrix was made of, and what defines any.

use crate::problem::Known;
use crate::{Cholesky, Factor, Matrix, Params, vectorised};
use tenfold_comm::Comm;
use tenfold_kernel::{Agreement, Check, Kernel, Oracle, Part, Path, Setting, Workspace, greatest, oracle, random};

/// All oracles, constants first.
pub(crate) fn all() -> Vec<Oracle<Cholesky>> {
    vec![
        oracle!(closed_form, Constant, "A was made as L Lᵀ of a known L of integers; every entry"),
        oracle!(residual, Property, "A x = L(Lᵀ x) for a random x of ±1 (after Freivalds 1977)"),
        oracle!(positive_diagonal, Property, "of all factors, Cholesky's has a positive diagonal"),
        oracle!(lower_triangle, Property, "L is 0 above its diagonal"),
    ]
}

/// How closely all but the naive variant agree with it.
pub(crate) const ROUNDING: Agreement<Cholesky> = Agreement::Bounded {
    bound: rounding,
    derivation: "0 for the integers, where nothing is rounded; for files √½ ‖L‖ ‖A⁻¹‖ ‖ΔA‖ for each of two factors (Sun 1991), \
                 with ‖ΔA‖ ≤ (n + 1) ε/2 tr A in any order, fused or not (Higham 2002, 10.3)",
};

/// The factor by the vectorised variant, which is fast: to see whether there is one, and how well it is determined.
pub(crate) fn factored(params: &Params, input: &Matrix) -> Factor {
    let mut factor = Cholesky::output(params, Part::WHOLE);
    let setting = Setting { params, plan: &(), path: Path::widest(), comm: &Comm::solo() };
    vectorised::run(&setting, input, &Workspace::default(), &mut factor);
    factor
}

/// ‖L‖ is at most the root of tr A, the sum of the squares of all entries of L.
fn rounding(params: &Params, input: &Matrix, _array: &str) -> f64 {
    if params.a.is_none() {
        return 0.0;
    }
    let n = params.order();
    let trace: f64 = input.a.iter().step_by(n + 1).sum();
    let each = 0.5_f64.sqrt() * trace.sqrt() * inverse_norm(&factored(params, input)) * trace;
    2.0 * each * (n + 1) as f64 * f64::EPSILON / 2.0
}

/// At least ‖A⁻¹‖: four times what 30 steps of inverse iteration from a random x find. Dixon (1983): too small with a
/// probability of at most 0.8 √n / 4³⁰.
fn inverse_norm(factor: &Factor) -> f64 {
    const STEPS: i32 = 30;
    let (n, l) = (factor.shape[0], &factor.l);
    let mut x: Vec<f64> = (0..n as u64).map(|i| random(0, i) - 0.5).collect();
    let mut logarithms = 0.0;
    for step in 0..=STEPS {
        let norm = x.iter().map(|x| x * x).sum::<f64>().sqrt();
        logarithms += if step == 0 { 0.0 } else { norm.ln() };
        x.iter_mut().for_each(|x| *x /= norm);
        // L y = x, then Lᵀ x = y.
        for (i, row) in l.chunks_exact(n).enumerate() {
            let sum: f64 = row[..i].iter().zip(&x).map(|(l, x)| l * x).sum();
            x[i] = (x[i] - sum) / row[i];
        }
        for (i, row) in l.chunks_exact(n).enumerate().rev() {
            let here = x[i] / row[i];
            x[..i].iter_mut().zip(row).for_each(|(x, l)| *x -= l * here);
            x[i] = here;
        }
    }
    4.0 * (logarithms / f64::from(STEPS)).exp()
}

fn closed_form(params: &Params, _: &Matrix, output: &Factor) -> Option<Check> {
    params.a.is_none().then(|| {
        let (n, known) = (params.order(), Known::of(params));
        let wrong = output.l.iter().enumerate().filter(|&(at, &l)| l != known.l(at / n, at % n) as f64).count();
        Check::equal("entries that differ from the factor that A was made from", wrong as u64, 0)
    })
}

/// L Lᵀ is within (n + 1) ε/2 |L||Lᵀ| of A (Higham 2002, 10.3), and three products with a vector are rounded, each within n ε/2 of its
/// magnitudes, none of which exceeds |L||Lᵀ||x|; the rest is for the second order.
fn residual(params: &Params, input: &Matrix, output: &Factor) -> Option<Check> {
    let tolerance = 2.0 * (params.order() + 2) as f64 * f64::EPSILON;
    let what = "largest |A x - L(Lᵀ x)| of a row, relative to |L||Lᵀ||x|";
    Some(Check::close(what, relative_residual(params, input, output), 0.0, tolerance))
}

/// The largest |A x − L(Lᵀ x)| of a row, relative to |L||Lᵀ||x|, for x drawn from ±1. NaN stays NaN.
pub(crate) fn relative_residual(params: &Params, input: &Matrix, output: &Factor) -> f64 {
    let n = params.order();
    let x: Vec<f64> = (0..n as u64).map(|j| if random(!params.seed, j) < 0.5 { -1.0 } else { 1.0 }).collect();
    let (mut sums, mut magnitudes) = (vec![0.0; n], vec![0.0; n]);
    for (row, x) in output.l.chunks_exact(n).zip(&x) {
        sums.iter_mut().zip(row).for_each(|(sum, l)| *sum += l * x);
        magnitudes.iter_mut().zip(row).for_each(|(sum, l)| *sum += (l * x).abs());
    }
    let times = |row: &[f64], x: &[f64]| row.iter().zip(x).map(|(entry, x)| entry * x).sum::<f64>();
    greatest(input.a.chunks_exact(n).zip(output.l.chunks_exact(n)).map(|(a, l)| {
        let error = (times(a, &x) - times(l, &sums)).abs();
        let scale: f64 = l.iter().zip(&magnitudes).map(|(l, x)| l.abs() * x).sum();
        if error == 0.0 { 0.0 } else { error / scale }
    }))
}

fn positive_diagonal(params: &Params, _: &Matrix, output: &Factor) -> Option<Check> {
    let positive = output.l.iter().step_by(params.order() + 1).filter(|&&l| l > 0.0).count();
    Some(Check::equal("positive entries on the diagonal", positive as u64, params.order() as u64))
}

fn lower_triangle(params: &Params, _: &Matrix, output: &Factor) -> Option<Check> {
    let rows = output.l.chunks_exact(params.order()).enumerate();
    let above: usize = rows.map(|(i, row)| row[i + 1..].iter().filter(|&&l| l != 0.0).count()).sum();
    Some(Check::equal("entries above the diagonal that are not 0", above as u64, 0))
}
