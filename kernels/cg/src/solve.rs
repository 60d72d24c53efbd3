//! Conjugate gradients, written once over the operations in which the variants differ; and what is solved with them.

use crate::{Params, System, npb, vectors};
use std::ops::Range;
use tenfold_kernel::{Workspace, arrays};

/// What a variant fills: its rows of the answer, and numbers that every rank has.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// NPB: the last x, of length 1. Finite elements: u at the inner nodes.
    pub x: Vec<f64>,
    /// NPB: ζ after each solve. Finite elements: none.
    pub zetas: Vec<f64>,
    /// The norm of b − Ax for the last solve, computed from x.
    pub residual: Vec<f64>,
    /// The norm of the residual after each iteration of each solve, as the iteration carries it along.
    pub history: Vec<f64>,
}

arrays!(Solution { x, zetas, residual, history });

/// The operations of an iteration on the rows of one worker. Vectors have as many entries as there are rows; only p is longer
/// where other ranks have entries that these rows need.
pub trait Operations {
    /// q ← Ap.
    fn multiply(&mut self, p: &mut [f64], q: &mut [f64]);
    /// x·y over all rows of all workers.
    fn dot(&mut self, x: &[f64], y: &[f64]) -> f64;
    /// z ← z + αp and r ← r − αq; r·r over all rows of all workers.
    fn step(&mut self, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2]) -> f64;
    /// p ← r + βp.
    fn turn(&mut self, beta: f64, r: &[f64], p: &mut [f64]) {
        vectors::turn(beta, r, p);
    }
}

/// The vectors of an iteration.
pub struct Vectors<'a> {
    rows: Range<usize>,
    /// The right-hand side.
    b: &'a mut [f64],
    /// The unknowns.
    z: &'a mut [f64],
    /// The residual.
    r: &'a mut [f64],
    /// The direction of search, with the entries of other ranks behind its own.
    p: &'a mut [f64],
    /// A times the direction.
    q: &'a mut [f64],
}

impl<'a> Vectors<'a> {
    /// Room for the rows of `system`, and for `others` more entries of p.
    pub fn new(system: &System, others: usize, space: &'a Workspace) -> Self {
        let rows = 0..system.rows.len();
        let [b, z, r, q] = [(); 4].map(|()| space.buffer(rows.len()));
        Vectors { p: space.buffer(rows.len() + others), rows, b, z, r, q }
    }
}

/// Solves the problem: NPB's by inverse iteration, that of finite elements at once.
pub fn solve(
    params: &Params,
    system: &System,
    operations: &mut impl Operations,
    v: &mut Vectors,
    output: &mut Solution,
) {
    v.b.copy_from_slice(&system.rhs);
    for (number, history) in output.history.chunks_exact_mut(params.steps()).enumerate() {
        output.residual[0] = conj_grad(operations, v, history);
        if params.is_npb() {
            output.zetas[number] = npb::class(&params.class).shift + 1.0 / operations.dot(v.b, v.z);
            let scale = 1.0 / operations.dot(v.z, v.z).sqrt();
            v.z.iter_mut().for_each(|z| *z *= scale);
            v.b.copy_from_slice(v.z);
        }
    }
    output.x.iter_mut().zip(v.z.iter().zip(&system.scale)).for_each(|(x, (z, scale))| *x = scale * z);
}

/// Solves Az = b from z = 0 by as many iterations as there is history to fill. Returns the norm of b − Az.
fn conj_grad(operations: &mut impl Operations, v: &mut Vectors, history: &mut [f64]) -> f64 {
    let rows = v.rows.clone();
    v.z.fill(0.0);
    v.r.copy_from_slice(v.b);
    v.p[rows.clone()].copy_from_slice(v.b);
    let mut rho = operations.dot(v.r, v.r);
    for norm in history {
        operations.multiply(v.p, v.q);
        let p = &mut v.p[rows.clone()];
        let alpha = ratio(rho, operations.dot(p, v.q));
        let next = operations.step(alpha, [&*p, &*v.q], [&mut *v.z, &mut *v.r]);
        operations.turn(ratio(next, rho), v.r, p);
        rho = next;
        *norm = rho.sqrt();
    }
    v.p[rows].copy_from_slice(v.z);
    operations.multiply(v.p, v.q);
    v.r.iter_mut().zip(v.b.iter().zip(&*v.q)).for_each(|(r, (b, q))| *r = b - q);
    operations.dot(v.r, v.r).sqrt()
}

/// a/b; 0 where the system is solved to the last bit and nothing is left to divide.
fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}

/// Dot products of one run: one before the first iteration of each solve, two in each, one after it, and two of NPB's own.
pub fn dots(params: &Params) -> usize {
    params.solves() * (2 + 2 * params.steps() + if params.is_npb() { 2 } else { 0 })
}

/// Products of A and a vector in one run.
pub fn products(params: &Params) -> usize {
    params.solves() * (params.steps() + 1)
}
