//! A pass through memory that does several steps: what the wavefront of `vectorised_temporal.rs` reads, fills and keeps.
//!
//! Tiles bound the length of the rows. A tile also computes what it needs of its neighbours' points, one line less with
//! every step, so it depends on nothing but the grid at the start of the pass.

use crate::vectorised_temporal::tile;
use crate::{Params, Stencil};
use std::ops::Range;
use tenfold_comm::block;
use tenfold_kernel::{Path, Setting, on_path};

/// Most steps per pass: memory is then needed for 24/16 bytes per update, which one core does not wait for.
pub const DEPTH: usize = 16;
/// Columns of a tile. The rings of 15 steps of this width (371 KiB) fit in a second-level cache, and 1 column in 64 is
/// computed twice.
const WIDTH: usize = 1024;
/// Numbers in a cache line.
pub const LINE: usize = 8;
/// Rows of a step that the next one can still need.
pub const KEPT: usize = 3;

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
    /// The rows and columns that are updated; those beyond hold 0 for ever.
    pub points: [Range<usize>; 2],
}

impl<'a> Source<'a> {
    /// A whole grid of `rows` × `cols` points with a frame one cell wide.
    pub fn whole(cells: &'a [f64], [rows, cols]: [usize; 2]) -> Self {
        Source { cells, stride: cols + 2, points: [1..rows + 1, 1..cols + 1] }
    }
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
    /// The number of steps, at most [`DEPTH`].
    pub depth: usize,
    path: Path,
}

impl Wavefront {
    /// Numbers of scratch that [`Wavefront::advance`] needs.
    pub const SCRATCH: usize = ((DEPTH - 1) * KEPT + 1) * (WIDTH + 2 * DEPTH).next_multiple_of(LINE);

    /// A pass of `depth` steps.
    pub fn new<L>(setting: &Setting<Params, L>, depth: usize) -> Self {
        Wavefront { stencil: Stencil::new(setting.params.nu), depth, path: setting.path }
    }

    /// Advances the points `rows` × `cols` of `source` by all steps.
    pub fn advance(&self, source: &Source, [rows, cols]: [Range<usize>; 2], to: Target, scratch: &mut [f64]) {
        for start in cols.clone().step_by(WIDTH) {
            let (front, points) = (self, [rows.clone(), start..cols.end.min(start + WIDTH)]);
            let to = &mut Target { cells: to.cells, col: to.col + start - cols.start, ..to };
            on_path!(self.path, tile(
                front: &Wavefront,
                source: &Source,
                points: [Range<usize>; 2],
                to: &mut Target,
                scratch: &mut [f64],
            ));
        }
    }
}

/// `lines` with `more` lines on either side, as far as there are any.
pub fn reach(lines: &Range<usize>, more: usize, all: &Range<usize>) -> Range<usize> {
    lines.start.saturating_sub(more).max(all.start)..(lines.end + more).min(all.end)
}
