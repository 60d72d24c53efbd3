//! The passes of a three-dimensional transform over a field, each along one axis.
//!
//! Planes lie as [z][y][x] and are transformed along y and x. For the transform along z the numbers change places: rows
//! of x come from all planes, and lie as [y][z][x] afterwards. So every pass writes one piece of memory from the
//! beginning to the end, which a thread can have to itself, and a rank gets all planes of its rows in between.
//!
//! Points of a line that are a power of two apart would all want the same few places of a cache. So what lies in
//! between has room left over after each row and each piece (messages cannot have gaps). A piece is filled in a place
//! of its own, which has gaps and stays in a cache, and goes where it belongs row by row: lines written there
//! themselves would fetch what they overwrite a few numbers at a time.

use crate::lanes::Lanes;
use crate::lines::{Lines, WIDTH};
use crate::roots::decay;
use crate::rows::{Rows, RowsMut, Weights};
use crate::{Exchange, Params, shape};
use std::ops::Range;
use tenfold_kernel::{Part, Path, on_path, prefetch};

/// What a worker makes before it begins: its share, and the twiddle factors.
#[derive(Clone, Debug)]
pub struct Plan {
    path: Path,
    /// The planes of this share, along z.
    pub planes: Range<usize>,
    /// The rows of this share, along y, while their planes are all here.
    rows: Range<usize>,
    across: Lines,
    through: Lines,
    /// From planes to rows, and from rows to planes.
    pub exchanges: [Exchange; 2],
    /// Numbers left over after each row and each piece of what lies in between.
    gap: usize,
}

/// Numbers left over where there is room for it: a cache line, and the next one, which some machines fetch with it.
const GAP: usize = 2 * WIDTH;

impl Plan {
    /// For a worker that has all to itself.
    pub fn whole(params: &Params, path: Path) -> Plan {
        Plan { gap: GAP, ..Plan::new(params, Part::WHOLE, path) }
    }

    /// For the share of a rank.
    pub fn new(params: &Params, part: Part, path: Path) -> Plan {
        let [nz, n, _] = shape(params);
        let [across, through] = [n, nz].map(Lines::new);
        let exchanges = [[nz, n], [n, nz]].map(|extents| Exchange::new(part, extents, 1, 2 * n));
        Plan { path, planes: part.of(nz), rows: part.of(n), across, through, exchanges, gap: 0 }
    }

    /// Numbers of a row.
    fn row(&self) -> usize {
        2 * self.across.points
    }

    /// Numbers from one piece of so many rows to the next, and from one row to the next.
    fn apart(&self, rows: usize, gap: usize) -> [usize; 2] {
        let row = self.row() + gap;
        [rows * row + gap, row]
    }

    /// Numbers of the transform, of what is on its way to it or back, of the tiles of so many workers, and of the room
    /// that [`Plan::decayed`] fills.
    pub fn sizes(&self, workers: usize) -> [usize; 4] {
        let [n, nz] = [&self.across, &self.through].map(|lines| lines.points);
        let spectrum = self.rows.len() * self.apart(nz, self.gap)[0];
        let planes = self.planes.len() * self.apart(n, self.gap)[0];
        // Two buffers and a place aside for the lines that are transformed at once, and a piece.
        let tile = n.max(nz) * (3 * 2 * WIDTH + self.row() + GAP);
        [spectrum, planes.max(spectrum), workers * tile, 2 * n.max(WIDTH) + self.rows.len() + nz]
    }

