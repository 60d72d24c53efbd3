//! What knows the right product: a closed form, and what a product does to a vector.

use crate::{Line, Matmul, Operands, Params, Product};
use tenfold_kernel::{Agreement, Check, Oracle, greatest, oracle, random};

/// All oracles, constants first.
pub(crate) fn all() -> Vec<Oracle<Matmul>> {
    vec![
        oracle!(closed_form, Constant, "Σ (s + t k)(u + v k) by Σ1, Σk and Σk², in integers; every entry"),
        oracle!(freivalds, Property, "A(Bx) = Cx for a random x of ±1 (Freivalds 1977)"),
    ]
}

/// How closely all but the naive variant agree with it.
pub(crate) const ROUNDING: Agreement<Matmul> = Agreement::Bounded {
    bound: rounding,
    derivation: "0 for the integers, whose sums are never rounded; for files (k + 1) ε max Σ|a||b|: two sums of k products, \
                 each within k ε/2 Σ|a||b| in any order, fused or not (Higham 2002, 3.5)",
};

/// Σ|a||b| is at most a row of |A| times the greatest of |B|, and a column of |B| times the greatest of |A|.
fn rounding(params: &Params, input: &Operands, _array: &str) -> f64 {
    if params.is_exact() {
        return 0.0;
    }
    let [_, k, n] = params.shape();
    let most = |numbers: &[f64]| greatest(numbers.iter().map(|x| x.abs()));
    let rows = greatest(input.a.chunks_exact(k).map(|row| row.iter().map(|a| a.abs()).sum()));
    let mut columns = vec![0.0; n];
    for row in input.b.chunks_exact(n) {
        columns.iter_mut().zip(row).for_each(|(sum, b)| *sum += b.abs());
    }
    let sum = (rows * most(&input.b)).min(most(&columns) * most(&input.a));
    (k + 1) as f64 * f64::EPSILON * sum
}

fn closed_form(params: &Params, _: &Operands, output: &Product) -> Option<Check> {
    let ([m, k, n], seed) = (params.shape(), params.seed);
    params.is_exact().then(|| {
        let rows: Vec<Line> = (0..m).map(|i| Line::of_a(seed, i)).collect();
        let columns: Vec<Line> = (0..n).map(|j| Line::of_b(seed, j)).collect();
        let expected = rows.iter().flat_map(|row| columns.iter().map(|&column| row.times(column, k)));
        let wrong = output.c.iter().zip(expected).filter(|&(&c, sum)| c != sum as f64).count();
        Check::equal("entries that differ from their sum in closed form", wrong as u64, 0)
    })
}

/// Four products with rounded sums are compared: C of A and B, Cx, Bx and A(Bx). Each row of either side is within
/// (k + n) ε |A||B||x|, to first order; the two more are for the second.
fn freivalds(params: &Params, input: &Operands, output: &Product) -> Option<Check> {
    let [_, k, n] = params.shape();
    let what = "largest |Cx - A(Bx)| of a row, relative to |A||B||x|";
    Some(Check::close(what, residual(params, input, output), 0.0, (k + n + 2) as f64 * f64::EPSILON))
}

/// The largest |Cx − A(Bx)| of a row, relative to |A|(|B||x|), for x drawn from ±1. NaN stays NaN.
pub(crate) fn residual(params: &Params, input: &Operands, output: &Product) -> f64 {
    let [_, k, n] = params.shape();
    let x: Vec<f64> = (0..n as u64).map(|j| if random(!params.seed, j) < 0.5 { -1.0 } else { 1.0 }).collect();
    let sums = |row: &[f64], x: &[f64]| row.iter().zip(x).map(|(entry, x)| entry * x).sum::<f64>();
    let magnitudes = |row: &[f64], x: &[f64]| row.iter().zip(x).map(|(entry, x)| (entry * x).abs()).sum::<f64>();
    let bx: Vec<f64> = input.b.chunks_exact(n).map(|row| sums(row, &x)).collect();
    let most: Vec<f64> = input.b.chunks_exact(n).map(|row| magnitudes(row, &x)).collect();
    greatest(input.a.chunks_exact(k).zip(output.c.chunks_exact(n)).map(|(a, c)| {
        let (error, scale) = ((sums(c, &x) - sums(a, &bx)).abs(), magnitudes(a, &most));
        if error == 0.0 { 0.0 } else { error / scale }
    }))
}
