//! A block for each rank with a wide halo: one exchange for several steps, paid for by computing the rim twice.

use crate::block::{close_frame, ranks_grid};
use crate::halo::Halo;
use crate::row::fastest;
use crate::wavefront::{DEPTH, Source, Target, Wavefront};
use crate::{Block, Params, Stencil};
use std::ops::Range;
use tenfold_comm::{Comm, Direction, block};
use tenfold_kernel::Workspace;

/// Runs all steps on this rank's block.
pub fn run(params: &Params, input: &Block, space: &Workspace, output: &mut Block, comm: &Comm) {
    // Memory: two grids with wide frames take turns; the input is read and the output filled where they lie.
    let [rows, cols] = [input.rows.len(), input.cols.len()];
    let frame = width(params.n, comm.size());
    let stride = cols + 2 * frame;
    let cells = (rows + 2 * frame) * stride;
    let halo = Halo::new(params.n, frame, comm.size(), comm.rank());
    let (mut next, mut after) = (space.buffer::<f64>(cells), space.buffer::<f64>(cells));
    let (rings, buffer) = (space.buffer(Wavefront::SCRATCH), space.buffer(halo.scratch()));
    close_frame(next, cols, frame);
    close_frame(after, cols, frame);
    close_frame(&mut output.cells, cols, 1);

    // Blocks: points beyond an edge are computed as well, as far as the steps to come need them.
    let wavefront = |depth| Wavefront { stencil: Stencil::new(params.nu), row: fastest(), depth };
    let own = [frame..frame + rows, frame..frame + cols];
    let updated: [Range<usize>; 2] = std::array::from_fn(|axis| {
        let continued = |direction| halo.edges.iter().any(|edge| (edge.axis, edge.direction) == (axis, direction));
        let start = if continued(Direction::Lower) { 1 } else { own[axis].start };
        let end = own[axis].end + if continued(Direction::Upper) { frame - 1 } else { 0 };
        start..end
    });

    // Steps: the first one alone, as the input's halo is one cell wide; then passes, the last of which fills the output.
    let passes = (params.steps - 1).div_ceil(frame);
    let source = Source { cells: &input.cells, stride: cols + 2, rows: 1..rows + 1, cols: 1..cols + 1 };
    let target =
        if passes == 0 { Target::inside(&mut output.cells, cols, 1) } else { Target::inside(next, cols, frame) };
    wavefront(1).advance(&source, [1..rows + 1, 1..cols + 1], target, rings);
    for number in 0..passes {
        for axis in 0..2 {
            let travelling = halo.begin(axis..axis + 1, next, buffer, comm);
            halo.finish(travelling, next, buffer);
        }
        let [rows, columns] = updated.clone();
        let source = Source { cells: next, stride, rows, cols: columns };
        let last = number + 1 == passes;
        let target = if last { Target::inside(&mut output.cells, cols, 1) } else { Target::inside(after, cols, frame) };
        wavefront(block(params.steps - 1, passes, number).len()).advance(&source, own.clone(), target, rings);
        std::mem::swap(&mut next, &mut after);
    }
}

/// The width of the halo, and the most steps between two exchanges: no more than the smallest block, as a neighbour's
/// points are all that an exchange reaches.
fn width(n: usize, ranks: usize) -> usize {
    let cut = ranks_grid(ranks).dims().into_iter().filter(|&parts| parts > 1);
    cut.map(|parts| n / parts).min().unwrap_or(DEPTH).clamp(1, DEPTH)
}
