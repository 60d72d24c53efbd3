//! The exchange of halos: what lies along each inner edge of a block goes to the neighbour's frame.

use crate::block::{dealt, ranks_grid};
use std::ops::Range;
use tenfold_comm::{Comm, Direction, Receiving, Sending, Traffic};

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

/// The frame of one rank's block, and who fills it.
pub struct Halo {
    /// Rows and columns of the block.
    size: [usize; 2],
    /// Cells from the block to the outer edge of its frame.
    pub width: usize,
    /// Its inner edges. An empty block has none, and none leads to an empty block.
    pub edges: Vec<Edge>,
}

/// Halos under way.
pub struct Travelling<'c> {
    arriving: Vec<(Edge, Receiving<'c, f64>)>,
    leaving: Vec<Sending<'c>>,
}

impl Halo {
    /// The halo, `width` cells wide, of the block of `rank`.
    pub fn new(n: usize, width: usize, ranks: usize, rank: usize) -> Self {
        let grid = ranks_grid(ranks);
        let size = |rank: usize| dealt(n, ranks, rank).map(|lines| lines.len());
        let sides = [0, 1].into_iter().flat_map(|axis| [(axis, Direction::Lower), (axis, Direction::Upper)]);
        let edges = sides
            .filter_map(|(axis, direction)| {
                Some(Edge { axis, direction, rank: grid.neighbour(rank, axis, direction)? })
            })
            .filter(|edge| !size(rank).contains(&0) && !size(edge.rank).contains(&0));
        Halo { size: size(rank), width, edges: edges.collect() }
    }

    /// Cells of the block with this frame around it.
    pub fn cells(&self) -> usize {
        self.size.map(|lines| lines + 2 * self.width).iter().product()
    }

    /// Numbers of scratch that the exchange needs.
    pub fn scratch(&self) -> usize {
        self.width * (self.size[0].max(self.size[1]) + 2 * self.width)
    }

    /// What this rank sends in so many exchanges.
    pub fn sent(&self, exchanges: usize) -> Traffic {
        let numbers: usize = self.edges.iter().map(|edge| count(&self.strip(edge, self.width))).sum();
        let [messages, bytes] = [self.edges.len(), numbers * size_of::<f64>()].map(|once| (exchanges * once) as u64);
        Traffic { messages, bytes }
    }

    /// Begins to send the outermost points of `cells` across the edges of `axes` and to receive those of the
    /// neighbours. A halo wider than 1 has corners, which take two exchanges, axis 0 first.
    pub fn begin<'c>(&self, axes: Range<usize>, cells: &[f64], buffer: &mut [f64], comm: &'c Comm) -> Travelling<'c> {
        let edges = || self.edges.iter().filter(|edge| axes.contains(&edge.axis));
        let arriving = edges().map(|edge| {
            let len = count(&self.strip(edge, 0));
            (*edge, comm.irecv(len, edge.rank, tag(edge.axis, edge.direction.opposite())))
        });
        let arriving = arriving.collect();
        let leaving = edges().map(|edge| {
            let strip = self.strip(edge, self.width);
            let buffer = &mut buffer[..count(&strip)];
            buffer.iter_mut().zip(self.indices(strip)).for_each(|(to, k)| *to = cells[k]);
            comm.isend(buffer, edge.rank, tag(edge.axis, edge.direction))
        });
        Travelling { arriving, leaving: leaving.collect() }
    }

    /// Waits for the neighbours' points and puts them into the frame of `cells`.
    pub fn finish(&self, travelling: Travelling, cells: &mut [f64], buffer: &mut [f64]) {
        for (edge, message) in travelling.arriving {
            let strip = self.strip(&edge, 0);
            let buffer = &mut buffer[..count(&strip)];
            message.wait(buffer);
            buffer.iter().zip(self.indices(strip)).for_each(|(from, k)| cells[k] = *from);
        }
        travelling.leaving.into_iter().for_each(Sending::wait);
    }

    /// The rows and columns along `edge`, as many as the halo is wide and `inwards` cells further in: 0 is the frame, `width` the
    /// block's own points. Those along axis 1 take the corners with them where a halo has any.
    fn strip(&self, edge: &Edge, inwards: usize) -> [Range<usize>; 2] {
        let (size, width) = (self.size, self.width);
        let across = match edge.direction {
            Direction::Lower => inwards,
            Direction::Upper => size[edge.axis] + width - inwards,
        };
        let corners = edge.axis == 1 && width > 1;
        let along = if corners { 0..size[0] + 2 * width } else { width..width + size[1 - edge.axis] };
        let across = across..across + width;
        if edge.axis == 0 { [across, along] } else { [along, across] }
    }

    /// Where the cells of a strip lie, row by row.
    fn indices(&self, [rows, cols]: [Range<usize>; 2]) -> impl Iterator<Item = usize> + use<> {
        let stride = self.size[1] + 2 * self.width;
        rows.flat_map(move |i| cols.clone().map(move |j| i * stride + j))
    }
}

/// Cells of a strip.
fn count([rows, cols]: &[Range<usize>; 2]) -> usize {
    rows.len() * cols.len()
}

/// A message's tag: the side of the sender's block that it leaves by.
fn tag(axis: usize, direction: Direction) -> u32 {
    2 * axis as u32 + u32::from(direction == Direction::Upper)
}
