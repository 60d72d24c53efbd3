//! A block of the grid with a frame of one cell around it: what a variant reads and what it fills.

use crate::Params;
use tenfold_kernel::{Part, Tile, Workspace, arrays};

/// A rectangle of the n × n interior points, row by row, with a frame one cell wide.
///
/// Around the whole grid the frame is the boundary of the square and holds 0. Around the block of a rank it holds the
/// neighbours' nearest cells as well: the *halo*. Corners of the frame belong to no 5-point stencil.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Which interior rows and columns it covers, counted from 0 in the whole grid.
    pub tile: Tile,
    /// The cells, frame included: (rows + 2) × (cols + 2), row by row.
    pub cells: Vec<f64>,
}

arrays!(Block { cells: |block| vec![block.tile.rows.len() + 2, block.stride()] });

impl Block {
    /// The block of `part`, which may be empty, whose every cell, frame included, holds `value`.
    pub fn filled(params: &Params, part: Part, value: f64) -> Self {
        let tile = Tile::of([params.n; 2], part);
        let cells = vec![value; tile.shape().iter().map(|lines| lines + 2).product()];
        Block { tile, cells }
    }

    /// Its interior rows and columns.
    pub fn size(&self) -> [usize; 2] {
        self.tile.shape()
    }

    /// The cells from one row to the next, in memory.
    pub fn stride(&self) -> usize {
        self.tile.columns.len() + 2
    }

    /// Row `i` with its two frame cells; 0 and that behind the last are the frame.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.cells[i * self.stride()..][..self.stride()]
    }

    /// The interior of row `i` (counted as in [`Block::row`]).
    pub fn interior(&self, i: usize) -> &[f64] {
        &self.row(i)[1..=self.tile.columns.len()]
    }

    /// The interior cells, row by row.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        (1..=self.tile.rows.len()).flat_map(|i| self.interior(i)).copied()
    }
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
    close_frame(scratch, output.tile.columns.len(), 1);
    close_frame(&mut output.cells, output.tile.columns.len(), 1);
    if times.is_multiple_of(2) { [scratch, &mut output.cells] } else { [&mut output.cells, scratch] }
}
