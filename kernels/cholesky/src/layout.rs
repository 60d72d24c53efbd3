//! How tiles lie in memory, and what is done to them.
//!
//! A tile is cut into strips of rows as high as a register tile; in a strip the entries of a column lie together, and one
//! column follows the other. A strip is read from front to back as the left operand of the micro-kernel, and some of its rows
//! as the right one, so a tile is never packed again. Tiles whose rows end before a strip does are filled up, those on the
//! diagonal like the identity, whose factor is itself.

use crate::Params;
use crate::kernels::perform;
use std::ops::Range;
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Part, Path, on_path};

/// The tiles of a share of columns, those on and below the diagonal.
#[derive(Clone)]
pub struct Layout {
    params: Params,
    path: Path,
    part: Part,
    /// Rows of a strip.
    strip: usize,
    /// Tiles along a side of the matrix.
    pub tiles: usize,
    /// Numbers from one tile to the next.
    pub slot: usize,
}

/// What is done to a tile, with the tiles that it needs.
#[derive(Clone, Copy)]
pub enum Task<'a> {
    /// A tile on the diagonal becomes its factor (POTRF).
    Factor,
    /// A tile below it is divided by that factor (TRSM).
    Solve {
        /// The factor.
        factor: &'a [f64],
    },
    /// The product of two tiles of an earlier column is taken from a tile (GEMM; SYRK on the diagonal).
    Update {
        /// The tile in its row.
        left: &'a [f64],
        /// The tile in the row that has the number of its column.
        right: &'a [f64],
    },
}

/// Rows of a strip: three vectors; two without fused multiply-adds, whose products need registers, too.
#[inline(always)]
fn strip<S: Simd>(_: S) -> usize {
    S::F64_LANES * if S::F64_LANES > 2 { 3 } else { 2 }
}

impl Layout {
    /// The tiles of the columns of `part`.
    pub fn of(params: &Params, path: Path, part: Part) -> Layout {
        let strip = on_path!(path, strip() -> usize);
        let side = params.tile.min(params.order()).next_multiple_of(strip);
        Layout { params: params.clone(), path, part, strip, tiles: params.tiles(), slot: side * side }
    }

    /// Numbers of all tiles.
    pub fn numbers(&self) -> usize {
        self.before(self.tiles)
    }

    /// Whether this share has the column of tiles `j`.
    pub fn has(&self, j: usize) -> bool {
        j % self.part.ranks == self.part.rank
    }

    /// Where its tiles lie, from the diagonal down.
    pub fn column(&self, j: usize) -> Range<usize> {
        let start = self.before(j);
        start..start + (self.tiles - j) * self.slot
    }

    /// Numbers of the tiles of all columns before `j`.
    pub fn before(&self, j: usize) -> usize {
        let Part { rank, ranks } = self.part;
        let columns = (j + ranks - 1 - rank) / ranks;
        let missing = columns * rank + ranks * (columns * columns.saturating_sub(1) / 2);
        (columns * self.tiles - missing) * self.slot
    }

    /// Its columns of tiles, each with its place among the columns of the share.
    pub fn columns(&self) -> impl Iterator<Item = (usize, usize)> {
        let Part { rank, ranks } = self.part;
        (rank..self.tiles).step_by(ranks).enumerate().map(move |(at, j)| (j, at * self.params.tile))
    }

    /// Fills all tiles from the rows of A.
    pub fn load(&self, a: &[f64], cells: &mut [f64]) {
        for (j, at) in self.columns() {
            for (i, tile) in (j..self.tiles).zip(cells[self.column(j)].chunks_exact_mut(self.slot)) {
                self.load_tile([i, j], &a[at * self.params.order()..], 0, tile);
            }
        }
    }

