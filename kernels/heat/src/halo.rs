//! The exchange of halos: what lies along each inner edge of a block goes to the neighbour's frame.

use crate::block::{dealt, ranks_grid};
use std::ops::Range;
use tenfold_comm::{Comm, Direction, Receiving, Sending};
use tenfold_kernel::Messages;

/// An inner edge of a block: a side on which another rank's points continue the grid.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// 0: the neighbour lies above or below; 1: to the left or right.
    pub axis: usize,
    /// Lower: above or left. Upper: below or right.
    pub direction: Direction,
    /// The neighbour.
    rank: usize,
}

/// The inner edges of the block of `rank`. An empty block has none, and none leads to an empty block.
fn edges(n: usize, ranks: usize, rank: usize) -> Vec<Edge> {
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

/// What one exchange of halos one cell wide sends, over all ranks.
pub fn one_exchange(n: usize, ranks: usize) -> Messages {
    let mut sent = Messages::default();
    for rank in 0..ranks {
        let halo = Halo::new(n, 1, ranks, rank);
        for edge in &halo.edges {
            sent.count += 1;
            sent.bytes += (halo.strip(edge, Side::Frame).cells() * size_of::<f64>()) as u64;
        }
    }
    sent
}

/// The frame of one rank's block, and who fills it.
pub struct Halo {
    /// Rows and columns of the block.
    size: [usize; 2],
    /// Cells from the block to the outer edge of its frame.
    width: usize,
    /// Its inner edges.
    pub edges: Vec<Edge>,
}

/// Halos under way.
pub struct Travelling<'c> {
    arriving: Vec<(Edge, Receiving<'c, f64>)>,
    leaving: Vec<Sending<'c>>,
}

/// On which side of an edge.
#[derive(Clone, Copy)]
enum Side {
    /// The block's own points.
    Own,
    /// The frame.
    Frame,
}

/// A rectangle of the framed block.
struct Strip([Range<usize>; 2]);

impl Strip {
    fn cells(&self) -> usize {
        self.0[0].len() * self.0[1].len()
    }
}

impl Halo {
    /// The halo, `width` cells wide, of the block of `rank`.
    pub fn new(n: usize, width: usize, ranks: usize, rank: usize) -> Self {
        let (rows, cols) = dealt(n, &ranks_grid(ranks), rank);
        Halo { size: [rows.len(), cols.len()], width, edges: edges(n, ranks, rank) }
    }

    /// Numbers of scratch that the exchange needs.
    pub fn scratch(&self) -> usize {
        self.width * (self.size[0].max(self.size[1]) + 2 * self.width)
    }

    /// Begins to send the outermost points of `cells` across the edges of `axes` and to receive those of the
    /// neighbours. A halo wider than 1 has corners, which take two exchanges, axis 0 first.
    pub fn begin<'c>(&self, axes: Range<usize>, cells: &[f64], buffer: &mut [f64], comm: &'c Comm) -> Travelling<'c> {
        let edges = || self.edges.iter().filter(|edge| axes.contains(&edge.axis));
        let arriving = edges().map(|edge| {
            let len = self.strip(edge, Side::Frame).cells();
            (*edge, comm.irecv(len, edge.rank, tag(edge.axis, edge.direction.opposite())))
        });
        let arriving = arriving.collect();
        let leaving = edges().map(|edge| {
            let strip = self.strip(edge, Side::Own);
            let buffer = &mut buffer[..strip.cells()];
            buffer.iter_mut().zip(self.indices(&strip)).for_each(|(to, k)| *to = cells[k]);
            comm.isend(buffer, edge.rank, tag(edge.axis, edge.direction))
        });
        Travelling { arriving, leaving: leaving.collect() }
    }

    /// Waits for the neighbours' points and puts them into the frame of `cells`.
    pub fn finish(&self, travelling: Travelling, cells: &mut [f64], buffer: &mut [f64]) {
        for (edge, message) in travelling.arriving {
            let strip = self.strip(&edge, Side::Frame);
            let buffer = &mut buffer[..strip.cells()];
            message.wait(buffer);
            buffer.iter().zip(self.indices(&strip)).for_each(|(from, k)| cells[k] = *from);
        }
        travelling.leaving.into_iter().for_each(Sending::wait);
    }

    /// The cells along `edge` on one of its sides, as wide as the halo. Those along axis 1 take the corners with them
    /// where a halo has any.
    fn strip(&self, edge: &Edge, side: Side) -> Strip {
        let (size, width) = (self.size, self.width);
        let inwards = if matches!(side, Side::Own) { width } else { 0 };
        let across = match edge.direction {
            Direction::Lower => inwards,
            Direction::Upper => size[edge.axis] + width - inwards,
        };
        let corners = edge.axis == 1 && width > 1;
        let along = if corners { 0..size[0] + 2 * width } else { width..width + size[1 - edge.axis] };
        let across = across..across + width;
        Strip(if edge.axis == 0 { [across, along] } else { [along, across] })
    }

    /// Where the cells of a strip lie, row by row.
    fn indices(&self, strip: &Strip) -> impl Iterator<Item = usize> + use<> {
        let stride = self.size[1] + 2 * self.width;
        let [rows, cols] = strip.0.clone();
        rows.flat_map(move |i| cols.clone().map(move |j| i * stride + j))
    }
}

/// A message's tag: the side of the sender's block that it leaves by.
fn tag(axis: usize, direction: Direction) -> u32 {
    2 * axis as u32 + u32::from(direction == Direction::Upper)
}
