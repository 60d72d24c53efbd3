//! The viscous flow at rest, by Newton's method: for small boxes, where the dense equations are few.

use crate::Params;
use crate::flow::on_the_wall;
use crate::stencil::sixteenth;

/// ψ and then ζ of all interior points for which the discrete equations hold: ∇²ψ = ζ, and Re u·∇ζ = ∇²ζ.
pub fn steady(params: &Params) -> Vec<f64> {
    let (n, cell) = (params.side(), 16.0 * sixteenth(params).expect("the flow is viscous"));
    let mut x = vec![0.0; 2 * n * n];
    // The equations are quadratic: differences across 2 are their derivatives but for rounding; a few steps suffice.
    for _ in 0..12 {
        let beside = |j: usize, by: f64| {
            let mut moved = x.clone();
            moved[j] += by;
            defect(n, cell, &moved)
        };
        let columns: Vec<_> = (0..x.len()).map(|j| (beside(j, 1.0), beside(j, -1.0))).collect();
        let residual = defect(n, cell, &x);
        let slopes = |i: usize| columns.iter().map(move |(up, down)| 0.5 * (up[i] - down[i]));
        let rows = (0..x.len()).map(|i| slopes(i).chain([residual[i]]).collect()).collect();
        x.iter_mut().zip(solved(rows)).for_each(|(x, step)| *x -= step);
    }
    x
}

/// By how much each equation fails to hold; `cell` is the Reynolds number of a cell.
fn defect(n: usize, cell: f64, x: &[f64]) -> Vec<f64> {
    let at = |i: usize, j: usize| (i - 1) * n + (j - 1);
    let inside = |i: usize, j: usize| (1..=n).contains(&i) && (1..=n).contains(&j);
    let psi = |i: usize, j: usize| if inside(i, j) { x[at(i, j)] } else { on_the_wall(n, i, j) };
    let zeta = |i: usize, j: usize| match inside(i, j) {
        true => x[n * n + at(i, j)],
        // Of a wall cell the nearest interior one.
        false => 2.0 * (psi(i.clamp(1, n), j.clamp(1, n)) - psi(i, j)),
    };
    let points = || (1..=n).flat_map(|i| (1..=n).map(move |j| (i, j)));
    let laplacian = |f: &dyn Fn(usize, usize) -> f64, i: usize, j: usize| {
        (f(i + 1, j) - 2.0 * f(i, j) + f(i - 1, j)) + (f(i, j + 1) - 2.0 * f(i, j) + f(i, j - 1))
    };
    let poisson = points().map(|(i, j)| laplacian(&psi, i, j) - zeta(i, j));
    let transport = points().map(|(i, j)| {
        let u = (psi(i, j + 1) - psi(i, j - 1)) / 2.0;
        let v = (psi(i - 1, j) - psi(i + 1, j)) / 2.0;
        let slopes = [(zeta(i + 1, j) - zeta(i - 1, j)) / 2.0, (zeta(i, j + 1) - zeta(i, j - 1)) / 2.0];
        laplacian(&zeta, i, j) - cell * (u * slopes[0] + v * slopes[1])
    });
    poisson.chain(transport).collect()
}

/// Gauss–Jordan elimination with partial pivoting; every row ends with its right-hand side.
fn solved(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for pivot in 0..n {
        let largest = (pivot..n).max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs()));
        rows.swap(pivot, largest.unwrap_or(pivot));
        let top = rows[pivot].clone();
        for row in rows.iter_mut().enumerate().filter_map(|(i, row)| (i != pivot).then_some(row)) {
            let factor = row[pivot] / top[pivot];
            row.iter_mut().zip(&top).for_each(|(number, above)| *number -= factor * above);
        }
    }
    (0..n).map(|i| rows[i][n] / rows[i][i]).collect()
}
