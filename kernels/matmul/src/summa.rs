//! How panels travel: who has which, and to whom it goes.

use crate::packed::DEPTH;
use crate::{Blocks, Operands, Params};
use tenfold_comm::{Comm, Grid, Receiving, Sending, Traffic, block};
use tenfold_kernel::Part;

/// A piece of the sum over k, no deeper than a slab, that one column of ranks has of A and one row of ranks of B.
pub struct Panel {
    /// Its first k.
    pub start: usize,
    /// How many there are.
    pub depth: usize,
    /// The column of ranks whose blocks of A it lies in.
    pub of_a: usize,
    /// The row of ranks whose blocks of B it lies in.
    pub of_b: usize,
}

/// All panels of the sum over `depth` entries, in order.
pub fn panels(depth: usize, [rows, columns]: [usize; 2]) -> impl Iterator<Item = Panel> {
    (0..rows * columns).flat_map(move |pair| {
        let (of_a, of_b) = (pair % columns, pair / columns);
        let (a, b) = (block(depth, columns, of_a), block(depth, rows, of_b));
        let (start, end) = (a.start.max(b.start), a.end.min(b.end));
        (start..end).step_by(DEPTH).map(move |start| Panel { start, depth: DEPTH.min(end - start), of_a, of_b })
    })
}

/// What a rank sends: its panels, each to all others in its row or column.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let (shape, grid) = (params.shape(), Grid::<2>::balanced(ranks, [false; 2]));
    let ([rows, columns], [row, column]) = (grid.dims(), grid.coords(rank));
    let [height, width] = Blocks::of(shape, Part { rank, ranks }).c.shape();
    let to_others = |extent: usize, is_mine: bool, members: usize| {
        let messages = if is_mine && extent > 0 { members as u64 - 1 } else { 0 };
        move |depth: usize| Traffic { messages, bytes: messages * (8 * extent * depth) as u64 }
    };
    let of = |panel: Panel| {
        to_others(height, panel.of_a == column, columns)(panel.depth)
            + to_others(width, panel.of_b == row, rows)(panel.depth)
    };
    panels(shape[1], [rows, columns]).map(of).sum()
}

/// The grid of ranks, as one of them sees it.
pub struct Ranks {
    /// Those in its row, numbered by column.
    row: Comm,
    /// Those in its column, numbered by row.
    column: Comm,
    /// Terms of each sum.
    pub depth: usize,
    blocks: Blocks,
}

/// A panel of each operand under way. Without a message it is this rank's own, or nobody needs it.
pub struct Travelling<'c> {
    a: Option<Receiving<'c, f64>>,
    b: Option<Receiving<'c, f64>>,
    leaving: Vec<Sending<'c>>,
}

impl Ranks {
    /// Splits `comm` into rows and columns.
    pub fn new(shape: [usize; 3], comm: &Comm) -> Ranks {
        let [row, column] = Grid::<2>::balanced(comm.size(), [false; 2]).coords(comm.rank());
        let blocks = Blocks::of(shape, Part { rank: comm.rank(), ranks: comm.size() });
        Ranks { row: comm.split(row, column), column: comm.split(column, row), depth: shape[1], blocks }
    }

    /// Rows and columns of the grid.
    pub fn size(&self) -> [usize; 2] {
        [self.column.size(), self.row.size()]
    }

    /// Begins to send this rank's part of `panel`, or to receive that of another. `room` is for what is sent of A.
    pub fn begin<'c>(&'c self, panel: &Panel, input: &Operands, room: &mut [f64]) -> Travelling<'c> {
        let ([height, width], mut leaving) = (self.blocks.c.shape(), Vec::new());
        if self.row.rank() == panel.of_a && self.row.size() > 1 && height > 0 {
            let room = &mut room[..height * panel.depth];
            for (row, to) in
                self.part_of_a(panel, input).chunks(self.blocks.a.columns.len()).zip(room.chunks_exact_mut(panel.depth))
            {
                to.copy_from_slice(&row[..panel.depth]);
            }
            to_others(&self.row, room, &mut leaving);
        }
        if self.column.rank() == panel.of_b && width > 0 {
            to_others(&self.column, self.part_of_b(panel, input), &mut leaving);
        }
        let from = |comm: &'c Comm, root, extent: usize| {
            (comm.rank() != root && extent > 0).then(|| comm.irecv(extent * panel.depth, root, 0))
        };
        Travelling { a: from(&self.row, panel.of_a, height), b: from(&self.column, panel.of_b, width), leaving }
    }

    /// Waits for the panels of others, which come into `a` and `b`. Returns this rank's own: of A with the numbers from one
    /// row to the next.
    pub fn finish<'i>(
        &self,
        panel: &Panel,
        travelling: Travelling,
        input: &'i Operands,
        a: &mut [f64],
        b: &mut [f64],
    ) -> (Option<(&'i [f64], usize)>, Option<&'i [f64]>) {
        let [height, width] = self.blocks.c.shape();
        let is_own = [travelling.a.is_none() && height > 0, travelling.b.is_none() && width > 0];
        if let Some(message) = travelling.a {
            message.wait(&mut a[..height * panel.depth]);
        }
        if let Some(message) = travelling.b {
            message.wait(&mut b[..width * panel.depth]);
        }
        travelling.leaving.into_iter().for_each(Sending::wait);
        let own_a = is_own[0].then(|| (self.part_of_a(panel, input), self.blocks.a.columns.len()));
        (own_a, is_own[1].then(|| self.part_of_b(panel, input)))
    }

    /// This rank's block of A from the panel's first column on.
    fn part_of_a<'i>(&self, panel: &Panel, input: &'i Operands) -> &'i [f64] {
        &input.a[panel.start - self.blocks.a.columns.start..]
    }

    /// The panel's rows of this rank's block of B.
    fn part_of_b<'i>(&self, panel: &Panel, input: &'i Operands) -> &'i [f64] {
        let (start, width) = (panel.start - self.blocks.b.rows.start, self.blocks.b.columns.len());
        &input.b[start * width..][..panel.depth * width]
    }
}

/// A message to each of few ranks: a tree, as `Comm::broadcast` has it, would make those on the way leave their work.
fn to_others<'c>(comm: &'c Comm, numbers: &[f64], leaving: &mut Vec<Sending<'c>>) {
    leaving.extend((0..comm.size()).filter(|&to| to != comm.rank()).map(|to| comm.isend(numbers, to, 0)));
}
