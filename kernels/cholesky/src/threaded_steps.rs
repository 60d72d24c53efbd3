//! Fork and join: in each step the tiles of a column on all threads, then all tiles behind it; threads meet after either.

use crate::graph::Graph;
use crate::layout::{Layout, Task};
use crate::{Factor, Matrix, Params};
use rayon::prelude::*;
use tenfold_kernel::{Part, Setting, Workspace};

/// The numbers of all tiles, in the order in which they lie.
pub fn plan(setting: &Setting<Params>, _: &Matrix) -> Vec<[usize; 2]> {
    Graph::new(setting.params.tiles()).all_tiles().collect()
}

/// Factors on the rayon pool it is called in.
pub fn run(setting: &Setting<Params, Vec<[usize; 2]>>, input: &Matrix, space: &Workspace, output: &mut Factor) {
    // Matrix: the tiles of its lower half.
    let (layout, n) = (Layout::of(setting.params, setting.path, Part::WHOLE), setting.params.order());
    let (cells, slot) = (space.buffer(layout.numbers()), layout.slot);
    cells.par_chunks_exact_mut(slot).zip(setting.plan).for_each(|(tile, &[i, j])| {
        layout.load_tile([i, j], &input.a[setting.params.lines(j).start * n..], 0, tile);
    });

    // Factor: a column of tiles, and what it takes from all columns behind it.
    for k in 0..layout.tiles {
        let (done, rest) = cells.split_at_mut(layout.column(k).end);
        let (factor, below) = done[layout.column(k)].split_at_mut(slot);
        layout.perform([k, k, k], Task::Factor, factor);
        let factor = &*factor;
        below.par_chunks_exact_mut(slot).enumerate().for_each(|(number, tile)| {
            layout.perform([k + 1 + number, k, k], Task::Solve { factor }, tile);
        });
        let (below, behind) = (&*below, &setting.plan[layout.column(k).end / slot..]);
        rest.par_chunks_exact_mut(slot).zip(behind).for_each(|(tile, &[i, j])| {
            let [left, right] = [i, j].map(|row| &below[(row - k - 1) * slot..][..slot]);
            layout.perform([i, j, k], Task::Update { left, right }, tile);
        });
    }
    let (cells, layout) = (&*cells, &layout);
    output.l.par_chunks_mut(setting.params.tile * n).enumerate().for_each(|(i, rows)| {
        layout.store_rows(i, |[i, j], store| store(&cells[layout.column(j)][(i - j) * slot..][..slot]), rows);
    });
}
