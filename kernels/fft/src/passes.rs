//! The passes of a three-dimensional transform over a field, each along one axis.
//!
//! Planes lie as [z][y][x] and are transformed along y and x. For the transform along z the numbers change places: rows of x
//! come from all planes, and lie as [y][z][x] afterwards. So every pass writes one piece of memory from the beginning to the
//! end, which a thread can have to itself, and a rank gets all planes of its rows in between.
//!
//! Points of a line that are a power of two apart would all want the same few places of a cache. So what lies in between has
//! room left over after each row and each piece (messages cannot have gaps). A piece is filled in a place of its own, which has
//! gaps and stays in a cache, and goes where it belongs row by row: lines written there themselves would fetch what they
//! overwrite a few numbers at a time.

use crate::lanes::Lanes;
use crate::lines::{Lines, WIDTH};
use crate::roots::decay;
use crate::rows::{Rows, RowsMut, Weights};
use crate::{Params, shape};
use std::ops::Range;
use tenfold_kernel::{Part, Path, on_path, prefetch};

/// What a worker makes before it begins: its share, and the twiddle factors.
#[derive(Clone, Debug)]
pub struct Plan {
    n: usize,
    nz: usize,
    /// The planes of this share, along z.
    pub planes: Range<usize>,
    /// The rows of this share, along y, while their planes are all here.
    pub rows: Range<usize>,
    across: Lines,
    through: Lines,
    /// Numbers left over after a row and after a piece.
    gap: usize,
}

/// Numbers left over where there is room for it: a cache line, and the next one, which some machines fetch with it.
const GAP: usize = 2 * WIDTH;

impl Plan {
    /// For a worker that has all to itself.
    pub fn whole(params: &Params) -> Plan {
        Plan { gap: GAP, ..Plan::new(params, Part::WHOLE) }
    }

    /// For the share of a rank.
    pub fn new(params: &Params, part: Part) -> Plan {
        let [nz, n, _] = shape(params);
        Plan { n, nz, planes: part.of(nz), rows: part.of(n), across: Lines::new(n), through: Lines::new(nz), gap: 0 }
    }

    /// Numbers of a row.
    pub fn row(&self) -> usize {
        2 * self.n
    }

    /// Numbers of a plane.
    pub fn plane(&self) -> usize {
        self.n * self.row()
    }

    /// Numbers of the planes, and of the rows with all their planes.
    pub fn sizes(&self) -> [usize; 2] {
        [self.planes.len() * self.n, self.rows.len() * self.nz].map(|rows| rows * self.row())
    }

    /// Numbers from one row of what lies in between to the next.
    fn stride(&self) -> usize {
        self.row() + self.gap
    }

    /// Numbers from one piece of so many rows to the next.
    fn stack(&self, rows: usize) -> usize {
        rows * self.stride() + self.gap
    }

    /// Numbers of what lies in between, with its gaps.
    pub fn between(&self) -> usize {
        (self.planes.len() * self.stack(self.n)).max(self.spectrum())
    }

    /// Numbers of the transform, with its gaps.
    pub fn spectrum(&self) -> usize {
        self.rows.len() * self.stack(self.nz)
    }

    /// Numbers of scratch memory that one worker needs for a pass.
    pub fn tile(&self) -> usize {
        self.lanes() + self.n.max(self.nz) * (self.row() + GAP)
    }

    /// Those of them for the lines that are transformed at once.
    fn lanes(&self) -> usize {
        self.across.room().max(self.through.room()) / 2 * 3
    }

    /// Numbers that [`Plan::decay`] fills.
    pub fn decay_room(&self) -> usize {
        2 * self.n.max(WIDTH) + self.rows.len() + self.nz
    }

