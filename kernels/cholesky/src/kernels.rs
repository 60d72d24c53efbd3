//! The three kernels on tiles, all made of the micro-kernel of `vectorised.rs`, and a small triangle at a time.

use crate::layout::Task;
use crate::vectorised::{minus_product, subtract};
use std::array::from_fn;
use tenfold_kernel::pulp::Simd;

/// Does `task` to a tile; `shape` is its rows and columns and the depth of what is taken from it.
#[inline(always)]
pub fn perform<S: Simd>(simd: S, task: Task, shape: [usize; 3], is_diagonal: bool, tile: &mut [f64]) {
    // Of 16 registers 9 hold a tile of C, of the 32 of AVX-512 24; the others what it is updated by. With 12 of 16 none is left
    // for the next entry of B, and the compiler spills one of them.
    match S::F64_LANES {
        8 => sized::<S, 3, 8>(simd, task, shape, is_diagonal, tile),
        4 => sized::<S, 3, 3>(simd, task, shape, is_diagonal, tile),
        _ => sized::<S, 2, 4>(simd, task, shape, is_diagonal, tile),
    }
}

#[inline(always)]
fn sized<S: Simd, const V: usize, const C: usize>(
    simd: S,
    task: Task,
    [_, columns, depth]: [usize; 3],
    is_diagonal: bool,
    tile: &mut [f64],
) {
    match task {
        Task::Factor => factor::<S, V, C>(simd, columns, tile),
        Task::Solve(factor) => solve::<S, V, C>(simd, factor, columns, tile),
        Task::Update([left, right]) => update::<S, V, C>(simd, left, right, [columns, depth], is_diagonal, tile),
    }
}

/// Takes the product of two tiles from a tile: strip by strip, so that a strip of the left one stays in the first-level cache.
#[inline(always)]
fn update<S: Simd, const V: usize, const C: usize>(
    simd: S,
    left: &[f64],
    right: &[f64],
    [columns, depth]: [usize; 2],
    is_diagonal: bool,
    tile: &mut [f64],
) {
    let high = V * S::F64_LANES;
    let strips = left.chunks_exact(depth * high).zip(tile.chunks_exact_mut(columns * high));
    for (number, (left, strip)) in strips.enumerate() {
        // Above the diagonal nothing is needed.
        let columns = if is_diagonal { (number + 1) * high } else { columns };
        for start in (0..columns).step_by(C) {
            let right = &right[start / high * depth * high + start % high..];
            subtract::<S, V, C>(simd, left, right, &mut strip[start * high..][..C * high]);
        }
    }
}

/// X Lᵀ = A, column by column from the left: what the columns before contribute is a product.
#[inline(always)]
fn solve<S: Simd, const V: usize, const C: usize>(simd: S, factor: &[f64], columns: usize, tile: &mut [f64]) {
    let high = V * S::F64_LANES;
    for strip in tile.chunks_exact_mut(columns * high) {
        for start in (0..columns).step_by(C) {
            let rows = &factor[start / high * columns * high + start % high..];
            let (done, rest) = strip.split_at_mut(start * high);
            let block = &mut rest[..C * high];
            subtract::<S, V, C>(simd, done, rows, block);
            divide::<S, V, C>(simd, &triangle(&rows[start * high..], high), block);
        }
    }
}

/// The factor of a tile on the diagonal: the columns in blocks, each with the columns before it taken from it.
#[inline(always)]
fn factor<S: Simd, const V: usize, const C: usize>(simd: S, columns: usize, tile: &mut [f64]) {
    let high = V * S::F64_LANES;
    for start in (0..columns).step_by(C) {
        let (first, lane) = (start / high, start % high);
        let (strip, below) = tile[first * columns * high..].split_at_mut(columns * high);
        let (done, rest) = strip.split_at_mut(start * high);
        let (rows, block) = (&done[lane..], &mut rest[..C * high]);
        subtract::<S, V, C>(simd, done, rows, block);
        let root = rooted(triangle::<C>(&block[lane..], high));
        divide::<S, V, C>(simd, &root, block);
        for (column, root) in root.iter().enumerate() {
            block[column * high + lane..][column..C].copy_from_slice(&root[column..]);
        }
        for strip in below.chunks_exact_mut(columns * high) {
            let (done, rest) = strip.split_at_mut(start * high);
            subtract::<S, V, C>(simd, done, rows, &mut rest[..C * high]);
            divide::<S, V, C>(simd, &root, &mut rest[..C * high]);
        }
    }
}

/// A few columns of a strip of as many rows, by columns.
#[inline(always)]
fn triangle<const C: usize>(rows: &[f64], high: usize) -> [[f64; C]; C] {
    from_fn(|column| from_fn(|row| rows[column * high + row]))
}

/// The factor of a small triangle.
#[inline(always)]
fn rooted<const C: usize>(mut l: [[f64; C]; C]) -> [[f64; C]; C] {
    for k in 0..C {
        l[k][k] = l[k][k].sqrt();
        for i in k + 1..C {
            l[k][i] /= l[k][k];
        }
        for j in k + 1..C {
            for i in j..C {
                l[j][i] -= l[k][i] * l[k][j];
            }
        }
    }
    l
}

/// Divides the columns of a block by a small triangle.
#[inline(always)]
fn divide<S: Simd, const V: usize, const C: usize>(simd: S, l: &[[f64; C]; C], block: &mut [f64]) {
    let block = S::as_mut_simd_f64s(block).0.as_chunks_mut::<V>().0;
    let Some(block) = block.first_chunk_mut::<C>() else { return };
    let mut x = *block;
    for j in 0..C {
        for k in 0..j {
            let factor = simd.splat_f64s(l[k][j]);
            x[j] = from_fn(|v| minus_product(simd, x[k][v], factor, x[j][v]));
        }
        let pivot = simd.splat_f64s(l[j][j]);
        x[j] = x[j].map(|entry| simd.div_f64s(entry, pivot));
    }
    *block = x;
}
