//! Columns of tiles dealt out to the ranks in turn. The next column is factored and on its way before the rest is updated, so
//! that the ranks who wait for it do not wait long.

use crate::layout::{Layout, Task};
use crate::panel::{Panel, receivers};
use crate::{Factor, Matrix, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::{Part, Setting, Workspace};

/// Factors this rank's columns.
pub fn run(setting: &Setting<Params>, input: &Matrix, space: &Workspace, output: &mut Factor) {
    // Matrix: the tiles of this rank's columns, and room for the column of another, in tiles and as it travels.
    let Setting { params, path, comm, .. } = *setting;
    let layout = Layout::of(params, path, Part { rank: comm.rank(), ranks: comm.size() });
    let (cells, room) = (space.buffer(layout.numbers()), space.buffer((layout.tiles - 1) * layout.slot));
    let columns = space.buffer(params.tile * params.order());
    layout.load(&input.a, cells);

    // Factor: the columns in turn, each by the rank that has it; all ranks take it from theirs behind it.
    if layout.has(0) {
        layout.factor_column(0, &mut cells[layout.column(0)]);
    }
    let mut travelling = Panel::begin(0, &layout, params, cells, columns, comm);
    for k in 0..layout.tiles {
        let own = layout.has(k);
        travelling.finish(&layout, params, columns, room);
        let (done, rest) = cells.split_at_mut(layout.before(k + 1));
        let panel = if own { &done[layout.column(k)][layout.slot..] } else { &*room };
        let update = |j: usize, column: &mut [f64]| {
            for (i, tile) in (j..layout.tiles).zip(column.chunks_exact_mut(layout.slot)) {
                let [left, right] = [i, j].map(|row| &panel[(row - k - 1) * layout.slot..][..layout.slot]);
                layout.perform([i, j, k], Task::Update { left, right }, tile);
            }
        };
        let behind = |j: usize| layout.before(j) - layout.before(k + 1)..layout.before(j + 1) - layout.before(k + 1);
        // Heart: the next column first, since others wait for it; the rest while it travels.
        let next = k + 1;
        if next < layout.tiles && layout.has(next) {
            update(next, &mut rest[behind(next)]);
            layout.factor_column(next, &mut rest[behind(next)]);
        }
        travelling = Panel::begin(next, &layout, params, &rest[behind(next)], columns, comm);
        for (j, _) in layout.columns().skip_while(|&(j, _)| j <= next) {
            update(j, &mut rest[behind(j)]);
        }
    }
    layout.store(cells, &mut output.l);
}

/// What a rank sends: of each of its columns the tiles below the diagonal, to every rank that has a column behind it.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let of = |k: usize| {
        let (columns, messages) = (params.lines(k), receivers(k, params.tiles(), ranks).count() as u64);
        Traffic { messages: 1, bytes: (8 * columns.len() * (params.order() - columns.end)) as u64 } * messages
    };
    (rank..params.tiles()).step_by(ranks).map(of).sum()
}
