//! Halos: what lies along each inner edge of a rank's block goes to the frame of the neighbour's.

use crate::{Part, Tile};
use std::ops::Range;
use tenfold_comm::{Comm, Direction, Grid, Receiving, Sending, Traffic};

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

/// The frame of one rank's block of a grid, and who fills it. A grid may hold several fields: numbers of a point, each in
/// cells of its own, framed and row by row.
#[derive(Clone, Debug)]
pub struct Halo {
    /// Rows and columns of the block.
    shape: [usize; 2],
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
    /// The halo, `width` cells wide, of the block that `part` holds of so many rows and columns: see [`Tile::of`].
    pub fn new(grid: [usize; 2], part: Part, width: usize) -> Halo {
        let ranks = Grid::<2>::balanced(part.ranks, [false; 2]);
        let shape = |rank: usize| Tile::of(grid, Part { rank, ..part }).shape();
        let sides = [0, 1].into_iter().flat_map(|axis| [(axis, Direction::Lower), (axis, Direction::Upper)]);
        let edges = sides
            .filter_map(|(axis, direction)| {
                Some(Edge { axis, direction, rank: ranks.neighbour(part.rank, axis, direction)? })
            })
            .filter(|edge| !shape(part.rank).contains(&0) && !shape(edge.rank).contains(&0));
        Halo { shape: shape(part.rank), width, edges: edges.collect() }
    }

    /// Cells of the block with this frame around it.
    pub fn cells(&self) -> usize {
        self.shape.map(|lines| lines + 2 * self.width).iter().product()
    }

    /// Numbers of scratch memory that an exchange of one field needs.
    pub fn scratch(&self) -> usize {
        self.width * (self.shape[0].max(self.shape[1]) + 2 * self.width)
    }

    /// What this rank sends in so many exchanges of so many fields.
    pub fn sent(&self, exchanges: usize, fields: usize) -> Traffic {
        let numbers: usize = self.edges.iter().map(|edge| fields * count(&self.strip(edge, self.width))).sum();
        let [messages, bytes] = [self.edges.len(), numbers * size_of::<f64>()].map(|once| (exchanges * once) as u64);
        Traffic { messages, bytes }
    }

    /// Begins to send the outermost points of all `fields` across the edges of `axes`, a message for each edge, and to receive
    /// those of the neighbours. A halo wider than 1 has corners, which take two exchanges, axis 0 first.
    pub fn begin<'c>(
        &self,
        axes: Range<usize>,
        fields: &[&[f64]],
        buffer: &mut [f64],
        comm: &'c Comm,
    ) -> Travelling<'c> {
        let edges = || self.edges.iter().filter(|edge| axes.contains(&edge.axis));
        let arriving = edges().map(|edge| {
            let len = fields.len() * count(&self.strip(edge, 0));
            (*edge, comm.irecv(len, edge.rank, tag(edge.axis, edge.direction.opposite())))
        });
        let arriving = arriving.collect();
        let leaving = edges().map(|edge| {
            let strip = self.strip(edge, self.width);
            let buffer = &mut buffer[..fields.len() * count(&strip)];
            for (part, cells) in buffer.chunks_exact_mut(count(&strip)).zip(fields) {
                let lines = part.chunks_exact_mut(strip[1].len()).zip(self.lines(&strip));
                lines.for_each(|(to, at)| to.copy_from_slice(&cells[at]));
            }
            comm.isend(buffer, edge.rank, tag(edge.axis, edge.direction))
        });
        Travelling { arriving, leaving: leaving.collect() }
    }

    /// Waits for the neighbours' points and puts them into the frames of `fields`.
    pub fn finish(&self, travelling: Travelling, fields: &mut [&mut [f64]], buffer: &mut [f64]) {
        for (edge, message) in travelling.arriving {
            let strip = self.strip(&edge, 0);
            let buffer = &mut buffer[..fields.len() * count(&strip)];
            message.wait(buffer);
            for (part, cells) in buffer.chunks_exact(count(&strip)).zip(&mut *fields) {
                let lines = part.chunks_exact(strip[1].len()).zip(self.lines(&strip));
                lines.for_each(|(from, at)| cells[at].copy_from_slice(from));
            }
        }
        travelling.leaving.into_iter().for_each(Sending::wait);
    }

    /// The rows and columns along `edge`, as many as the halo is wide and `inwards` cells further in: 0 is the frame, `width` the
    /// block's own points. Those along axis 1 take the corners with them where a halo has any.
    fn strip(&self, edge: &Edge, inwards: usize) -> [Range<usize>; 2] {
        let (shape, width) = (self.shape, self.width);
        let across = match edge.direction {
            Direction::Lower => inwards,
            Direction::Upper => shape[edge.axis] + width - inwards,
        };
        let corners = edge.axis == 1 && width > 1;
        let along = if corners { 0..shape[0] + 2 * width } else { width..width + shape[1 - edge.axis] };
        let across = across..across + width;
        if edge.axis == 0 { [across, along] } else { [along, across] }
    }

    /// Where the rows of a strip lie.
    fn lines(&self, [rows, cols]: &[Range<usize>; 2]) -> impl Iterator<Item = Range<usize>> + use<> {
        let (stride, cols) = (self.shape[1] + 2 * self.width, cols.clone());
        rows.clone().map(move |i| i * stride + cols.start..i * stride + cols.end)
    }
}

