//! As vectorised, with the rows shared among threads.

pub use crate::vectorised::{add_product, plan};
use crate::{Operands, Params, Product, order};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

pub fn run(setting: &Setting<Params, Vec<f64>>, input: &Operands, _space: &Workspace, output: &mut Product) {
    // Operands: B column by column.
    let (n, a, b, path) = (order(setting.params), &input.a, setting.plan, setting.path);

    // Product: a row on whichever thread is free.
    output.c.fill(0.0);
    output.c.par_chunks_mut(n).zip(a.par_chunks(n)).for_each(|(c, a)| add_product(path, n, a, b, c));
}
