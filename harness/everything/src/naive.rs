//! The definition.

use crate::{Operands, Params, Product, order};
use tenfold_kernel::{Setting, Workspace};

pub fn run(setting: &Setting<Params>, input: &Operands, _space: &Workspace, output: &mut Product) {
    // Operands: as they lie.
    let (n, a, b) = (order(setting.params), &input.a, &input.b);

    // Product: each entry is a row times a column.
    for (a, c) in a.chunks_exact(n).zip(output.c.chunks_exact_mut(n)) {
        for (j, c) in c.iter_mut().enumerate() {
            *c = a.iter().zip(b[j..].iter().step_by(n)).map(|(a, b)| a * b).sum();
        }
    }
}
