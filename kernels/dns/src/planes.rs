//! What happens in planes of points: waves become velocity and vorticity, are multiplied there, and become waves again, all
//! while the plane is in a cache.

use crate::blocks::{Blocks, BlocksMut, Kept, Two, TwoWaves, get, put, put_real, real};
use crate::plan::{BLOCK, Plan};
use fft::{Lanes, WIDTH};
use tenfold_kernel::{Path, on_path};

/// Planes of points along z.
pub struct Planes<'a> {
    path: Path,
    plan: &'a Plan,
}

impl<'a> Planes<'a> {
    /// Of this share.
    pub fn new(path: Path, plan: &'a Plan) -> Planes<'a> {
        Planes { path, plan }
    }

    /// The waves of the velocity in each plane.
    pub fn begin(&self, velocity: [&[f64]; 3], to: &mut [f64], scratch: &mut [f64]) {
        let (plan, size) = (self.plan, self.plan.n * self.plan.n);
        for (number, to) in to.chunks_exact_mut(plan.plane()).enumerate() {
            let points = velocity.map(|component| &component[number * size..][..size]);
            on_path!(self.path, analyse(plan: &Plan, points: [&[f64]; 3], to: &mut [f64], scratch: &mut [f64]));
        }
    }

    /// The waves of u × ω in each plane, the first of which is number `first` of this share, from modes of both:
    /// [k_y][field][z][row].
    pub fn advance(&self, from: &[f64], first: usize, to: &mut [f64], scratch: &mut [f64]) {
        let (plan, size) = (self.plan, self.plan.n * self.plan.n);
        for (number, to) in (first..).zip(to.chunks_exact_mut(plan.plane())) {
            let (points, scratch) = scratch.split_at_mut(6 * size);
            for (field, points) in points.chunks_exact_mut(size).enumerate() {
                let place = [field, 6, number];
                on_path!(self.path, synthesise(
                    plan: &Plan, from: &[f64], place: [usize; 3], points: &mut [f64], scratch: &mut [f64],
                ));
            }
            on_path!(self.path, cross(points: &mut [f64]));
            let points = [&points[..size], &points[size..2 * size], &points[2 * size..3 * size]];
            on_path!(self.path, analyse(plan: &Plan, points: [&[f64]; 3], to: &mut [f64], scratch: &mut [f64]));
        }
    }

    /// The velocity in each plane, the first of which is number `first` of this share, from modes of it alone.
    pub fn end(&self, from: &[f64], first: usize, to: [&mut [f64]; 3], scratch: &mut [f64]) {
        let (plan, size) = (self.plan, self.plan.n * self.plan.n);
        for (field, to) in to.into_iter().enumerate() {
            for (number, points) in (first..).zip(to.chunks_exact_mut(size)) {
                let place = [field, 3, number];
                on_path!(self.path, synthesise(
                    plan: &Plan, from: &[f64], place: [usize; 3], points: &mut [f64], scratch: &mut [f64],
                ));
            }
        }
    }
}

/// The three components of u × ω in the place of u.
#[inline(always)]
fn cross<S: Lanes>(simd: S, points: &mut [f64]) {
    let size = points.len() / 6;
    for at in (0..size).step_by(WIDTH) {
        for v in 0..WIDTH / S::F64_LANES {
            let field = |number: usize| real::<S>(points, number * size + at, v);
            let ([u, v_, w], [a, b, c]) = ([field(0), field(1), field(2)], [field(3), field(4), field(5)]);
            let minor = |p, q, r, s| simd.minus_times(r, s, simd.mul_f64s(p, q));
            put_real::<S>(points, at, v, minor(v_, c, w, b));
            put_real::<S>(points, size + at, v, minor(w, a, u, c));
            put_real::<S>(points, 2 * size + at, v, minor(u, b, v_, a));
        }
    }
}

/// Waves of a field become points: along x in rows of eight, then along y, where two real lines are one complex line.
///
/// `place` is the field, how many there are, and the plane.
#[inline(always)]
fn synthesise<S: Lanes>(
    simd: S,
    plan: &Plan,
    from: &[f64],
    place: [usize; 3],
    points: &mut [f64],
    scratch: &mut [f64],
) {
    let ([field, fields, plane], n, lines) = (place, plan.n, &plan.lines);
    let (grid, rest) = scratch.split_at_mut((plan.cut + 1) * 2 * n);
    let (tile, buffers) = rest.split_at_mut(BLOCK * n);

    for first in (0..plan.cut + 1).step_by(WIDTH) {
        let group = first..(first + WIDTH).min(plan.cut + 1);
        for (lane, ky) in group.clone().enumerate() {
            let row = ((ky * fields + field) * plan.planes + plane) * plan.row();
            side_by_side(&from[row..][..plan.row()], lane, tile);
        }
        let x = lines.enter(simd, buffers, &Kept { plan, numbers: &*tile, apart: BLOCK });
        lines.leave(simd, x, &mut BlocksMut::<true> { numbers: tile, apart: BLOCK });
        for (lane, ky) in group.enumerate() {
            apart(tile, lane, &mut grid[ky * 2 * n..][..2 * n]);
        }
    }
    for [one, other] in pairs(n) {
        let x = lines.enter(simd, buffers, &TwoWaves { plan, numbers: grid, starts: [BLOCK * one, BLOCK * other] });
        lines.leave(simd, x, &mut Two { numbers: &mut *points, apart: n, starts: [WIDTH * one, WIDTH * other] });
    }
}

/// Points of three fields become waves, twice as large as they should be.
#[inline(always)]
fn analyse<S: Lanes>(simd: S, plan: &Plan, points: [&[f64]; 3], to: &mut [f64], scratch: &mut [f64]) {
    let (n, lines) = (plan.n, &plan.lines);
    let (grid, rest) = scratch.split_at_mut((plan.cut + 1) * 2 * n);
    let (tile, buffers) = rest.split_at_mut(BLOCK * n);
    for (points, to) in points.into_iter().zip(to.chunks_exact_mut((plan.cut + 1) * plan.row())) {
        for [one, other] in pairs(n) {
            let starts = [WIDTH * one, WIDTH * other];
            let x = lines.enter(simd, buffers, &Two { numbers: points, apart: n, starts });
            lines.leave(simd, x, &mut BlocksMut::<false> { numbers: tile, apart: BLOCK });
            for k in 0..plan.cut + 1 {
                for v in 0..WIDTH / S::F64_LANES {
                    let [z, mirror] = [get::<S>(tile, BLOCK * k, v), get::<S>(tile, BLOCK * ((n - k) % n), v)];
                    let a = [simd.add_f64s(z[0], mirror[0]), simd.sub_f64s(z[1], mirror[1])];
                    let b = [simd.add_f64s(z[1], mirror[1]), simd.sub_f64s(mirror[0], z[0])];
                    put::<S>(grid, k * 2 * n + BLOCK * one, v, a);
                    put::<S>(grid, k * 2 * n + BLOCK * other, v, b);
                }
            }
        }
        for first in (0..plan.cut + 1).step_by(WIDTH) {
            let group = first..(first + WIDTH).min(plan.cut + 1);
            for (lane, ky) in group.clone().enumerate() {
                side_by_side(&grid[ky * 2 * n..][..2 * n], lane, tile);
            }
            let x = lines.enter(simd, buffers, &Blocks { numbers: tile, apart: BLOCK });
            lines.leave(simd, x, &mut Kept { plan, numbers: &mut *tile, apart: BLOCK });
            tile[BLOCK * plan.kept()..BLOCK * plan.kx.len()].fill(0.0);
            for (lane, ky) in group.enumerate() {
                apart(tile, lane, &mut to[ky * plan.row()..][..plan.row()]);
            }
        }
    }
}

/// Blocks of a row of points that go together as real and imaginary parts; an only one goes with itself.
#[inline(always)]
fn pairs(n: usize) -> impl Iterator<Item = [usize; 2]> {
    let blocks = n / WIDTH;
    (0..blocks).step_by(2).map(move |one| [one, (one + 1).min(blocks - 1)])
}

/// Puts a row into one lane of the tile, where the same point of eight rows lies side by side.
#[inline(always)]
fn side_by_side(row: &[f64], lane: usize, tile: &mut [f64]) {
    for (block, tile) in row.chunks_exact(BLOCK).zip(tile.chunks_exact_mut(WIDTH * BLOCK)) {
        for point in 0..WIDTH {
            tile[BLOCK * point + lane] = block[point];
            tile[BLOCK * point + WIDTH + lane] = block[WIDTH + point];
        }
    }
}

/// The way back.
#[inline(always)]
fn apart(tile: &[f64], lane: usize, row: &mut [f64]) {
    for (block, tile) in row.chunks_exact_mut(BLOCK).zip(tile.chunks_exact(WIDTH * BLOCK)) {
        for point in 0..WIDTH {
            block[point] = tile[BLOCK * point + lane];
            block[WIDTH + point] = tile[BLOCK * point + WIDTH + lane];
        }
    }
}
