//! Columns of tiles dealt out to the ranks in turn. The next column is factored and on its way before the rest is updated, so
//! that the ranks who wait for it do not wait long.

use crate::layout::Layout;
use crate::panel::{Panel, receivers};
use crate::{Factor, Matrix, Params};
use tenfold_comm::Traffic;
use tenfold_kernel::{Part, Setting, Workspace};

/// Factors this rank's columns.
pub fn run(setting: &Setting<Params>, input: &Matrix, space: &Workspace, output: &mut Factor) {
    // Matrix: the tiles of this rank's columns, and room for the column of another, in tiles and as it travels.
    let Setting { params, path, comm, .. } = *setting;
    let layout = &Layout::of(params, path, Part::on(comm));
    let (cells, tiles) = (space.buffer(layout.numbers()), space.buffer((layout.tiles - 1) * layout.slot));
    let room = space.buffer(params.tile * params.order());
    layout.load(&input.a, cells);

    // Factor: the columns in turn, each by the rank that has it; all ranks take it from theirs behind it.
    let first = &mut cells[layout.column(0)];
    layout.factor_column(0, first);
    let mut travelling = Panel::begin(0, layout, first, room, comm);
    for k in 0..layout.tiles {
        travelling.finish(layout, room, tiles);
        let (done, behind) = cells.split_at_mut(layout.before(k + 1));
        let panel = done[layout.column(k)].get(layout.slot..).unwrap_or(tiles);
        // Heart: the next column first, since others wait for it; the rest while it travels.
        let (next, rest) = behind.split_at_mut(layout.column(k + 1).len());
        layout.update(k, panel, layout.behind(k), next);
        layout.factor_column(k + 1, next);
        travelling = Panel::begin(k + 1, layout, next, room, comm);
        layout.update(k, panel, layout.behind(k + 1), rest);
    }
    layout.store(cells, &mut output.l);
}

/// What a rank sends: of each of its columns the tiles below the diagonal, to every rank that has a column behind it.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let of = |k: usize| {
        let messages = receivers(k, params.tiles(), ranks).count() as u64;
        Traffic { messages: 1, bytes: 8 * params.below(k) as u64 } * messages
    };
    (rank..params.tiles()).step_by(ranks).map(of).sum()
}
