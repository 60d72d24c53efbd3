//! How tiles lie in memory, and what is done to them.
//!
//! A tile is cut into strips of rows as high as a register tile; in a strip the entries of a column lie together, and one
//! column follows the other. A strip is read from front to back as the left operand of the micro-kernel, and some of its rows
//! as the right one, so a tile is never packed again. Tiles whose rows end before a strip does are filled up, those on the
//! diagonal like the identity, whose factor is itself.

use crate::Params;
use crate::kernels::{perform, strip};
use std::ops::Range;
use tenfold_kernel::{Part, Path, on_path};

/// The tiles of a share of columns, those on and below the diagonal.
pub struct Layout {
    /// The problem.
    pub params: Params,
    path: Path,
    part: Part,
    /// Rows of a strip.
    strip: usize,
    /// Tiles along a side of the matrix.
    pub tiles: usize,
    /// Numbers from one tile to the next.
    pub slot: usize,
    /// Row and column of every tile, in the order in which they lie.
    pub all: Vec<[usize; 2]>,
}

/// What is done to a tile, with the tiles that it needs.
#[derive(Clone, Copy)]
pub enum Task<'a> {
    /// A tile on the diagonal becomes its factor (POTRF).
    Factor,
    /// A tile below it is divided by that factor (TRSM).
    Solve(&'a [f64]),
    /// The product of two tiles of an earlier column is taken from a tile (GEMM; SYRK on the diagonal): that in its row
    /// and that in the row that has the number of its column.
    Update([&'a [f64]; 2]),
}

impl Layout {
    /// The tiles of the columns of `part`.
    pub fn of(params: &Params, path: Path, part: Part) -> Layout {
        let strip = on_path!(path, strip() -> usize);
        let (tiles, side) = (params.tiles(), params.tile.min(params.order()).next_multiple_of(strip));
        let columns = (part.rank..tiles).step_by(part.ranks);
        let all = columns.flat_map(|j| (j..tiles).map(move |i| [i, j])).collect();
        Layout { params: params.clone(), path, part, strip, tiles, slot: side * side, all }
    }

    /// Numbers of all tiles.
    pub fn numbers(&self) -> usize {
        self.all.len() * self.slot
    }

    /// Where the tiles of column `j` lie, from the diagonal down; nowhere, if another share has them.
    pub fn column(&self, j: usize) -> Range<usize> {
        self.before(j)..self.before(j + 1)
    }

    /// Numbers of the tiles of all columns before `j`.
    pub fn before(&self, j: usize) -> usize {
        (self.part.rank..j).step_by(self.part.ranks).map(|column| self.tiles - column).sum::<usize>() * self.slot
    }

    /// The tiles of all columns behind `k`.
    pub fn behind(&self, k: usize) -> &[[usize; 2]] {
        &self.all[self.before(k + 1) / self.slot..]
    }

    /// Fills all tiles from the rows of A.
    pub fn load(&self, a: &[f64], cells: &mut [f64]) {
        let tiles = cells.chunks_exact_mut(self.slot).zip(&self.all);
        tiles.for_each(|(tile, &at)| self.load_tile(at, a, tile));
    }

    /// Fills the tile [i, j] from the rows of A.
    pub fn load_tile(&self, [i, j]: [usize; 2], a: &[f64], tile: &mut [f64]) {
        let (n, columns) = (self.params.order(), self.place(j));
        self.fill_tile([i, j], &a[columns.start * n..columns.end * n], tile);
    }

    /// Fills the tile [i, j] from its columns, which lie one after the other and end with the last row of the matrix.
    pub fn fill_tile(&self, [i, j]: [usize; 2], columns: &[f64], tile: &mut [f64]) {
        let (width, padded) = (self.params.lines(j).len(), self.padded(j));
        let height = columns.len() / width;
        for (strip, rows) in tile.chunks_exact_mut(padded * self.strip).zip(self.strips(i, height)) {
            if rows.len() * width < strip.len() {
                strip.fill(0.0);
            }
            for (to, column) in strip.chunks_exact_mut(self.strip).zip(columns.chunks_exact(height)) {
                to[..rows.len()].copy_from_slice(&column[rows.clone()]);
            }
        }
        if i == j {
            (width..padded).for_each(|d| tile[(d / self.strip * padded + d) * self.strip + d % self.strip] = 1.0);
        }
    }

    /// Fills the columns of the tile [i, j] from it: the inverse of [`Layout::fill_tile`].
    pub fn unload_tile(&self, [i, j]: [usize; 2], tile: &[f64], columns: &mut [f64]) {
        let (padded, height) = (self.padded(j), columns.len() / self.params.lines(j).len());
        for (strip, rows) in tile.chunks_exact(padded * self.strip).zip(self.strips(i, height)) {
            for (from, column) in strip.chunks_exact(self.strip).zip(columns.chunks_exact_mut(height)) {
                column[rows.clone()].copy_from_slice(&from[..rows.len()]);
            }
        }
    }

    /// Fills the columns of L that this share has, row by row.
    pub fn store(&self, cells: &[f64], l: &mut [f64]) {
        let rows = l.chunks_mut((self.params.tile * self.params.columns(self.part).count()).max(1));
        rows.enumerate().for_each(|(i, rows)| self.store_rows(i, cells, rows));
    }

    /// Fills those rows of L that have the tiles of number `i`.
    pub fn store_rows(&self, i: usize, cells: &[f64], rows: &mut [f64]) {
        let (width, strip) = (rows.len() / self.params.lines(i).len(), self.strip);
        rows.fill(0.0);
        for j in (self.part.rank..=i).step_by(self.part.ranks) {
            let tile = &cells[self.before(j) + (i - j) * self.slot..];
            let (columns, long) = (self.place(j), self.padded(j) * strip);
            for (r, row) in rows.chunks_exact_mut(width).enumerate() {
                let row = &mut row[columns.clone()];
                let count = if i == j { r + 1 } else { row.len() };
                let from = tile[r / strip * long + r % strip..].iter().step_by(strip);
                row[..count].iter_mut().zip(from).for_each(|(to, &from)| *to = from);
            }
        }
    }

    /// Does `task` to the tile [i, j].
    pub fn perform(&self, [i, j]: [usize; 2], task: Task, tile: &mut [f64]) {
        // What a tile is updated by is as wide as the first: only the last column can be narrower, and updates none.
        let shape @ [columns, _] = [j, 0].map(|number| self.padded(number));
        let (is_diagonal, tile) = (i == j, &mut tile[..self.padded(i) * columns]);
        on_path!(self.path, perform(task: Task, shape: [usize; 2], is_diagonal: bool, tile: &mut [f64]));
    }

    /// Factors a column of tiles from which all columns before have been taken, if this share has it.
    pub fn factor_column(&self, k: usize, column: &mut [f64]) {
        let Some((factor, below)) = column.split_at_mut_checked(self.slot) else { return };
        self.perform([k, k], Task::Factor, factor);
        for (i, tile) in (k + 1..self.tiles).zip(below.chunks_exact_mut(self.slot)) {
            self.perform([i, k], Task::Solve(factor), tile);
        }
    }

    /// Takes what column `k` contributes from `tiles`, the first of which stand at these places.
    pub fn update(&self, k: usize, panel: &[f64], places: &[[usize; 2]], tiles: &mut [f64]) {
        let tiles = tiles.chunks_exact_mut(self.slot).zip(places);
        tiles.for_each(|(tile, &at)| self.update_tile(k, panel, at, tile));
    }

    /// Takes what column `k` contributes from one tile. `panel` are the tiles of that column below its diagonal.
    pub fn update_tile(&self, k: usize, panel: &[f64], at: [usize; 2], tile: &mut [f64]) {
        self.perform(at, Task::Update(at.map(|row| &panel[(row - k - 1) * self.slot..])), tile);
    }

    /// Which columns of the share those of the tiles of number `j` are.
    fn place(&self, j: usize) -> Range<usize> {
        let start = j / self.part.ranks * self.params.tile;
        start..start + self.params.lines(j).len()
    }

    /// Rows of the tiles of a number, filled up to whole strips.
    fn padded(&self, number: usize) -> usize {
        self.params.lines(number).len().next_multiple_of(self.strip)
    }

    /// Which rows the strips of the tiles of number `i` have, counted from the first of the last `height`.
    fn strips(&self, i: usize, height: usize) -> impl Iterator<Item = Range<usize>> {
        let (rows, strip, first) = (self.params.lines(i), self.strip, self.params.order() - height);
        rows.clone().step_by(strip).map(move |start| start - first..rows.end.min(start + strip) - first)
    }
}
