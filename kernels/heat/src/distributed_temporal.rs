//! A block for each rank with a wide halo: one exchange for several steps, paid for by computing the rim twice.

use crate::block::close_frame;
use crate::wavefront::{DEPTH, Source, Target, Wavefront};
use crate::{Block, Params};
use tenfold_comm::{Direction, Grid, Traffic, block};
use tenfold_kernel::{Halo, Part, Setting, Workspace};

/// This rank's neighbours, and the wide halo that each of them fills.
pub fn plan(setting: &Setting<Params>, _: &Block) -> Halo {
    halo(setting.params, Part::on(setting.comm))
}

/// Runs all steps on this rank's block.
pub fn run(setting: &Setting<Params, Halo>, input: &Block, space: &Workspace, output: &mut Block) {
    // Memory: two grids with wide frames take turns; the input is read and the output filled where they lie.
    let (halo, [rows, cols]) = (setting.plan, input.size());
    let frame = halo.width;
    let (mut next, mut after) = (space.buffer(halo.cells()), space.buffer(halo.cells()));
    let (rings, buffer) = (space.buffer(Wavefront::SCRATCH), space.buffer(halo.scratch()));
    close_frame(next, cols, frame);
    close_frame(after, cols, frame);
    close_frame(&mut output.cells, cols, 1);

    // Steps: the first one alone, as the input's halo is one cell wide; then passes, the last of which fills the output. They
    // compute points beyond an inner edge as well, as far as the steps to come need them.
    let own = [frame..frame + rows, frame..frame + cols];
    let updated = std::array::from_fn(|axis| {
        let continued = |direction| halo.edges.iter().any(|edge| (edge.axis, edge.direction) == (axis, direction));
        let start = if continued(Direction::Lower) { 1 } else { own[axis].start };
        let end = own[axis].end + if continued(Direction::Upper) { frame - 1 } else { 0 };
        start..end
    });
    let (steps, passes) = (setting.params.steps - 1, passes(setting.params, frame));
    let first = Source::whole(&input.cells, [rows, cols]);
    let target =
        if passes == 0 { Target::inside(&mut output.cells, cols, 1) } else { Target::inside(next, cols, frame) };
    Wavefront::new(setting, 1).advance(&first, first.points.clone(), target, rings);
    // Heart: rows travel before columns, so that the corners come along; then several steps without a message.
    for number in 0..passes {
        for axis in 0..2 {
            let travelling = halo.begin(axis..axis + 1, &[&*next], buffer, setting.comm);
            halo.finish(travelling, &mut [&mut *next], buffer);
        }
        let source = Source { cells: next, stride: cols + 2 * frame, points: updated.clone() };
        let last = number + 1 == passes;
        let target = if last { Target::inside(&mut output.cells, cols, 1) } else { Target::inside(after, cols, frame) };
        Wavefront::new(setting, block(steps, passes, number).len()).advance(&source, own.clone(), target, rings);
        std::mem::swap(&mut next, &mut after);
    }
}

/// The halo of `part`, as wide as there are steps between two exchanges at most: no wider than the smallest block, as a
/// neighbour's points are all that an exchange reaches.
pub fn halo(params: &Params, part: Part) -> Halo {
    let cut = Grid::<2>::balanced(part.ranks, [false; 2]).dims().into_iter().filter(|&parts| parts > 1);
    let width = cut.map(|parts| params.n / parts).min().unwrap_or(DEPTH).clamp(1, DEPTH);
    Halo::new([params.n; 2], part, width)
}

/// The passes of up to `width` steps after the first step.
fn passes(params: &Params, width: usize) -> usize {
    (params.steps - 1).div_ceil(width)
}

/// What a rank sends: an exchange before every pass.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let halo = halo(params, Part { rank, ranks });
    halo.sent(passes(params, halo.width), 1)
}
