//! −Δu = f on the unit square by linear finite elements: the mesh, the matrix, and how far the answer is from the truth.
//!
//! n × n cells, bent so that triangles differ in shape, and each cut into two triangles along the same diagonal. u = 0
//! on the boundary, so the unknowns are u at the (n − 1)² inner nodes, row by row. u = sin(πx) sin(πy) is
//! *manufactured*: f = 2π² u.
//!
//! Jacobi's preconditioner is built into the matrix: with D the diagonal of A, conjugate gradients without it for
//! D^(-1/2) A D^(-1/2) y = D^(-1/2) b take the same steps as with it for A u = b, and u = D^(-1/2) y.

use crate::Params;
use crate::system::System;
use std::f64::consts::{PI, TAU};

/// By how much the mesh is bent, as part of the side.
const BEND: f64 = 0.05;
/// The nodes that share a triangle with a node, in the order of their numbers: where in the square around it.
const AROUND: [[usize; 2]; 7] = [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 1], [2, 2]];

type Point = [f64; 2];
type Node = [usize; 2];

/// Where the nodes lie.
struct Mesh {
    /// Cells along a side.
    n: usize,
    /// The sine of a whole turn along a side, at its nodes.
    sines: Vec<f64>,
}

impl Mesh {
    fn new(n: usize) -> Mesh {
        Mesh { n, sines: (0..=n).map(|i| (TAU * i as f64 / n as f64).sin()).collect() }
    }

    /// Where a node lies.
    fn at(&self, [i, j]: Node) -> Point {
        let bend = BEND * self.sines[i] * self.sines[j];
        [i, j].map(|line| line as f64 / self.n as f64 + bend)
    }

    /// A row of the matrix as the square around its node, made from the six triangles there by whoever needs it.
    fn row(&self, [i, j]: Node) -> [[f64; 3]; 3] {
        let mut row = [[0.0; 3]; 3];
        for (nodes, own) in triangles([i, j]) {
            let (_, products) = element(nodes.map(|node| self.at(node)));
            for ([k, l], value) in nodes.into_iter().zip(products[own]) {
                row[k + 1 - i][l + 1 - j] += value;
            }
        }
        row
    }

    /// The right-hand side of a row: between the corners of a triangle f is a straight line.
    fn load(&self, node: Node) -> f64 {
        let of_triangle = |(nodes, own): ([Node; 3], usize)| {
            let corners = nodes.map(|node| self.at(node));
            let f = corners.map(|point| 2.0 * PI * PI * exact(point));
            element(corners).0 / 12.0 * (f[own] + f.iter().sum::<f64>())
        };
        triangles(node).map(of_triangle).sum()
    }
}

/// The true u.
fn exact([x, y]: Point) -> f64 {
    (PI * x).sin() * (PI * y).sin()
}

/// The two triangles of a cell.
fn halves([i, j]: Node) -> [[Node; 3]; 2] {
    let [a, b, c, d] = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
    [[a, b, c], [a, c, d]]
}

/// The area of a triangle, and ∫∇φ·∇φ for all pairs of its corners: edge times edge over four areas.
fn element([a, b, c]: [Point; 3]) -> (f64, [[f64; 3]; 3]) {
    let edge = |p: Point, q: Point| [q[0] - p[0], q[1] - p[1]];
    let opposite = [edge(b, c), edge(c, a), edge(a, b)];
    let area = 0.5 * (opposite[2][0] * -opposite[1][1] + opposite[2][1] * opposite[1][0]);
    let product = |e: Point, f: Point| (e[0] * f[0] + e[1] * f[1]) / (4.0 * area);
    (area, opposite.map(|e| opposite.map(|f| product(e, f))))
}

/// The triangles around a node, and which of their corners it is.
fn triangles([i, j]: Node) -> impl Iterator<Item = ([Node; 3], usize)> {
    let cells = [[i, j], [i - 1, j - 1], [i - 1, j], [i, j - 1]];
    let all = cells.into_iter().flat_map(halves);
    all.filter_map(move |corners| Some((corners, corners.iter().position(|&corner| corner == [i, j])?)))
}

/// The inner node of a row.
fn node(n: usize, row: usize) -> Node {
    [row / (n - 1) + 1, row % (n - 1) + 1]
}

/// The row of a node; none on the boundary.
fn row_of(n: usize, [i, j]: Node) -> Option<usize> {
    [i, j].iter().all(|line| (1..n).contains(line)).then(|| (i - 1) * (n - 1) + j - 1)
}

/// The rows of `system`, which has none yet.
pub fn filled(params: &Params, mut system: System) -> System {
    let (n, rows, mesh) = (params.size(), system.rows.clone(), Mesh::new(params.size()));
    // The diagonal reaches as far as entries do.
    let first = rows.start.saturating_sub(n);
    let reach = first..(rows.end + n).min(system.n);
    let roots: Vec<f64> = reach.map(|k| mesh.row(node(n, k))[1][1].sqrt()).collect();
    for k in rows {
        let ([i, j], root) = (node(n, k), roots[k - first]);
        let row = mesh.row([i, j]);
        for [down, across] in AROUND {
            if let Some(col) = row_of(n, [i + down - 1, j + across - 1]) {
                system.cols.push(col as u32);
                system.values.push(row[down][across] / (root * roots[col - first]));
            }
        }
        system.end_row(mesh.load([i, j]) / root, 1.0 / root);
    }
    system
}

/// The L2 norm of what `u` at the inner nodes misses of the true one: the midpoints of the edges are exact for squares.
pub fn l2_error(n: usize, u: &[f64]) -> f64 {
    let mesh = Mesh::new(n);
    let value = |node: Node| row_of(n, node).map_or(0.0, |row| u[row]);
    let cells = (0..n).flat_map(|i| (0..n).map(move |j| [i, j]));
    let squared = |corners: [Node; 3]| {
        let points = corners.map(|node| mesh.at(node));
        let missed = |a: usize, b: usize| {
            let middle = [0, 1].map(|axis| 0.5 * (points[a][axis] + points[b][axis]));
            (0.5 * (value(corners[a]) + value(corners[b])) - exact(middle)).powi(2)
        };
        element(points).0 / 3.0 * (missed(0, 1) + missed(1, 2) + missed(2, 0))
    };
    cells.map(|cell| halves(cell).map(squared).iter().sum::<f64>()).sum::<f64>().sqrt()
}
