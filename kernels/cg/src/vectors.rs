//! What is done with vectors, block by block, so that sums have the same bits whoever computes which blocks.

use crate::system::BLOCKS;
use tenfold_kernel::{Path, on_path, pulp::Simd};

/// Sums side by side, of a block or of eight rows: as many as the widest vector has lanes.
pub const LANES: usize = 8;

/// Σ xᵢyᵢ of one block: every eighth product, and then the eight sums.
#[inline(always)]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let ((x, rest_of_x), (y, rest_of_y)) = (x.as_chunks::<LANES>(), y.as_chunks::<LANES>());
    for (x, y) in x.iter().zip(y) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    for (sum, (x, y)) in sums.iter_mut().zip(rest_of_x.iter().zip(rest_of_y)) {
        *sum += x * y;
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

/// The sums of x·y in consecutive blocks.
pub fn dots(path: Path, block: usize, x: &[f64], y: &[f64], sums: &mut [f64]) {
    #[inline(always)]
    fn all<S: Simd>(_: S, block: usize, x: &[f64], y: &[f64], sums: &mut [f64]) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.chunks(block).zip(y.chunks(block))) {
            *sum = dot(x, y);
        }
    }
    on_path!(path, all(block: usize, x: &[f64], y: &[f64], sums: &mut [f64]));
}

/// z ← z + αp, r ← r − αq and the sums of r·r in consecutive blocks, each while it is in the cache.
pub fn steps(path: Path, block: usize, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2], sums: &mut [f64]) {
    #[inline(always)]
    fn all<S: Simd>(_: S, block: usize, alpha: f64, [p, q]: [&[f64]; 2], [z, r]: [&mut [f64]; 2], sums: &mut [f64]) {
        let old = p.chunks(block).zip(q.chunks(block));
        let new = z.chunks_mut(block).zip(r.chunks_mut(block));
        for (sum, ((p, q), (z, r))) in sums.iter_mut().zip(old.zip(new)) {
            z.iter_mut().zip(p).for_each(|(z, p)| *z += alpha * p);
            r.iter_mut().zip(q).for_each(|(r, q)| *r -= alpha * q);
            *sum = dot(r, r);
        }
    }
    on_path!(path, all(block: usize, alpha: f64, pq: [&[f64]; 2], zr: [&mut [f64]; 2], sums: &mut [f64]));
}

/// p ← r + βp.
#[inline(always)]
pub fn turn(beta: f64, r: &[f64], p: &mut [f64]) {
    p.iter_mut().zip(r).for_each(|(p, r)| *p = r + beta * *p);
}

/// The sum of the sums of all blocks, which `fill` fills in: 0 for those that another rank computes.
pub fn total(fill: impl FnOnce(&mut [f64])) -> f64 {
    let mut sums = [0.0; BLOCKS];
    fill(&mut sums);
    sums.iter().fold(0.0, |total, sum| total + sum)
}