    /// By what each wave number has decayed at time `t`, and the 1/N of the inverse transform.
    pub fn decay<'a>(&self, t: usize, room: &'a mut [f64]) -> Decay<'a> {
        let (x, rest) = room.split_at_mut(2 * self.n.max(WIDTH));
        let (y, z) = rest.split_at_mut(self.rows.len());
        let points = (self.n * self.n * self.nz) as f64;
        let pairs = x.as_chunks_mut::<2>().0.iter_mut().enumerate();
        pairs.for_each(|(k, pair)| *pair = [decay(k % self.n, self.n, t); 2]);
        y.iter_mut().zip(self.rows.clone()).for_each(|(y, k)| *y = decay(k, self.n, t) / points);
        z.iter_mut().enumerate().for_each(|(k, z)| *z = decay(k, self.nz, t));
        Decay { x, y, z }
    }

    /// Planes of `from` along y and x.
    pub fn planes_forward<'a>(&'a self, path: Path, from: &'a [f64]) -> Pass<'a> {
        let (pieces, apart, gap) = (self.planes.len(), [self.plane(), self.row()], self.gap);
        Pass { plan: self, path, lines: &self.across, from, apart, pieces, gap, way: Way::Forward, and_rows: true }
    }

    /// Rows through all planes, which lie as [z][y][x].
    pub fn rows_forward<'a>(&'a self, path: Path, from: &'a [f64]) -> Pass<'a> {
        let (pieces, gap) = (self.rows.len(), self.gap);
        let apart = [self.stride(), self.stack(pieces)];
        Pass { plan: self, path, lines: &self.through, from, apart, pieces, gap, way: Way::Forward, and_rows: false }
    }

    /// Rows through all planes, which lie as [y][z][x], back, and what has decayed with them.
    pub fn rows_back<'a>(&'a self, path: Path, from: &'a [f64], decay: Decay<'a>) -> Pass<'a> {
        let (pieces, gap, way) = (self.rows.len(), self.gap, Way::Decayed(decay));
        let apart = [self.stack(self.nz), self.stride()];
        Pass { plan: self, path, lines: &self.through, from, apart, pieces, gap, way, and_rows: false }
    }

    /// Planes, whose rows lie as [y][z][x], back along y and x.
    pub fn planes_back<'a>(&'a self, path: Path, from: &'a [f64]) -> Pass<'a> {
        let pieces = self.planes.len();
        let apart = [self.stride(), self.stack(pieces)];
        Pass { plan: self, path, lines: &self.across, from, apart, pieces, gap: 0, way: Way::Back, and_rows: true }
    }

    /// Puts rows that lie as [y][z][x] into `planes`, the first of which is number `first` of this share.
    pub fn turned(&self, from: &[f64], first: usize, planes: &mut [f64]) {
        for (plane, to) in (first..).zip(planes.chunks_exact_mut(self.plane())) {
            for (y, to) in to.chunks_exact_mut(self.row()).enumerate() {
                to.copy_from_slice(&from[y * self.stack(self.planes.len()) + plane * self.stride()..][..self.row()]);
            }
        }
    }
}

/// By what each wave number has decayed along each axis.
#[derive(Clone, Copy)]
pub struct Decay<'a> {
    /// Twice for each number along x, as real and imaginary parts lie.
    x: &'a [f64],
    /// For the rows of the share; with the factor of the inverse transform.
    y: &'a [f64],
    z: &'a [f64],
}

/// Which transform.
#[derive(Clone, Copy)]
enum Way<'a> {
    Forward,
    Back,
    /// Back, of numbers that have decayed.
    Decayed(Decay<'a>),
}

/// One pass: fills pieces of memory with lines that are transformed.
pub struct Pass<'a> {
    plan: &'a Plan,
    path: Path,
    lines: &'a Lines,
    from: &'a [f64],
    /// Numbers of `from` between two pieces, and between two points of a line.
    apart: [usize; 2],
    /// How many pieces are filled.
    pub pieces: usize,
    /// Numbers left over after each of their rows, and after each of them.
    gap: usize,
    way: Way<'a>,
    /// Along the rows as well.
    and_rows: bool,
}

impl Pass<'_> {
    /// Numbers from one row to the next.
    fn stride(&self) -> usize {
        self.plan.row() + self.gap
    }

    /// Numbers from one piece to the next, each of as many rows as a line has points.
    pub fn piece(&self) -> usize {
        self.lines.points() * self.stride() + self.gap
    }

    /// Fills the pieces of `to`, the first of which is number `first`.
    pub fn fill(&self, first: usize, to: &mut [f64], tile: &mut [f64]) {
        let (tile, plane) = tile.split_at_mut(self.plan.lanes());
        for (number, to) in (first..self.pieces).zip(to.chunks_mut(self.piece())) {
            let (pass, to, between) = (self, &mut to[..self.lines.points() * self.stride()], &mut *plane);
            on_path!(self.path, columns(pass: &Pass, number: usize, between: &mut [f64], tile: &mut [f64]));
            if self.and_rows {
                on_path!(self.path, rows(pass: &Pass, between: &mut [f64], to: &mut [f64], tile: &mut [f64]));
            } else {
                let row = self.plan.row();
                let rows = between.chunks(row + GAP).zip(to.chunks_mut(self.stride()));
                rows.for_each(|(from, to)| to[..row].copy_from_slice(&from[..row]));
            }
        }
    }
}

