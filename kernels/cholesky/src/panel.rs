//! How a column of tiles travels: entry by entry without padding, column after column, so that its length is that of the
//! matrix and no matter of a rank's instructions.

use crate::Params;
use crate::layout::Layout;
use std::ops::Range;
use tenfold_comm::{Comm, Receiving, Sending};

/// The ranks that have a column of tiles behind `k`, without the one that has `k` itself.
pub fn receivers(k: usize, tiles: usize, ranks: usize) -> impl Iterator<Item = usize> {
    (k + 1..tiles).take(ranks - 1).map(move |j| j % ranks)
}

/// A column of tiles under way, without the tile on the diagonal, which nobody else needs.
pub struct Panel<'c> {
    k: usize,
    arriving: Option<Receiving<'c, f64>>,
    leaving: Vec<Sending<'c>>,
}

impl<'c> Panel<'c> {
    /// Begins to send the column `k`, which lies at the start of `cells` where this rank has it, or to receive it where this
    /// rank needs it. `columns` is room for it. Behind the last column there is none, and nothing is done.
    pub fn begin(
        k: usize,
        layout: &Layout,
        params: &Params,
        cells: &[f64],
        columns: &mut [f64],
        comm: &'c Comm,
    ) -> Panel<'c> {
        let mut panel = Panel { k, arriving: None, leaving: Vec::new() };
        if k + 1 >= layout.tiles {
            return panel;
        }
        let (first, numbers) = (params.lines(k).end, numbers(k, params).len());
        if layout.has(k) {
            for (i, tile) in (k..layout.tiles).zip(cells.chunks_exact(layout.slot)).skip(1) {
                layout.unload_tile([i, k], tile, first, &mut columns[..numbers]);
            }
            let to = receivers(k, layout.tiles, comm.size());
            panel.leaving.extend(to.map(|to| comm.isend(&columns[..numbers], to, 0)));
        } else if receivers(k, layout.tiles, comm.size()).any(|rank| rank == comm.rank()) {
            panel.arriving = Some(comm.irecv(numbers, k % comm.size(), 0));
        }
        panel
    }

    /// Waits until it has left, or is here, and then puts it into `tiles`.
    pub fn finish(self, layout: &Layout, params: &Params, columns: &mut [f64], tiles: &mut [f64]) {
        if let Some(message) = self.arriving {
            let columns = &mut columns[numbers(self.k, params)];
            message.wait(columns);
            for (i, tile) in (self.k + 1..layout.tiles).zip(tiles.chunks_exact_mut(layout.slot)) {
                layout.load_tile([i, self.k], columns, params.lines(self.k).end, tile);
            }
        }
        self.leaving.into_iter().for_each(Sending::wait);
    }
}

/// The numbers of a message: all entries of a column of tiles below the tile on the diagonal.
fn numbers(k: usize, params: &Params) -> Range<usize> {
    let columns = params.lines(k);
    0..columns.len() * (params.order() - columns.end)
}
