//! A layout of sparse matrices for vectors: SELL-C-σ (Kreutzer et al. 2014).
//!
//! Eight rows lie side by side, entry by entry, so that eight sums grow at once and none waits for another. Each row
//! is added up in the order of its columns, as the plain loop does it, so the bits are the same. Rows are grouped by
//! length within windows of some hundred, so that little has to be filled up with zeros.

use crate::System;
use crate::vectorised::multiply;
use crate::vectors::LANES;
use std::cmp::Reverse;
use tenfold_kernel::{Path, on_path};

/// Rows of a window in which the longest come first.
const WINDOW: usize = 512;
/// A lane that has no row.
const NOBODY: u32 = u32::MAX;

/// Numbers that begin with a cache line.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Line(pub [f64; LANES]);

/// Rows of a matrix, eight by eight.
pub struct Sell {
    /// Where the entries of each group of rows begin, and where those of the last end.
    starts: Vec<usize>,
    /// The rows of each group: where in q its sums go.
    pub rows: Vec<[u32; LANES]>,
    /// The columns: where in p the factors lie.
    cols: Vec<[u32; LANES]>,
    /// The entries; 0 at column 0 where a row has no more.
    pub values: Vec<Line>,
    /// Entries of p: all columns are below.
    width: usize,
}

impl Sell {
    /// Those rows of `system`, where `place` says at which entry of p a column lies.
    pub fn new(system: &System, mut rows: Vec<usize>, place: impl Fn(u32) -> usize) -> Sell {
        let mut sell = Sell { starts: vec![0], rows: vec![], cols: vec![], values: vec![], width: 0 };
        // Stable, so that rows of a length stay in order and neighbours find p in the cache.
        rows.chunks_mut(WINDOW).for_each(|rows| rows.sort_by_key(|&row| Reverse(system.row(row).len())));
        for group in rows.chunks(LANES) {
            // The longest comes first, as windows are whole groups.
            let (start, end) = (sell.values.len(), sell.values.len() + system.row(group[0]).len());
            sell.cols.resize(end, [0; LANES]);
            sell.values.resize(end, Line([0.0; LANES]));
            for (lane, &row) in group.iter().enumerate() {
                for (k, entry) in (start..).zip(system.row(row)) {
                    let col = place(system.cols[entry]);
                    sell.width = sell.width.max(col + 1);
                    sell.cols[k][lane] = col as u32;
                    sell.values[k].0[lane] = system.values[entry];
                }
            }
            sell.starts.push(end);
            sell.rows.push(std::array::from_fn(|lane| group.get(lane).map_or(NOBODY, |&row| row as u32)));
        }
        sell
    }

    /// Every group of rows: where its sums go, and of each entry the columns, all below [`Sell::width`], and the numbers.
    pub fn groups(&self) -> impl Iterator<Item = (&[u32; LANES], &[[u32; LANES]], &[Line])> {
        let entries = self.starts.windows(2).map(|ends| ends[0]..ends[1]);
        self.rows.iter().zip(entries).map(|(rows, entries)| (rows, &self.cols[entries.clone()], &self.values[entries]))
    }

    /// The fewest entries that p may have.
    pub fn width(&self) -> usize {
        self.width
    }

    /// q ← Ap for these rows; `first` is the number of the row whose sum goes to the beginning of q.
    pub fn multiply(&self, path: Path, p: &[f64], q: &mut [f64], first: usize) {
        let sell = self;
        on_path!(path, multiply(sell: &Sell, p: &[f64], q: &mut [f64], first: usize));
    }
}

/// Puts the sums of a group where `rows` says; `first` is the number of the row whose sum goes to the beginning of q.
#[inline(always)]
pub fn store(sums: [f64; LANES], rows: &[u32; LANES], q: &mut [f64], first: usize) {
    // Most rows are as long as their neighbours and were left in order: one store instead of eight.
    if (0..LANES).fold(true, |in_order, lane| in_order & (rows[lane] == rows[0].wrapping_add(lane as u32))) {
        return q[rows[0] as usize - first..][..LANES].copy_from_slice(&sums);
    }
    for (&row, sum) in rows.iter().zip(sums).filter(|(row, _)| **row != NOBODY) {
        q[row as usize - first] = sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cg;
    use tenfold_kernel::{Kernel, Part};

    #[test]
    #[should_panic(expected = "p ends before the last column")]
    fn a_column_beyond_p_is_refused() {
        let system = System::of(&Cg::small(), Part::WHOLE);
        let sell = Sell::new(&system, (0..system.n).collect(), |col| col as usize);
        sell.multiply(Path::PORTABLE, &vec![1.0; system.n - 1], &mut vec![0.0; system.n], 0);
    }
}
