//! The viscous flow at rest, by Newton's method: for small boxes, where the dense equations are few.

use crate::flow::on_the_wall;
use crate::stencil::sixteenth;
use crate::{Flow, Params};

/// ψ and then ζ of all interior points for which the discrete equations hold: ∇²ψ = ζ, and Re u·∇ζ = ∇²ζ.
pub fn steady(params: &Params) -> Vec<f64> {
    let cell = 16.0 * sixteenth(params).expect("the flow is viscous");
    let unknowns = 2 * params.side().pow(2);
    let mut x = vec![0.0; unknowns];
    // The equations are quadratic: differences across 2 are their derivatives but for rounding, and a few steps suffice.
    for _ in 0..12 {
        let residual = defect(params.side(), cell, &x);
        let column = |j: usize| {
            let beside = |by: f64| {
                let mut moved = x.clone();
                moved[j] += by;
                defect(params.side(), cell, &moved)
            };
            beside(1.0).into_iter().zip(beside(-1.0)).map(|(up, down)| 0.5 * (up - down)).collect::<Vec<f64>>()
        };
        let columns: Vec<Vec<f64>> = (0..unknowns).map(column).collect();
        let rows = (0..unknowns).map(|i| columns.iter().map(|column| column[i]).chain([residual[i]]).collect());
        x.iter_mut().zip(solved(rows.collect())).for_each(|(x, step)| *x -= step);
    }
    x
}

/// ψ and ζ of the interior points of `flow`, in the order of [`steady`].
pub fn unknowns(flow: &Flow) -> Vec<f64> {
    let [rows, cols] = flow.size();
    let inside = |grid: &[f64]| -> Vec<f64> {
        grid.chunks_exact(cols + 2).skip(1).take(rows).flat_map(|row| &row[1..=cols]).copied().collect()
    };
    [inside(&flow.psi), inside(&flow.zeta)].concat()
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

/// Gaussian elimination with partial pivoting; every row ends with its right-hand side.
fn solved(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for pivot in 0..n {
        let largest = (pivot..n).max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs()));
        rows.swap(pivot, largest.unwrap_or(pivot));
        let (done, below) = rows.split_at_mut(pivot + 1);
        let top = &done[pivot];
        for row in below {
            let factor = row[pivot] / top[pivot];
            row[pivot..].iter_mut().zip(&top[pivot..]).for_each(|(number, above)| *number -= factor * above);
        }
    }
    let mut x = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| rows[i][j] * x[j]).sum();
        x[i] = (rows[i][n] - known) / rows[i][i];
    }
    x
}
