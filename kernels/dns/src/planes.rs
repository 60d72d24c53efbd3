//! What happens in planes of points: waves become velocity and vorticity, are multiplied there, and become waves again,
//! all while the plane is in a cache.

use crate::blocks::{Blocks, TwoWaves, get, put};
use crate::plan::{BLOCK, Plan};
use crate::space::cross;
use fft::{Lanes, WIDTH};
use tenfold_kernel::on_path;

impl Plan {
    /// The waves of the velocity in the planes of this share from number `first` on.
    pub fn begin(&self, velocity: [&[f64]; 3], first: usize, to: &mut [f64], scratch: &mut [f64]) {
        let (plan, size) = (self, self.n * self.n);
        for (number, to) in (first..self.planes).zip(to.chunks_exact_mut(self.plane())) {
            let points = velocity.map(|component| &component[number * size..][..size]);
            on_path!(self.path, analyse(plan: &Plan, points: [&[f64]; 3], to: &mut [f64], scratch: &mut [f64]));
        }
    }

    /// The waves of u × ω in these planes, from modes of both: [k_y][field][z][row].
    pub fn advance(&self, from: &[f64], first: usize, to: &mut [f64], scratch: &mut [f64]) {
        for (number, to) in (first..self.planes).zip(to.chunks_exact_mut(self.plane())) {
            let plan = self;
            on_path!(self.path, advance(
                plan: &Plan, from: &[f64], number: usize, to: &mut [f64], scratch: &mut [f64],
            ));
        }
    }

    /// The velocity in these planes, from modes of it alone.
    pub fn end(&self, from: &[f64], first: usize, to: [&mut [f64]; 3], scratch: &mut [f64]) {
        for (field, to) in to.into_iter().enumerate() {
            for (number, points) in (first..).zip(to.chunks_exact_mut(self.n * self.n)) {
                let (plan, from, fields) = (self, &from[(field * self.planes + number) * self.row()..], 3);
                on_path!(self.path, synthesise(
                    plan: &Plan, from: &[f64], fields: usize, points: &mut [f64], scratch: &mut [f64],
                ));
            }
        }
    }
}

#[inline(always)]
fn advance<S: Lanes>(simd: S, plan: &Plan, from: &[f64], number: usize, to: &mut [f64], scratch: &mut [f64]) {
    let size = plan.n * plan.n;
    let (points, scratch) = scratch.split_at_mut(6 * size);
    for (field, points) in points.chunks_exact_mut(size).enumerate() {
        let from = &from[(field * plan.planes + number) * plan.row()..];
        synthesise(simd, plan, from, 6, points, scratch);
    }
    // u × ω in the place of u.
    for at in (0..size).step_by(S::F64_LANES) {
        let [velocity, vorticity] = [get(simd, points, at, size), get(simd, points, 3 * size + at, size)];
        put(simd, points, at, size, cross(simd, velocity, vorticity));
    }
    analyse(simd, plan, [0, 1, 2].map(|field| &points[field * size..][..size]), to, scratch);
}

/// Waves of one of so many fields become points: along x in rows of eight, then along y, where two real lines are one
/// complex line.
#[inline(always)]
fn synthesise<S: Lanes>(simd: S, plan: &Plan, from: &[f64], fields: usize, points: &mut [f64], scratch: &mut [f64]) {
    let (n, lines, next) = (plan.n, &plan.lines, next(plan.n));
    let (grid, rest) = scratch.split_at_mut((plan.cut + 1) * 2 * n);
    let (tile, buffers) = rest.split_at_mut(BLOCK * n);

    for first in (0..plan.cut + 1).step_by(WIDTH) {
        let group = first..(first + WIDTH).min(plan.cut + 1);
        for (lane, ky) in group.clone().enumerate() {
            side_by_side(&from[ky * fields * plan.planes * plan.row()..][..plan.row()], lane, tile);
        }
        let x = lines.enter(simd, buffers, &Blocks::kept(plan, &*tile, BLOCK).back());
        lines.leave(simd, x, &mut Blocks::all(&mut *tile, BLOCK).back());
        for (lane, ky) in group.enumerate() {
            apart(tile, lane, &mut grid[ky * 2 * n..][..2 * n]);
        }
    }
    for block in (0..n / WIDTH).step_by(2) {
        let x = lines.enter(simd, buffers, &TwoWaves { plan, numbers: &grid[BLOCK * block..], apart: BLOCK * next });
        lines.leave(simd, x, &mut Blocks::of_two(&mut points[WIDTH * block..], n, WIDTH * next).back());
    }
}

/// Points of three fields become waves, twice as large as they should be.
#[inline(always)]
fn analyse<S: Lanes>(simd: S, plan: &Plan, points: [&[f64]; 3], to: &mut [f64], scratch: &mut [f64]) {
    let (n, lines, next) = (plan.n, &plan.lines, next(plan.n));
    let (grid, rest) = scratch.split_at_mut((plan.cut + 1) * 2 * n);
    let (tile, buffers) = rest.split_at_mut(BLOCK * n);
    for (points, to) in points.into_iter().zip(to.chunks_exact_mut((plan.cut + 1) * plan.row())) {
        for block in (0..n / WIDTH).step_by(2) {
            let x = lines.enter(simd, buffers, &Blocks::of_two(&points[WIDTH * block..], n, WIDTH * next));
            lines.leave(simd, x, &mut Blocks::all(&mut *tile, BLOCK));
            for k in 0..plan.cut + 1 {
                for vector in (0..WIDTH).step_by(S::F64_LANES) {
                    let [re, im] = get(simd, tile, BLOCK * k + vector, WIDTH);
                    let [mirror_re, mirror_im] = get(simd, tile, BLOCK * ((n - k) % n) + vector, WIDTH);
                    let a = [simd.add_f64s(re, mirror_re), simd.sub_f64s(im, mirror_im)];
                    let b = [simd.add_f64s(im, mirror_im), simd.sub_f64s(mirror_re, re)];
                    put(simd, grid, k * 2 * n + BLOCK * block + vector, WIDTH, a);
                    put(simd, grid, k * 2 * n + BLOCK * (block + next) + vector, WIDTH, b);
                }
            }
        }
        for first in (0..plan.cut + 1).step_by(WIDTH) {
            let group = first..(first + WIDTH).min(plan.cut + 1);
            for (lane, ky) in group.clone().enumerate() {
                side_by_side(&grid[ky * 2 * n..][..2 * n], lane, tile);
            }
            let x = lines.enter(simd, buffers, &Blocks::all(&*tile, BLOCK));
            lines.leave(simd, x, &mut Blocks::kept(plan, &mut *tile, BLOCK));
            tile[BLOCK * plan.kept..BLOCK * plan.waves.len()].fill(0.0);
            for (lane, ky) in group.enumerate() {
                apart(tile, lane, &mut to[ky * plan.row()..][..plan.row()]);
            }
        }
    }
}

/// How many blocks further in a row of points the one lies that goes with a block, as imaginary with real parts: an
/// only one goes with itself.
fn next(n: usize) -> usize {
    (n / WIDTH - 1).min(1)
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