    /// The way back of waves that have decayed until time `t`, with the 1/N of the inverse transform.
    pub fn decayed<'a>(&self, t: usize, room: &'a mut [f64]) -> Way<'a> {
        let [n, nz] = [&self.across, &self.through].map(|lines| lines.points);
        let (x, rest) = room.split_at_mut(2 * n.max(WIDTH));
        let (y, z) = rest.split_at_mut(self.rows.len());
        let pairs = x.as_chunks_mut::<2>().0.iter_mut().enumerate();
        pairs.for_each(|(k, pair)| *pair = [decay(k % n, n, t); 2]);
        y.iter_mut().zip(self.rows.clone()).for_each(|(y, k)| *y = decay(k, n, t) / (n * n * nz) as f64);
        z.iter_mut().enumerate().for_each(|(k, z)| *z = decay(k, nz, t));
        Way::Decayed { x, y, z }
    }

    /// Planes along y and x: forward as they lie, or back from rows that lie as [y][z][x].
    pub fn planes<'a>(&'a self, from: &'a [f64], way: Way<'a>) -> Pass<'a> {
        let (lines, pieces) = (&self.across, self.planes.len());
        let plane = self.apart(lines.points, 0);
        let (reads, writes) = match way {
            Way::Forward => (plane, self.apart(lines.points, self.gap)),
            _ => (turned(self.apart(pieces, self.gap)), plane),
        };
        Pass { plan: self, lines, from, pieces, reads, writes, way, and_rows: true }
    }

    /// Rows through all planes: forward from planes that lie as [z][y][x], or back as they lie.
    pub fn rows<'a>(&'a self, from: &'a [f64], way: Way<'a>) -> Pass<'a> {
        let (lines, pieces) = (&self.through, self.rows.len());
        let writes = self.apart(lines.points, self.gap);
        let reads = if let Way::Forward = way { turned(self.apart(pieces, self.gap)) } else { writes };
        Pass { plan: self, lines, from, pieces, reads, writes, way, and_rows: false }
    }
}

/// What lies as [z][y][x], taken as [y][z][x].
fn turned([piece, row]: [usize; 2]) -> [usize; 2] {
    [row, piece]
}

/// What a pass makes of the numbers.
#[derive(Clone, Copy)]
pub enum Way<'a> {
    /// Waves.
    Forward,
    /// Points.
    Back,
    /// Points, of waves that have decayed along each axis by so much. Along x each number stands twice.
    Decayed { x: &'a [f64], y: &'a [f64], z: &'a [f64] },
    /// The same numbers at other places.
    Turned,
}

/// A pass: lines of the same length, in pieces that are filled one after the other.
pub struct Pass<'a> {
    plan: &'a Plan,
    lines: &'a Lines,
    from: &'a [f64],
    /// How many pieces there are.
    pub pieces: usize,
    /// Numbers from piece to piece of what is read, and from point to point of a line.
    reads: [usize; 2],
    /// Numbers from piece to piece of what is filled, and from row to row.
    pub writes: [usize; 2],
    way: Way<'a>,
    /// Along the rows as well.
    and_rows: bool,
}

impl Pass<'_> {
    /// Fills the pieces of `to`, the first of which is number `first`.
    pub fn fill(&self, first: usize, to: &mut [f64], tile: &mut [f64]) {
        let [piece, row] = self.writes;
        for (number, to) in (first..self.pieces).zip(to.chunks_mut(piece)) {
            let (pass, to) = (self, &mut to[..self.lines.points * row]);
            on_path!(self.plan.path, fill(pass: &Pass, number: usize, to: &mut [f64], tile: &mut [f64]));
        }
    }
}

/// Piece `number` of the pass.
#[inline(always)]
fn fill<S: Lanes>(simd: S, pass: &Pass, number: usize, to: &mut [f64], tile: &mut [f64]) {
    match pass.way {
        Way::Forward => transform::<S, false>(simd, pass, number, to, tile),
        Way::Back | Way::Decayed { .. } => transform::<S, true>(simd, pass, number, to, tile),
        Way::Turned => {
            let ([piece, row], [_, stride]) = (pass.reads, pass.writes);
            for (i, to) in to.chunks_exact_mut(stride).enumerate() {
                to.copy_from_slice(&pass.from[number * piece + i * row..][..stride]);
            }
        }
    }
}

