//! How panels travel: who has which, and to whom it goes.

use crate::packed::DEPTH;
use crate::{Operands, Params};
use tenfold_comm::{Comm, Grid, Receiving, Sending, Traffic, block};
use tenfold_kernel::{Part, Tile};

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
    let (grid, [of_a, of_b, _]) = (Grid::<2>::balanced(ranks, [false; 2]), params.tiles(Part { rank, ranks }));
    let ([rows, columns], [row, column]) = (grid.dims(), grid.coords(rank));
    let to_others = |is_own: bool, members: usize, numbers: usize| {
        let messages = if is_own && numbers > 0 { members as u64 - 1 } else { 0 };
        Traffic { messages: 1, bytes: 8 * numbers as u64 } * messages
    };
    let of = |panel: Panel| {
        to_others(panel.of_a == column, columns, of_a.rows.len() * panel.depth)
            + to_others(panel.of_b == row, rows, panel.depth * of_b.columns.len())
    };
    panels(params.shape()[1], grid.dims()).map(of).sum()
}

/// The grid of ranks, as one of them sees it.
pub struct Ranks {
    /// Those in its row, numbered by column.
    row: Comm,
    /// Those in its column, numbered by row.
    column: Comm,
    /// Its block of A.
    a: Tile,
    /// Its block of B.
    b: Tile,
    /// All panels of the sum.
    pub panels: Vec<Panel>,
}

impl Ranks {
    /// Splits `comm` into rows and columns.
    pub fn new(params: &Params, comm: &Comm) -> Ranks {
        let part = Part::on(comm);
        let (grid, [a, b, _]) = (Grid::<2>::balanced(part.ranks, [false; 2]), params.tiles(part));
        let ([row, column], panels) = (grid.coords(part.rank), panels(params.shape()[1], grid.dims()).collect());
        Ranks { row: comm.split(row, column), column: comm.split(column, row), a, b, panels }
    }

    /// Begins to send this rank's part of `panel`, of A and of B, or to receive another's. `room` is for what A sends.
    pub fn begin<'c>(&'c self, panel: &Panel, input: &Operands, room: &mut [f64]) -> [Travelling<'c>; 2] {
        let [height, width] = [self.a.rows.len(), self.b.columns.len()].map(|extent| extent * panel.depth);
        let own_a = self.own_a(panel, input).filter(|_| self.row.size() > 1).map(|(own, stride)| {
            let rows = own.chunks(stride).zip(room[..height].chunks_exact_mut(panel.depth));
            rows.for_each(|(row, to)| to.copy_from_slice(&row[..panel.depth]));
            &room[..height]
        });
        let a = Travelling::begin(&self.row, panel.of_a, height, own_a);
        let b = Travelling::begin(&self.column, panel.of_b, width, self.own_b(panel, input));
        [a, b]
    }

    /// This rank's block of A from the panel's first column on, if it has any, and how far apart its rows lie.
    pub fn own_a<'i>(&self, panel: &Panel, input: &'i Operands) -> Option<(&'i [f64], usize)> {
        let is_own = self.row.rank() == panel.of_a && !self.a.rows.is_empty();
        is_own.then(|| (&input.a[panel.start - self.a.columns.start..], self.a.columns.len()))
    }

    /// The panel's rows of this rank's block of B, if it has any of them.
    pub fn own_b<'i>(&self, panel: &Panel, input: &'i Operands) -> Option<&'i [f64]> {
        let width = self.b.columns.len();
        let is_own = self.column.rank() == panel.of_b && width > 0;
        is_own.then(|| &input.b[(panel.start - self.b.rows.start) * width..][..panel.depth * width])
    }
}

/// A panel of one operand under way: to this rank, or from it to others.
pub struct Travelling<'c> {
    arriving: Option<Receiving<'c, f64>>,
    leaving: Vec<Sending<'c>>,
}

impl<'c> Travelling<'c> {
    /// Begins to send what is this rank's `own` to all others of `comm`, or to receive so many numbers from `root`.
    fn begin(comm: &'c Comm, root: usize, numbers: usize, own: Option<&[f64]>) -> Travelling<'c> {
        // To each of few ranks: a tree, as in `Comm::broadcast`, would make those on the way leave their work.
        let others = (0..comm.size()).filter(|&to| to != root);
        let leaving = own.into_iter().flat_map(|own| others.clone().map(|to| comm.isend(own, to, 0))).collect();
        let is_needed = comm.rank() != root && numbers > 0;
        Travelling { arriving: is_needed.then(|| comm.irecv(numbers, root, 0)), leaving }
    }

    /// Waits until it is here, in `into`, or has left.
    pub fn finish(self, into: &mut [f64]) {
        if let Some(message) = self.arriving {
            message.wait(into);
        }
        self.leaving.into_iter().for_each(Sending::wait);
    }
}
