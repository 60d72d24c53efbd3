//! How a column of tiles travels: entry by entry without padding, column after column, so that its length is that of the
//! matrix and no matter of a rank's instructions.

use crate::layout::Layout;
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
    /// Begins to send the column `k`, which `tiles` hold where it is this rank's, or to receive it where this rank
    /// needs it. `room` is for its entries. Nobody needs the last column, and behind it there is none.
    pub fn begin(k: usize, layout: &Layout, tiles: &[f64], room: &mut [f64], comm: &'c Comm) -> Panel<'c> {
        let mut panel = Panel { k, arriving: None, leaving: Vec::new() };
        let (columns, mut receivers) = (&mut room[..layout.params.below(k)], receivers(k, layout.tiles, comm.size()));
        if !tiles.is_empty() {
            for (i, tile) in (k..layout.tiles).zip(tiles.chunks_exact(layout.slot)).skip(1) {
                layout.unload_tile([i, k], tile, columns);
            }
            panel.leaving.extend(receivers.map(|to| comm.isend(columns, to, 0)));
        } else if receivers.any(|rank| rank == comm.rank()) {
            panel.arriving = Some(comm.irecv(columns.len(), k % comm.size(), 0));
        }
        panel
    }

    /// Waits until it has left, or is here, in `room`, and then puts it into `tiles`.
    pub fn finish(self, layout: &Layout, room: &mut [f64], tiles: &mut [f64]) {
        if let Some(message) = self.arriving {
            let columns = &mut room[..layout.params.below(self.k)];
            message.wait(columns);
            for (i, tile) in (self.k + 1..layout.tiles).zip(tiles.chunks_exact_mut(layout.slot)) {
                layout.fill_tile([i, self.k], columns, tile);
            }
        }
        self.leaving.into_iter().for_each(Sending::wait);
    }
}
