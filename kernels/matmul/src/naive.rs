//! The plain loops: a row of C gathers the rows of B, each times an entry of A.
//!
//! In this order, i-k-j, the innermost loop runs along rows of B and C as they lie in memory. The order of the definition,
//! i-j-k, has the same three lines and walks down the columns of B: a cache line for every number.

use crate::{Operands, Params, Product};
use tenfold_kernel::{Setting, Workspace};

/// Multiplies on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Operands, _: &Workspace, output: &mut Product) {
    // Operands: as they lie.
    let ([_, k, n], a, b) = (setting.params.shape(), &input.a, &input.b);

    // Product: row by row.
    for (a, c) in a.chunks_exact(k).zip(output.c.chunks_exact_mut(n)) {
        c.fill(0.0);
        for (&a, b) in a.iter().zip(b.chunks_exact(n)) {
            for (c, &b) in c.iter_mut().zip(b) {
                *c += a * b;
            }
        }
    }
}
