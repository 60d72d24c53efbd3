//! A layout of sparse matrices for vectors: SELL-C-σ (Kreutzer et al. 2014).
//!
//! Eight rows lie side by side, entry by entry, so that eight sums grow at once and none waits for another. Each row
//! is added up in the order of its columns, as the plain loop does it, so the bits are the same. Rows are grouped by
//! length within windows of some hundred, so that little has to be filled up with zeros.

use crate::System;
use crate::vectorised::multiply;
use crate::vectors::LANES;
use std::ops::Range;
use tenfold_kernel::{Path, on_path};

/// Rows of a window in which the longest come first.
const WINDOW: usize = 512;
/// A lane that has no row.
pub const NOBODY: u32 = u32::MAX;

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
    /// Those rows of `system`, where `place` says at which of the `width` entries of p a column lies.
    pub fn new(system: &System, mut rows: Vec<usize>, width: usize, place: impl Fn(u32) -> usize) -> Sell {
        let mut sell = Sell { starts: vec![0], rows: vec![], cols: vec![], values: vec![], width };
        // Stable, so that rows of a length stay in order and neighbours find p in the cache.
        rows.chunks_mut(WINDOW).for_each(|rows| rows.sort_by_key(|&row| std::cmp::Reverse(system.row(row).len())));
        for group in rows.chunks(LANES) {
            let entries: Vec<Range<usize>> = group.iter().map(|&row| system.row(row)).collect();
            for k in 0..entries.iter().map(Range::len).max().unwrap_or(0) {
                let entry = |lane: usize| entries.get(lane).and_then(|entries| entries.clone().nth(k));
                let lanes: [Option<usize>; LANES] = std::array::from_fn(entry);
                let cols = lanes.map(|entry| entry.map_or(0, |entry| place(system.cols[entry])));
                assert!(cols.iter().all(|&col| col < width), "an entry lies in none of the {width} columns");
                sell.cols.push(cols.map(|col| col as u32));
                sell.values.push(Line(lanes.map(|entry| entry.map_or(0.0, |entry| system.values[entry]))));
            }
            sell.starts.push(sell.values.len());
            sell.rows.push(std::array::from_fn(|lane| group.get(lane).map_or(NOBODY, |&row| row as u32)));
        }
        sell
    }

    /// Each group of rows: where in q its sums go, and entry by entry the eight factors and the eight numbers of A.
    #[inline(always)]
    pub fn groups<'a>(
        &'a self,
        p: &'a [f64],
    ) -> impl Iterator<Item = (&'a [u32; LANES], impl Iterator<Item = ([f64; LANES], &'a [f64; LANES])>)> {
        assert!(p.len() >= self.width);
        self.rows.iter().zip(self.starts.windows(2)).map(move |(rows, entries)| {
            let (cols, values) = (&self.cols[entries[0]..entries[1]], &self.values[entries[0]..entries[1]]);
            let factors = cols.iter().map(move |cols| {
                // SAFETY: every column is below `width` (asserted where the layout is made), and p is no shorter.
                cols.map(|col| unsafe { *p.get_unchecked(col as usize) })
            });
            (rows, factors.zip(values.iter().map(|Line(values)| values)))
        })
    }

    /// q ← Ap for these rows; `first` is the number of the row whose sum goes to the beginning of q.
    pub fn multiply(&self, path: Path, p: &[f64], q: &mut [f64], first: usize) {
        let sell = self;
        on_path!(path, multiply(sell: &Sell, p: &[f64], q: &mut [f64], first: usize));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cg;
    use tenfold_kernel::{Kernel, Part};

    #[test]
    #[should_panic(expected = "an entry lies in none of the 3 columns")]
    fn a_column_beyond_p_is_refused() {
        Sell::new(&System::of(&Cg::small(), Part::WHOLE), vec![0, 1, 2, 3], 3, |col| col as usize);
    }
}
