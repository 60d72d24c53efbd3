//! Fork and join: in each step the tiles of a column on all threads, then all tiles behind it; threads meet after either.

use crate::layout::{Layout, Task};
use crate::{Factor, Matrix, Params};
use rayon::prelude::*;
use tenfold_kernel::{Part, Setting, Workspace};

/// Factors on the rayon pool it is called in.
pub fn run(setting: &Setting<Params>, input: &Matrix, space: &Workspace, output: &mut Factor) {
    // Matrix: the tiles of its lower half.
    let layout = &Layout::of(setting.params, setting.path, Part::WHOLE);
    let (cells, slot) = (space.buffer(layout.numbers()), layout.slot);
    let tiles = cells.par_chunks_exact_mut(slot).zip(&layout.all);
    tiles.for_each(|(tile, &at)| layout.load_tile(at, &input.a, tile));

    // Factor: a column of tiles, and what it takes from all columns behind it.
    for k in 0..layout.tiles {
        let (done, rest) = cells.split_at_mut(layout.before(k + 1));
        let (factor, below) = done[layout.column(k)].split_at_mut(slot);
        layout.perform([k, k], Task::Factor, factor);
        let factor = &*factor;
        below.par_chunks_exact_mut(slot).enumerate().for_each(|(number, tile)| {
            layout.perform([k + 1 + number, k], Task::Solve(factor), tile);
        });
        let (tiles, below) = (rest.par_chunks_exact_mut(slot).zip(layout.behind(k)), &*below);
        tiles.for_each(|(tile, &at)| layout.update_tile(k, below, at, tile));
    }
    let (cells, rows) = (&*cells, output.l.par_chunks_mut(setting.params.tile * setting.params.order()));
    rows.enumerate().for_each(|(i, rows)| layout.store_rows(i, cells, rows));
}