/// Lines from row to row, lanes along the rows: piece `number` of the pass.
#[inline(always)]
fn columns<S: Lanes>(simd: S, pass: &Pass, number: usize, to: &mut [f64], tile: &mut [f64]) {
    match pass.way {
        Way::Forward => sweep::<S, false>(simd, pass, number, to, tile),
        Way::Back | Way::Decayed(_) => sweep::<S, true>(simd, pass, number, to, tile),
    }
}

#[inline(always)]
fn sweep<S: Lanes, const BACK: bool>(simd: S, pass: &Pass, number: usize, to: &mut [f64], tile: &mut [f64]) {
    let (lines, row, from) = (pass.lines, pass.plan.row(), &pass.from[number * pass.apart[0]..]);
    let (buffers, aside) = tile.split_at_mut(lines.room());
    for start in (0..row).step_by(2 * WIDTH) {
        // Rows with fewer numbers than there are lanes take the way by a place with room for all.
        let (width, apart) = ((row - start).min(2 * WIDTH), pass.apart[1]);
        let is_short = width < 2 * WIDTH;
        if is_short {
            for (i, aside) in aside.chunks_exact_mut(2 * WIDTH).take(lines.points()).enumerate() {
                aside[..width].copy_from_slice(&from[i * apart + start..][..width]);
            }
        }
        let (rows, apart) = if is_short { (&*aside, 2 * WIDTH) } else { (&from[start..], apart) };
        let weights = match pass.way {
            Way::Decayed(Decay { x, y, z }) => Some(Weights { x: &x[start..], y: y[number], z }),
            _ => None,
        };
        // The points of the next lines are too far apart for a prefetcher to see them coming.
        let next = rows[2 * WIDTH..].chunks(apart).take(lines.points());
        next.for_each(|point| prefetch(&point[..point.len().min(2 * WIDTH)]));
        let x = lines.enter(simd, buffers, &Rows::<BACK> { rows, apart, weights });
        let (rows, apart) = if is_short { (&mut *aside, 2 * WIDTH) } else { (&mut to[start..], row + GAP) };
        lines.leave(simd, x, &mut RowsMut::<BACK> { rows, apart });
        if is_short {
            for (i, aside) in aside.chunks_exact(2 * WIDTH).take(lines.points()).enumerate() {
                to[i * (row + GAP) + start..][..width].copy_from_slice(&aside[..width]);
            }
        }
    }
}

/// Lines along the rows of a plane, `from` its place in between.
#[inline(always)]
fn rows<S: Lanes>(simd: S, pass: &Pass, from: &mut [f64], to: &mut [f64], tile: &mut [f64]) {
    if matches!(pass.way, Way::Forward) {
        along::<S, false>(simd, pass, from, to, tile);
    } else {
        along::<S, true>(simd, pass, from, to, tile);
    }
}

/// Rows are brought side by side first, so that each has a lane.
#[inline(always)]
fn along<S: Lanes, const BACK: bool>(simd: S, pass: &Pass, from: &mut [f64], to: &mut [f64], tile: &mut [f64]) {
    let (lines, apart, strides) = (pass.lines, 2 * WIDTH, [pass.plan.row() + GAP, pass.stride()]);
    let (buffers, aside) = tile.split_at_mut(lines.room());
    for (from, to) in from.chunks_mut(WIDTH * strides[0]).zip(to.chunks_mut(WIDTH * strides[1])) {
        side_by_side(from, strides[0], lines.points(), aside, |row, aside| *aside = *row);
        let x = lines.enter(simd, buffers, &Rows::<BACK> { rows: aside, apart, weights: None });
        lines.leave(simd, x, &mut RowsMut::<BACK> { rows: aside, apart });
        side_by_side(to, strides[1], lines.points(), aside, |row, aside| *row = *aside);
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
