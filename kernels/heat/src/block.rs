//! A block of the grid with a frame of one cell around it: what a variant reads and what it fills.

use std::ops::Range;
use tenfold_comm::{Grid, block};
use tenfold_kernel::{Workspace, arrays};

/// A rectangle of the n × n interior points, row by row, with a frame one cell wide.
///
/// Around the whole grid the frame is the boundary of the square and holds 0. Around the block of a rank it holds the
/// neighbours' nearest cells as well: the *halo*. Corners of the frame belong to no 5-point stencil.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Which interior rows it covers, counted from 0 in the whole grid.
    pub rows: Range<usize>,
    /// Which interior columns it covers, counted from 0 in the whole grid.
    pub cols: Range<usize>,
    /// The cells, frame included: (rows + 2) × (cols + 2), row by row.
    pub cells: Vec<f64>,
}

arrays!(Block { cells: |block| vec![block.rows.len() + 2, block.stride()] });

impl Block {
    /// A block whose every cell, frame included, holds `value`.
    pub fn filled([rows, cols]: [Range<usize>; 2], value: f64) -> Self {
        let cells = vec![value; (rows.len() + 2) * (cols.len() + 2)];
        Block { rows, cols, cells }
    }

    /// Its interior rows and columns.
    pub fn size(&self) -> [usize; 2] {
        [self.rows.len(), self.cols.len()]
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

    /// Copies `part` to its place in this whole grid: its interior, and of its frame what is boundary of the square.
    pub fn place(&mut self, part: &Block) {
        // Lines of the framed part: those of its frame that continue in another part stay away.
        let own = |lines: &Range<usize>, all: &Range<usize>| {
            usize::from(lines.start > all.start)..lines.len() + 1 + usize::from(lines.end == all.end)
        };
        let (rows, cols, stride) = (own(&part.rows, &self.rows), own(&part.cols, &self.cols), self.stride());
        for i in rows {
            let row = &mut self.cells[(part.rows.start + i) * stride + part.cols.start..];
            row[cols.clone()].copy_from_slice(&part.row(i)[cols.clone()]);
        }
    }
}

/// The grid of `ranks` ranks that the points are dealt to: the most compact one.
pub fn ranks_grid(ranks: usize) -> Grid<2> {
    Grid::balanced(ranks, [false; 2])
}

/// The rows and columns that `rank` of `ranks` holds of n × n points. Either may be empty.
pub fn dealt(n: usize, ranks: usize, rank: usize) -> [Range<usize>; 2] {
    let grid = ranks_grid(ranks);
    let ([down, across], [i, j]) = (grid.dims(), grid.coords(rank));
    [block(n, down, i), block(n, across, j)]
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

/// Two grids with closed frames, the output and scratch memory like it, in the order in which `times` steps or passes fill
/// them in turn, so that the last fills the output.
pub fn in_turn<'a>(times: usize, space: &'a Workspace, output: &'a mut Block) -> [&'a mut [f64]; 2] {
    let scratch = space.buffer(output.cells.len());
    close_frame(scratch, output.cols.len(), 1);
    close_frame(&mut output.cells, output.cols.len(), 1);
    if times.is_multiple_of(2) { [scratch, &mut output.cells] } else { [&mut output.cells, scratch] }
}