    /// Fills the tile [i, j] from its columns, which lie one after the other and begin with row `first` of the matrix.
    pub fn load_tile(&self, [i, j]: [usize; 2], columns: &[f64], first: usize, tile: &mut [f64]) {
        let (width, padded, height) = (self.params.lines(j).len(), self.padded(j), self.params.order() - first);
        for (strip, rows) in tile.chunks_exact_mut(padded * self.strip).zip(self.strips(i, first)) {
            let (own, rest) = strip.split_at_mut(width * self.strip);
            for (to, column) in own.chunks_exact_mut(self.strip).zip(columns.chunks(height)) {
                to[..rows.len()].copy_from_slice(&column[rows.clone()]);
                to[rows.len()..].fill(0.0);
            }
            rest.fill(0.0);
        }
        if i == j {
            let at = |d: usize| d / self.strip * padded * self.strip + d * self.strip + d % self.strip;
            (width..padded).for_each(|d| tile[at(d)] = 1.0);
        }
    }

    /// Fills the columns of the tile [i, j] from it: the inverse of [`Layout::load_tile`].
    pub fn unload_tile(&self, [i, j]: [usize; 2], tile: &[f64], first: usize, columns: &mut [f64]) {
        let (padded, height) = (self.padded(j), self.params.order() - first);
        for (strip, rows) in tile.chunks_exact(padded * self.strip).zip(self.strips(i, first)) {
            for (from, column) in strip.chunks_exact(self.strip).zip(columns.chunks_mut(height)) {
                column[rows.clone()].copy_from_slice(&from[..rows.len()]);
            }
        }
    }

    /// Fills the columns of L that this share has, row by row.
    pub fn store(&self, cells: &[f64], l: &mut [f64]) {
        let width = self.params.width(self.part);
        for (i, rows) in l.chunks_mut((self.params.tile * width).max(1)).enumerate() {
            self.store_rows(
                i,
                |[i, j], store| store(&cells[self.before(j)..][(i - j) * self.slot..][..self.slot]),
                rows,
            );
        }
    }

    /// Fills those rows of L that have the tiles of number `i`, which `tile` hands to what is to be done with them.
    pub fn store_rows(&self, i: usize, tile: impl Fn([usize; 2], &mut dyn FnMut(&[f64])), rows: &mut [f64]) {
        let width = self.params.width(self.part);
        rows.fill(0.0);
        for (j, at) in self.columns().take_while(|&(j, _)| j <= i) {
            let (across, strip) = (self.params.lines(j).len(), self.strip);
            tile([i, j], &mut |tile| {
                let long = across.next_multiple_of(strip) * strip;
                for (r, row) in rows.chunks_exact_mut(width).enumerate() {
                    let count = if i == j { r + 1 } else { across };
                    let from = tile[r / strip * long + r % strip..].iter().step_by(strip);
                    row[at..at + count].iter_mut().zip(from).for_each(|(to, &from)| *to = from);
                }
            });
        }
    }

    /// Does `task` to the tile [i, j] in step k: that by whose column a tile is updated, or that of its own column.
    pub fn perform(&self, [i, j, k]: [usize; 3], task: Task, tile: &mut [f64]) {
        let shape = [i, j, k].map(|number| self.padded(number));
        let (is_diagonal, tile) = (i == j, &mut tile[..shape[0] * shape[1]]);
        on_path!(self.path, perform(task: Task, shape: [usize; 3], is_diagonal: bool, tile: &mut [f64]));
    }

    /// Factors a column of tiles from which all columns before have been taken.
    pub fn factor_column(&self, k: usize, column: &mut [f64]) {
        let (factor, below) = column.split_at_mut(self.slot);
        self.perform([k, k, k], Task::Factor, factor);
        let factor = &*factor;
        for (i, tile) in (k + 1..self.tiles).zip(below.chunks_exact_mut(self.slot)) {
            self.perform([i, k, k], Task::Solve { factor }, tile);
        }
    }

    /// Rows of the tiles of a number, filled up to whole strips.
    fn padded(&self, number: usize) -> usize {
        self.params.lines(number).len().next_multiple_of(self.strip)
    }

    /// Which rows the strips of the tiles of number `i` have, counted from row `first`.
    fn strips(&self, i: usize, first: usize) -> impl Iterator<Item = Range<usize>> {
        let (rows, strip) = (self.params.lines(i), self.strip);
        rows.clone().step_by(strip).map(move |start| start - first..rows.end.min(start + strip) - first)
    }
}
