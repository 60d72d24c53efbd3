//! The exchange of halos: what lies along each inner edge of a block goes to the neighbour's frame.

use crate::Params;
use crate::flow::fields;
use crate::grids::Grids;
use tenfold_comm::{Comm, Direction, Grid, Receiving, Sending, Tag, Traffic};
use tenfold_kernel::{Part, Tile};

/// An inner edge of a block: a side on which another rank's points continue the grid.
#[derive(Clone, Copy, Debug)]
struct Edge {
    /// 0: the neighbour lies above or below; 1: to the left or right.
    axis: usize,
    /// Lower: above or left. Upper: below or right.
    direction: Direction,
    /// The neighbour.
    rank: usize,
}

/// The frame of one rank's block, and who fills it.
pub struct Halo {
    /// Rows and columns of the block.
    size: [usize; 2],
    /// Numbers of a point.
    fields: usize,
    /// Its inner edges. An empty block has none, and none leads to an empty block.
    edges: Vec<Edge>,
}

/// Halos under way.
pub struct Travelling<'c> {
    arriving: Vec<(Edge, Receiving<'c, f64>)>,
    leaving: Vec<Sending<'c>>,
}

impl Halo {
    /// The halo of the block of `part`.
    pub fn new(params: &Params, part: Part) -> Self {
        // As `Tile` deals the points to ranks.
        let grid = Grid::<2>::balanced(part.ranks, [false; 2]);
        let size = |rank: usize| Tile::of([params.side(); 2], Part { rank, ..part }).shape();
        let sides = [0, 1].into_iter().flat_map(|axis| [(axis, Direction::Lower), (axis, Direction::Upper)]);
        let edges = sides.filter_map(|(axis, direction)| {
            let rank = grid.neighbour(part.rank, axis, direction)?;
            let is_inner = !size(part.rank).contains(&0) && !size(rank).contains(&0);
            is_inner.then_some(Edge { axis, direction, rank })
        });
        Halo { size: size(part.rank), fields: fields(params), edges: edges.collect() }
    }

    /// The same block as if it had no neighbours.
    pub fn deaf(self) -> Self {
        Halo { edges: Vec::new(), ..self }
    }

    /// Numbers of the block with this frame around it.
    pub fn cells(&self) -> usize {
        self.fields * self.size.map(|lines| lines + 2).iter().product::<usize>()
    }

    /// Numbers of scratch that the exchange needs.
    pub fn scratch(&self) -> usize {
        self.fields * self.size[0].max(self.size[1])
    }

    /// What this rank sends in so many exchanges.
    pub fn sent(&self, exchanges: usize) -> Traffic {
        let numbers: usize = self.edges.iter().map(|edge| self.count(edge)).sum();
        let [messages, bytes] = [self.edges.len(), numbers * size_of::<f64>()].map(|once| (exchanges * once) as u64);
        Traffic { messages, bytes }
    }

    /// Begins to send the outermost points of all edges and to receive those of the neighbours.
    pub fn begin<'c>(&self, grids: &Grids, buffer: &mut [f64], comm: &'c Comm) -> Travelling<'c> {
        let arrives = |edge: &Edge| comm.irecv(self.count(edge), edge.rank, tag(edge.axis, edge.direction.opposite()));
        let arriving = self.edges.iter().map(|edge| (*edge, arrives(edge))).collect();
        let leaving = self.edges.iter().map(|edge| {
            let (psi, zeta) = buffer[..self.count(edge)].split_at_mut(self.count(edge) / self.fields);
            psi.iter_mut().zip(self.line(edge, 1)).for_each(|(to, k)| *to = grids.psi[k]);
            zeta.iter_mut().zip(self.line(edge, 1)).for_each(|(to, k)| *to = grids.zeta[k]);
            comm.isend(&buffer[..self.count(edge)], edge.rank, tag(edge.axis, edge.direction))
        });
        Travelling { arriving, leaving: leaving.collect() }
    }

    /// Waits for the neighbours' points and puts them into the frame of `grids`.
    pub fn finish(&self, travelling: Travelling, grids: &mut Grids, buffer: &mut [f64]) {
        for (edge, message) in travelling.arriving {
            let buffer = &mut buffer[..self.count(&edge)];
            message.wait(buffer);
            let (psi, zeta) = buffer.split_at(self.count(&edge) / self.fields);
            psi.iter().zip(self.line(&edge, 0)).for_each(|(from, k)| grids.psi[k] = *from);
            zeta.iter().zip(self.line(&edge, 0)).for_each(|(from, k)| grids.zeta[k] = *from);
        }
        travelling.leaving.into_iter().for_each(Sending::wait);
    }

    /// Numbers that cross an edge.
    fn count(&self, edge: &Edge) -> usize {
        self.fields * self.size[1 - edge.axis]
    }

    /// Where the points along `edge` lie, so many cells further in: 0 is the frame, 1 the block's own outermost points.
    fn line(&self, edge: &Edge, inwards: usize) -> impl Iterator<Item = usize> + use<> {
        let stride = self.size[1] + 2;
        let across = match edge.direction {
            Direction::Lower => inwards,
            Direction::Upper => self.size[edge.axis] + 1 - inwards,
        };
        let (start, step) = if edge.axis == 0 { (across * stride + 1, 1) } else { (stride + across, stride) };
        (0..self.size[1 - edge.axis]).map(move |k| start + k * step)
    }
}

/// A message's tag: the side of the sender's block that it leaves by.
fn tag(axis: usize, direction: Direction) -> Tag {
    2 * axis as Tag + Tag::from(direction == Direction::Upper)
}
