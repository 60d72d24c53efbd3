//! Conjugate gradients, written once over the operations in which the variants differ; and what is solved with them.

use crate::system::block_rows;
use crate::vectors::total;
use crate::{Params, System, npb};
use tenfold_kernel::{Path, Setting, Workspace, arrays};

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

/// A problem to be solved on the rows of one worker, with the vectors of the iteration.
pub struct Solver<'a> {
    params: &'a Params,
    path: Path,
    system: &'a System,
    /// The right-hand side.
    b: &'a mut [f64],
    /// The unknowns.
    z: &'a mut [f64],
    /// The residual.
    r: &'a mut [f64],
    /// The direction of search, with the entries of other ranks that these rows need behind its own.
    p: &'a mut [f64],
    /// A times the direction.
    q: &'a mut [f64],
}

impl<'a> Solver<'a> {
    /// Room for the rows of `system`, and for `others` more entries of p.
    pub fn new<L>(setting: &Setting<'a, Params, L>, system: &'a System, others: usize, space: &'a Workspace) -> Self {
        let own = system.rows.len();
        let [b, z, r, q] = [(); 4].map(|()| space.buffer(own));
        Solver { params: setting.params, path: setting.path, system, b, z, r, p: space.buffer(own + others), q }
    }

    /// Solves Az = b from z = 0: once for finite elements, for NPB again and again by inverse iteration. `multiply` is
    /// q ← Ap; `dots` are the sums of x·y in all blocks of all workers; `steps` are z ← z + αp and r ← r − αq, and the
    /// sums of r·r; `turn` is p ← r + βp. Before vectors, `dots` and `steps` are given the path and the rows of a block.
    pub fn solve(
        self,
        output: &mut Solution,
        mut multiply: impl FnMut(&mut [f64], &mut [f64]),
        dots: impl Fn(Path, usize, &[f64], &[f64], &mut [f64]),
        steps: impl Fn(Path, usize, f64, [&[f64]; 2], [&mut [f64]; 2], &mut [f64]),
        turn: impl Fn(f64, &[f64], &mut [f64]),
    ) {
        let Solver { params, path, system, b, z, r, p, q } = self;
        let block = block_rows(system.n);
        let own = z.len();
        let dot = |x: &[f64], y: &[f64]| total(|sums| dots(path, block, x, y, sums));
        b.copy_from_slice(&system.rhs);
        for (number, history) in output.history.chunks_exact_mut(params.steps()).enumerate() {
            z.fill(0.0);
            r.copy_from_slice(b);
            p[..own].copy_from_slice(b);
            let mut rho = dot(r, r);
            for norm in history {
                multiply(p, q);
                let p = &mut p[..own];
                let alpha = ratio(rho, dot(p, q));
                let next = total(|sums| steps(path, block, alpha, [&*p, &*q], [&mut *z, &mut *r], sums));
                turn(ratio(next, rho), r, p);
                rho = next;
                *norm = rho.sqrt();
            }

            // By now the residual that was carried along may have lost touch with b − Az.
            p[..own].copy_from_slice(z);
            multiply(p, q);
            r.iter_mut().zip(b.iter().zip(&*q)).for_each(|(r, (b, q))| *r = b - q);
            output.residual[0] = dot(r, r).sqrt();

            if params.is_npb() {
                output.zetas[number] = npb::class(params).shift + 1.0 / dot(b, z);
                let scale = 1.0 / dot(z, z).sqrt();
                z.iter_mut().for_each(|z| *z *= scale);
                b.copy_from_slice(z);
            }
        }
        output.x.iter_mut().zip(z.iter().zip(&system.scale)).for_each(|(x, (z, scale))| *x = scale * z);
    }
}

/// a/b; 0 where the system is solved to the last bit and nothing is left to divide.
fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}

/// Dot products of one run: one before the first iteration of each solve, two in each, one after it, two of NPB's own.
pub fn dots(params: &Params) -> usize {
    params.solves() * (2 + 2 * params.steps() + if params.is_npb() { 2 } else { 0 })
}

/// Products of A and a vector in one run.
pub fn products(params: &Params) -> usize {
    params.solves() * (params.steps() + 1)
}
