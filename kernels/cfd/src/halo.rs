//! The exchange of halos: what lies along each inner edge of a block goes to the neighbour's frame.

use crate::Params;
use crate::frame::{Side, sides};
use crate::grids::Grids;
use tenfold_comm::Direction::{Lower, Upper};
use tenfold_comm::{Comm, Grid, Receiving, Sending, Tag, Traffic};
use tenfold_kernel::{Part, Tile};

/// Any two ranks share one edge at most, so that all messages may have the same tag.
const TAG: Tag = 0;

/// Who fills the frame of one rank's block.
pub struct Halo {
    /// Numbers of a point.
    fields: usize,
    /// The inner edges, each with the rank beyond it. An empty block has none, and none leads to an empty block.
    pub edges: Vec<(usize, Side)>,
}

/// Halos under way, in the order of the edges.
pub struct Travelling<'c> {
    arriving: Vec<Receiving<'c, f64>>,
    leaving: Vec<Sending<'c>>,
}

impl Halo {
    /// The halo of the block of `part`.
    pub fn new(params: &Params, part: Part) -> Self {
        // As `Tile` deals the points to ranks.
        let (grid, block) = (Grid::<2>::balanced(part.ranks, [false; 2]), Tile::of([params.side(); 2], part));
        let beyond = [(0, Lower), (0, Upper), (1, Lower), (1, Upper)];
        let neighbours = beyond.map(|(axis, direction)| grid.neighbour(part.rank, axis, direction));
        let sides = neighbours.into_iter().zip(sides(params.side(), &block));
        let inner = sides.filter(|(_, side)| !side.is_wall && !block.shape().contains(&0));
        Halo { fields: params.fields(), edges: inner.filter_map(|(rank, side)| Some((rank?, side))).collect() }
    }

    /// What this rank sends in so many exchanges.
    pub fn sent(&self, exchanges: usize) -> Traffic {
        let numbers: usize = self.edges.iter().map(|(_, side)| self.fields * side.frame.len()).sum();
        let [messages, bytes] = [self.edges.len(), numbers * size_of::<f64>()].map(|once| (exchanges * once) as u64);
        Traffic { messages, bytes }
    }

    /// Begins to send the outermost points of all edges and to receive those of the neighbours.
    pub fn begin<'c>(&self, grids: &Grids, buffer: &mut [f64], comm: &'c Comm) -> Travelling<'c> {
        let arriving = self.edges.iter().map(|(rank, side)| comm.irecv(self.fields * side.frame.len(), *rank, TAG));
        let leaving = self.edges.iter().map(|(rank, side)| {
            let message = &mut buffer[..self.fields * side.frame.len()];
            let (psi, zeta) = message.split_at_mut(side.frame.len());
            psi.iter_mut().zip(side.own()).for_each(|(to, k)| *to = grids.psi[k]);
            zeta.iter_mut().zip(side.own()).for_each(|(to, k)| *to = grids.zeta[k]);
            comm.isend(message, *rank, TAG)
        });
        Travelling { arriving: arriving.collect(), leaving: leaving.collect() }
    }

    /// Waits for the neighbours' points and puts them into the frame of `grids`.
    pub fn finish(&self, travelling: Travelling, grids: &mut Grids, buffer: &mut [f64]) {
        for ((_, side), arriving) in self.edges.iter().zip(travelling.arriving) {
            let message = &mut buffer[..self.fields * side.frame.len()];
            arriving.wait(message);
            let (psi, zeta) = message.split_at(side.frame.len());
            psi.iter().zip(side.frame.clone()).for_each(|(from, k)| grids.psi[k] = *from);
            zeta.iter().zip(side.frame.clone()).for_each(|(from, k)| grids.zeta[k] = *from);
        }
        travelling.leaving.into_iter().for_each(Sending::wait);
    }
}
