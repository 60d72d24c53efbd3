//! A system of equations with a sparse matrix: what a variant reads.

use crate::{Params, npb, poisson};
use std::ops::Range;
use tenfold_kernel::{Part, arrays};

/// Dot products are sums of so many blocks' sums, whoever computes them: so their bits do not depend on how many do.
pub const BLOCKS: usize = 64;

/// Consecutive rows of a symmetric matrix in compressed form, with what belongs to them.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    /// Rows of the whole matrix.
    pub n: usize,
    /// Which of them these are.
    pub rows: Range<usize>,
    /// Where each row begins in `cols` and `values`, and where the last one ends.
    pub starts: Vec<u64>,
    /// The column of each entry, counted in the whole matrix; ascending in a row.
    pub cols: Vec<u32>,
    /// The entries.
    pub values: Vec<f64>,
    /// The right-hand side; of NPB the first one, all ones.
    pub rhs: Vec<f64>,
    /// What each unknown of the answer is of one of the system; of NPB all ones.
    pub scale: Vec<f64>,
}

arrays!(System { starts, cols, values, rhs, scale });

impl System {
    /// The rows of `part`: whole blocks, so that beyond 64 ranks some have none.
    pub fn of(params: &Params, part: Part) -> System {
        let n = params.unknowns();
        let rows = share(n, part);
        let empty = System { n, rows, starts: vec![0], cols: vec![], values: vec![], rhs: vec![], scale: vec![] };
        if params.is_npb() { npb::filled(params, empty) } else { poisson::filled(params, empty) }
    }

    /// Ends a row of which all entries are there.
    pub fn end_row(&mut self, rhs: f64, scale: f64) {
        self.starts.push(self.values.len() as u64);
        self.rhs.push(rhs);
        self.scale.push(scale);
    }

    /// Where the entries of a row lie, which is counted from the first one here.
    pub fn row(&self, row: usize) -> Range<usize> {
        self.starts[row] as usize..self.starts[row + 1] as usize
    }
}

/// Rows of one block of a matrix of `n`; the last block may have fewer.
pub fn block_rows(n: usize) -> usize {
    n.div_ceil(BLOCKS)
}

/// The rows that `part` holds of `n`.
pub fn share(n: usize, part: Part) -> Range<usize> {
    let size = block_rows(n);
    let blocks = part.of(n.div_ceil(size));
    blocks.start * size..(blocks.end * size).min(n).max(blocks.start * size)
}