/// Lines from row to row, and of a plane then lines along the rows.
#[inline(always)]
fn transform<S: Lanes, const BACK: bool>(simd: S, pass: &Pass, number: usize, to: &mut [f64], tile: &mut [f64]) {
    let row = pass.plan.row();
    let (buffers, tile) = tile.split_at_mut(pass.lines.room());
    let (aside, between) = tile.split_at_mut(pass.lines.room() / 2);
    let between = &mut between[..pass.lines.points * (row + GAP)];
    down::<S, BACK>(simd, pass, number, between, [buffers, aside]);
    if pass.and_rows {
        along::<S, BACK>(simd, pass, between, to, [buffers, aside]);
    } else {
        let rows = between.chunks(row + GAP).zip(to.chunks_mut(pass.writes[1]));
        rows.for_each(|(from, to)| to[..row].copy_from_slice(&from[..row]));
    }
}

/// Lanes along the rows.
#[inline(always)]
fn down<S: Lanes, const BACK: bool>(simd: S, pass: &Pass, number: usize, to: &mut [f64], tile: [&mut [f64]; 2]) {
    let (lines, row, [piece, apart], [buffers, aside]) = (pass.lines, pass.plan.row(), pass.reads, tile);
    for start in (0..row).step_by(2 * WIDTH) {
        let from = &pass.from[number * piece + start..];
        // Rows with fewer numbers than there are lanes are read where there is room for all; the others do no harm.
        let (rows, apart) = if row < 2 * WIDTH {
            let short = from.chunks(apart).zip(aside.chunks_exact_mut(2 * WIDTH)).take(lines.points);
            short.for_each(|(from, aside)| aside[..row].copy_from_slice(&from[..row]));
            (&*aside, 2 * WIDTH)
        } else {
            (from, apart)
        };
        let weights = match pass.way {
            Way::Decayed { x, y, z } => Some(Weights { x: &x[start..], y: y[number], z }),
            _ => None,
        };
        // The points of the next lines are too far apart for a prefetcher to see them coming.
        let next = rows[2 * WIDTH..].chunks(apart).take(lines.points);
        next.for_each(|point| prefetch(&point[..point.len().min(2 * WIDTH)]));
        let x = lines.enter(simd, buffers, &Rows::<BACK> { rows, apart, weights });
        lines.leave(simd, x, &mut RowsMut::<BACK> { rows: &mut to[start..], apart: row + GAP });
    }
}

/// Rows are brought side by side first, so that each has a lane.
#[inline(always)]
fn along<S: Lanes, const BACK: bool>(simd: S, pass: &Pass, from: &mut [f64], to: &mut [f64], tile: [&mut [f64]; 2]) {
    let (lines, apart, strides, [buffers, aside]) =
        (pass.lines, 2 * WIDTH, [pass.plan.row() + GAP, pass.writes[1]], tile);
    for (from, to) in from.chunks_mut(WIDTH * strides[0]).zip(to.chunks_mut(WIDTH * strides[1])) {
        side_by_side(from, strides[0], lines.points, aside, |row, aside| *aside = *row);
        let x = lines.enter(simd, buffers, &Rows::<BACK> { rows: aside, apart, weights: None });
        lines.leave(simd, x, &mut RowsMut::<BACK> { rows: aside, apart });
        side_by_side(to, strides[1], lines.points, aside, |row, aside| *row = *aside);
    }
}

/// Has `copy` take each complex number of these rows and its place in `aside`, where those at one place of all rows are
/// neighbours: a cache line of a row at a time.
#[inline(always)]
fn side_by_side(
    group: &mut [f64],
    stride: usize,
    len: usize,
    aside: &mut [f64],
    copy: impl Fn(&mut [f64; 2], &mut [f64; 2]),
) {
    let (group, aside) = (group.as_chunks_mut::<2>().0, aside.as_chunks_mut::<2>().0);
    for start in (0..len).step_by(4) {
        for (lane, row) in group.chunks_mut(stride / 2).enumerate() {
            for (i, z) in (start..len).zip(row[start..].iter_mut().take(4)) {
                copy(z, &mut aside[WIDTH * i + lane]);
            }
        }
    }
}
