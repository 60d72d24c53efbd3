//! A block of the grid with a frame of one cell around it: what a variant reads and what it fills.

use serde::{Deserialize, Serialize};
use std::ops::Range;
use tenfold_comm::{Grid, block};

/// A rectangle of the n × n interior points, row by row, with a frame one cell wide.
///
/// Around the whole grid the frame is the boundary of the square and holds 0. Around the block of a rank it holds the
/// neighbours' nearest cells as well: the *halo*. Corners of the frame belong to no 5-point stencil.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Which interior rows it covers, counted from 0 in the whole grid.
    pub rows: Range<usize>,
    /// Which interior columns it covers, counted from 0 in the whole grid.
    pub cols: Range<usize>,
    /// The cells, frame included: (rows + 2) × (cols + 2), row by row.
    pub cells: Vec<f64>,
}

impl Block {
    /// A block whose every cell, frame included, holds `value`.
    pub fn filled(rows: Range<usize>, cols: Range<usize>, value: f64) -> Self {
        let cells = vec![value; (rows.len() + 2) * (cols.len() + 2)];
        Block { rows, cols, cells }
    }

    /// The cells from one row to the next, in memory.
    pub fn stride(&self) -> usize {
        self.cols.len() + 2
    }

    /// Row `i` with its two frame cells; 0 and `rows.len() + 1` are the frame.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.cells[i * self.stride()..][..self.stride()]
    }

    /// The interior of row `i` (counted as in [`Block::row`]).
    pub fn interior(&self, i: usize) -> &[f64] {
        &self.row(i)[1..=self.cols.len()]
    }

    /// The interior cells, row by row.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        (1..=self.rows.len()).flat_map(|i| self.interior(i)).copied()
    }

    /// The part of this block that covers `rows` × `cols` (counted in the whole grid), framed by the cells around it.
    pub fn part(&self, rows: Range<usize>, cols: Range<usize>) -> Block {
        let mut part = Block::filled(rows, cols, 0.0);
        let (top, left) = (part.rows.start - self.rows.start, part.cols.start - self.cols.start);
        let stride = part.stride();
        for (i, into) in part.cells.chunks_exact_mut(stride).enumerate() {
            into.copy_from_slice(&self.row(top + i)[left..][..stride]);
        }
        part
    }

    /// Copies the interior of `part` to its place in this block.
    pub fn place(&mut self, part: &Block) {
        let (top, left) = (part.rows.start - self.rows.start, part.cols.start - self.cols.start);
        let (stride, width) = (self.stride(), part.cols.len());
        for i in 1..=part.rows.len() {
            let at = (top + i) * stride + left + 1;
            self.cells[at..at + width].copy_from_slice(part.interior(i));
        }
    }
}

/// The grid of `ranks` ranks that the points are dealt to: the most compact one.
pub fn ranks_grid(ranks: usize) -> Grid<2> {
    Grid::balanced(ranks, [false; 2])
}

/// The rows and columns that `rank` of `grid` holds of n × n points. Either may be empty.
pub fn dealt(n: usize, grid: &Grid<2>, rank: usize) -> (Range<usize>, Range<usize>) {
    let ([down, across], [i, j]) = (grid.dims(), grid.coords(rank));
    (block(n, down, i), block(n, across, j))
}

/// Sets the frame, `width` cells wide, of a buffer whose inner rows have `cols` cells to the boundary's value, 0.
pub fn close_frame(cells: &mut [f64], cols: usize, width: usize) {
    let stride = cols + 2 * width;
    let last = cells.len() - width * stride;
    cells[..width * stride].fill(0.0);
    cells[last..].fill(0.0);
    for row in cells.chunks_exact_mut(stride) {
        row[..width].fill(0.0);
        row[width + cols..].fill(0.0);
    }
}

/// Two buffers in the order in which the steps fill them, so that the last of `steps` steps fills `output`.
pub fn in_turn<'a>(steps: usize, output: &'a mut [f64], scratch: &'a mut [f64]) -> [&'a mut [f64]; 2] {
    if steps.is_multiple_of(2) { [scratch, output] } else { [output, scratch] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_put_back_in_place_make_the_whole() {
        let mut whole = Block::filled(0..5, 0..7, 0.0);
        whole.cells.iter_mut().enumerate().for_each(|(k, cell)| *cell = k as f64);
        for ranks in [1, 2, 3, 6, 12, 36] {
            let grid = ranks_grid(ranks);
            let mut copy = whole.clone();
            copy.cells.fill(-1.0);
            for rank in 0..ranks {
                let ([down, across], [i, j]) = (grid.dims(), grid.coords(rank));
                copy.place(&whole.part(block(5, down, i), block(7, across, j)));
            }
            assert!(copy.values().eq(whole.values()), "{ranks} ranks");
        }
    }

    #[test]
    fn a_part_is_framed_by_the_cells_around_it() {
        let mut whole = Block::filled(0..3, 0..3, 0.0);
        whole.cells.iter_mut().enumerate().for_each(|(k, cell)| *cell = k as f64);
        let part = whole.part(1..2, 2..3);
        assert_eq!(part.cells, [7.0, 8.0, 9.0, 12.0, 13.0, 14.0, 17.0, 18.0, 19.0]);
    }

    #[test]
    fn the_last_step_fills_the_output() {
        for steps in 1..5 {
            let (mut output, mut scratch) = (vec![0.0], vec![0.0]);
            let [mut next, mut after] = in_turn(steps, &mut output, &mut scratch);
            for step in 1..=steps {
                next[0] = step as f64;
                std::mem::swap(&mut next, &mut after);
            }
            assert_eq!(output[0], steps as f64);
        }
    }
}
