//! The exchange of halos: what lies along each inner edge of a block goes to the neighbour's frame.

use crate::Block;
use crate::block::{dealt, ranks_grid};
use tenfold_comm::{Comm, Direction, Receiving, Sending};
use tenfold_kernel::Messages;

/// An inner edge of a block: a side on which another rank's points continue the grid.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// 0: the neighbour lies above or below; 1: to the left or right.
    axis: usize,
    /// Lower: above or left. Upper: below or right.
    direction: Direction,
    /// The neighbour.
    rank: usize,
}

/// The inner edges of the block of `rank`. An empty block has none, and none leads to an empty block.
pub fn edges(n: usize, ranks: usize, rank: usize) -> Vec<Edge> {
    let grid = ranks_grid(ranks);
    let holds_points = |rank: usize| {
        let (rows, cols) = dealt(n, &grid, rank);
        !rows.is_empty() && !cols.is_empty()
    };
    let sides = [0, 1].into_iter().flat_map(|axis| [(axis, Direction::Lower), (axis, Direction::Upper)]);
    sides
        .filter_map(|(axis, direction)| Some(Edge { axis, direction, rank: grid.neighbour(rank, axis, direction)? }))
        .filter(|edge| holds_points(rank) && holds_points(edge.rank))
        .collect()
}

/// What one exchange on every edge between `ranks` ranks sends.
pub fn one_exchange(n: usize, ranks: usize) -> Messages {
    let mut sent = Messages::default();
    for rank in 0..ranks {
        let (rows, cols) = dealt(n, &ranks_grid(ranks), rank);
        for edge in edges(n, ranks, rank) {
            sent.count += 1;
            sent.bytes += ([cols.len(), rows.len()][edge.axis] * size_of::<f64>()) as u64;
        }
    }
    sent
}

/// Halos under way.
pub struct Travelling<'c> {
    arriving: Vec<(Edge, Receiving<'c, f64>)>,
    leaving: Vec<Sending<'c>>,
}

/// The shape of a block's cells, and its edges.
pub struct Halo {
    rows: usize,
    cols: usize,
    edges: Vec<Edge>,
}

impl Halo {
    /// The halo of this rank's block.
    pub fn new(n: usize, block: &Block, comm: &Comm) -> Self {
        Halo { rows: block.rows.len(), cols: block.cols.len(), edges: edges(n, comm.size(), comm.rank()) }
    }

    /// Begins to send the outermost points of `cells` and to receive those of the neighbours. `line` is scratch for
    /// one column.
    pub fn begin<'c>(&self, cells: &[f64], line: &mut [f64], comm: &'c Comm) -> Travelling<'c> {
        let arriving = self.edges.iter().map(|edge| {
            let len = self.line(edge, 0).len();
            (*edge, comm.irecv(len, edge.rank, tag(edge.axis, edge.direction.opposite())))
        });
        let arriving = arriving.collect();
        let leaving = self.edges.iter().map(|edge| {
            let outermost = self.line(edge, 1);
            let line = &mut line[..outermost.len()];
            line.iter_mut().zip(outermost).for_each(|(to, k)| *to = cells[k]);
            comm.isend(line, edge.rank, tag(edge.axis, edge.direction))
        });
        Travelling { arriving, leaving: leaving.collect() }
    }

    /// Waits for the neighbours' points and puts them into the frame of `cells`.
    pub fn finish(&self, travelling: Travelling, cells: &mut [f64], line: &mut [f64]) {
        for (edge, message) in travelling.arriving {
            let frame = self.line(&edge, 0);
            let line = &mut line[..frame.len()];
            message.wait(line);
            line.iter().zip(frame).for_each(|(from, k)| cells[k] = *from);
        }
        travelling.leaving.into_iter().for_each(Sending::wait);
    }

    /// Indices of the cells along `edge`, `depth` cells inwards from the frame.
    fn line(&self, edge: &Edge, depth: usize) -> impl ExactSizeIterator<Item = usize> + use<> {
        let stride = self.cols + 2;
        let (span, between, along, len) =
            if edge.axis == 0 { (self.rows, stride, 1, self.cols) } else { (self.cols, 1, stride, self.rows) };
        let across = match edge.direction {
            Direction::Lower => depth,
            Direction::Upper => span + 1 - depth,
        };
        (0..len).map(move |k| across * between + (k + 1) * along)
    }
}

/// A message's tag: the side of the sender's block that it leaves by.
fn tag(axis: usize, direction: Direction) -> u32 {
    2 * axis as u32 + u32::from(direction == Direction::Upper)
}
