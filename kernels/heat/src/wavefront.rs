//! Several steps in one pass through memory: the wavefront.
//!
//! A step of row i needs rows i − 1 … i + 1 of the step before. So as soon as the first step has reached row i, the
//! second can do row i − 1, the third row i − 2, and so on: a front of `depth` rows, one for each step, moves down
//! together. Between two steps only three rows have to be kept, in a ring that stays in the cache; memory is read once
//! and written once for all steps.
//!
//! Tiles bound the length of the rows. A tile also computes what it needs of its neighbours' points, one line less with
//! every step, so it depends on nothing but the grid at the start of the pass.

use crate::Stencil;
use crate::row::Row;
use std::ops::Range;
use tenfold_comm::block;

/// Most steps per pass: memory is then needed for 24/16 bytes per update, which one core does not wait for.
pub const DEPTH: usize = 16;
/// Columns of a tile. The rings of 15 steps of this width (371 KiB) fit in a second-level cache, and 1 column in 64 is
/// computed twice.
const WIDTH: usize = 1024;
/// Numbers in a cache line.
const LINE: usize = 8;
/// Rows of a step that the next one can still need.
const KEPT: usize = 3;

/// The number of passes that do `steps` steps.
pub fn passes(steps: usize) -> usize {
    steps.div_ceil(DEPTH)
}

/// The number of steps in the pass of this number, of all that do `steps` steps: the same, or one less in the last.
pub fn depth(steps: usize, number: usize) -> usize {
    block(steps, passes(steps), number).len()
}

/// The grid at the start of a pass.
pub struct Source<'a> {
    /// Its cells with the frame, row by row.
    pub cells: &'a [f64],
    /// Cells from one row to the next.
    pub stride: usize,
    /// The rows that are updated; those beyond hold 0 for ever.
    pub rows: Range<usize>,
    /// The columns that are updated; those beyond hold 0 for ever.
    pub cols: Range<usize>,
}

/// Where the grid at the end of a pass goes.
pub struct Target<'a> {
    /// Cells, from the beginning of the first row that is advanced.
    pub cells: &'a mut [f64],
    /// Cells from one row to the next.
    pub stride: usize,
    /// Where in its row the first column that is advanced goes.
    pub col: usize,
}

impl<'a> Target<'a> {
    /// All inner points of a buffer with a frame `width` cells wide around rows of `cols` points.
    pub fn inside(cells: &'a mut [f64], cols: usize, width: usize) -> Self {
        let stride = cols + 2 * width;
        Target { cells: &mut cells[width * stride..], stride, col: width }
    }
}

/// A pass of several steps.
pub struct Wavefront {
    /// The arithmetic of a point.
    pub stencil: Stencil,
    /// The loop over a row.
    pub row: Row,
    /// The number of steps, at most [`DEPTH`].
    pub depth: usize,
}

impl Wavefront {
    /// Numbers of scratch that [`Wavefront::advance`] needs.
    pub const SCRATCH: usize = ((DEPTH - 1) * KEPT + 1) * (WIDTH + 2 * DEPTH).next_multiple_of(LINE);

    /// Advances the points `rows` × `cols` of `source` by all steps.
    pub fn advance(&self, source: &Source, [rows, cols]: [Range<usize>; 2], to: Target, scratch: &mut [f64]) {
        for start in cols.clone().step_by(WIDTH) {
            let tile = start..cols.end.min(start + WIDTH);
            let at = to.col + start - cols.start;
            self.tile(source, rows.clone(), tile, &mut Target { cells: to.cells, col: at, ..to }, scratch);
        }
    }

    /// Advances the tile `rows` × `cols`.
    fn tile(&self, source: &Source, rows: Range<usize>, cols: Range<usize>, to: &mut Target, scratch: &mut [f64]) {
        let depth = self.depth;
        // Whole cache lines: a column lies equally far from the start of a line in all rings, so that loads of the rows
        // above and below split no more lines than the store does.
        let width = (cols.len() + 2 * depth).next_multiple_of(LINE);
        // Cells of the rings that no step fills are the boundary, where u = 0.
        let (zeros, rings) = scratch[..((depth - 1) * KEPT + 1) * width].split_at_mut(width);
        zeros.fill(0.0);
        rings.fill(0.0);
        let slot = |step: usize, i: usize| ((step - 1) * KEPT + i % KEPT) * width;

        for front in reach(&rows, depth - 1, &source.rows).start..rows.end + depth - 1 {
            for step in 1..=depth.min(front) {
                let (i, to_go) = (front + 1 - step, depth - step);
                if !reach(&rows, to_go, &source.rows).contains(&i) {
                    continue;
                }
                // Column j of the grid is column j + depth − cols.start of a ring.
                let span = reach(&cols, to_go, &source.cols);
                let in_ring = span.start + depth - cols.start..span.end + depth - cols.start;
                let (before, rest) = rings.split_at_mut(slot(step, 0));
                let old = |i: usize| match step {
                    1 => &source.cells[i * source.stride..][span.start - 1..span.end + 1],
                    _ if !source.rows.contains(&i) => &zeros[..span.len() + 2],
                    _ => &before[slot(step - 1, i)..][in_ring.start - 1..in_ring.end + 1],
                };
                let new = match to_go {
                    0 => &mut to.cells[(i - rows.start) * to.stride + to.col..][..span.len()],
                    _ => &mut rest[slot(1, i)..][in_ring.clone()],
                };
                (self.row)(self.stencil, old(i - 1), old(i), old(i + 1), new);
            }
        }
    }
}

/// `lines` with `more` lines on either side, as far as there are any.
fn reach(lines: &Range<usize>, more: usize, all: &Range<usize>) -> Range<usize> {
    lines.start.saturating_sub(more).max(all.start)..(lines.end + more).min(all.end)
}