/// The first, the inner and the last of the lines 1 … `len` of a block with a frame of one cell, which overlap nowhere: the
/// inner ones need no halo.
pub fn thirds(len: usize) -> [Range<usize>; 3] {
    let start = 1 + len.min(1);
    let end = len.max(start);
    [1..start, start..end, end..len + 1]
}

/// Cells of a strip.
fn count([rows, cols]: &[Range<usize>; 2]) -> usize {
    rows.len() * cols.len()
}

/// A message's tag: the side of the sender's block that it leaves by.
fn tag(axis: usize, direction: Direction) -> u32 {
    2 * axis as u32 + u32::from(direction == Direction::Upper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_comm::local::run;

    /// A number for each point of a field.
    fn number(field: usize, i: usize, j: usize) -> f64 {
        (1000 * field + 100 * i + j) as f64
    }

    /// The cells of a block of the field, with a frame that holds −1.
    fn framed(tile: &Tile, width: usize, field: usize) -> Vec<f64> {
        let [rows, cols] = tile.shape();
        let place = |framed: usize, len: usize| framed.checked_sub(width).filter(|&at| at < len);
        let cell = |i, j| match (place(i, rows), place(j, cols)) {
            (Some(i), Some(j)) => number(field, tile.rows.start + i, tile.columns.start + j),
            _ => -1.0,
        };
        (0..rows + 2 * width).flat_map(|i| (0..cols + 2 * width).map(move |j| cell(i, j))).collect()
    }

    #[test]
    fn frames_hold_the_neighbours_points_and_what_lies_beyond_the_grid_stays() {
        let grid = [7, 9];
        for (ranks, width) in [(1, 1), (2, 1), (4, 1), (6, 1), (4, 2), (6, 2)] {
            run(ranks, |comm| {
                let part = Part { rank: comm.rank(), ranks };
                let (halo, tile) = (Halo::new(grid, part, width), Tile::of(grid, part));
                let [mut a, mut b] = [0, 1].map(|field| framed(&tile, width, field));
                let mut buffer = vec![0.0; 2 * halo.scratch()];
                for axis in 0..2 {
                    let travelling = halo.begin(axis..axis + 1, &[&a, &b], &mut buffer, &comm);
                    halo.finish(travelling, &mut [&mut a, &mut b], &mut buffer);
                }
                assert_eq!(comm.sent().total(), halo.sent(1, 2), "{ranks} ranks");
                let stride = tile.columns.len() + 2 * width;
                for (field, cells) in [a, b].iter().enumerate() {
                    for (at, cell) in cells.iter().enumerate() {
                        let place = |framed: usize, start: usize, all: usize| {
                            (start + framed).checked_sub(width).filter(|&at| at < all)
                        };
                        let i = place(at / stride, tile.rows.start, grid[0]);
                        let j = place(at % stride, tile.columns.start, grid[1]);
                        let inner = |at, len| (width..width + len).contains(&at);
                        // A narrow halo has no corners.
                        let is_corner = !inner(at / stride, tile.rows.len()) && !inner(at % stride, tile.columns.len());
                        let expected = match (i, j) {
                            (Some(i), Some(j)) if width > 1 || !is_corner => number(field, i, j),
                            _ => -1.0,
                        };
                        assert_eq!(*cell, expected, "{ranks} ranks, width {width}, cell {at}");
                    }
                }
            })
            .unwrap();
        }
    }

    #[test]
    fn thirds_are_all_lines_once() {
        for len in 0..6 {
            let lines: Vec<usize> = thirds(len).into_iter().flatten().collect();
            assert_eq!(lines, (1..=len).collect::<Vec<usize>>());
        }
        assert_eq!(thirds(5), [1..2, 2..5, 5..6]);
    }
}
