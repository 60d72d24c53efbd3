//! The three kernels on tiles, all made of the micro-kernel of `vectorised.rs`, and a small triangle at a time.

use crate::layout::Task;
use crate::vectorised::{minus_product, subtract};
use std::array::from_fn;
use tenfold_kernel::pulp::Simd;

/// Rows of a strip: three vectors; two without fused multiply-adds, whose products need registers, too.
#[inline(always)]
pub fn strip<S: Simd>(_: S) -> usize {
    S::F64_LANES * if S::F64_LANES > 2 { 3 } else { 2 }
}

/// Does `task` to a tile; `shape` is its columns and the depth of what is taken from it.
#[inline(always)]
pub fn perform<S: Simd>(simd: S, task: Task, shape: [usize; 2], is_diagonal: bool, tile: &mut [f64]) {
    // Of 16 registers 9 hold a tile of C, of the 32 of AVX-512 24; the others what it is updated by. With 12 of 16 none is left
    // for the next entry of B, and the compiler spills one of them.
    match S::F64_LANES {
        8 => Kernels::<S, 3, 8>(simd).perform(task, shape, is_diagonal, tile),
        4 => Kernels::<S, 3, 3>(simd).perform(task, shape, is_diagonal, tile),
        _ => Kernels::<S, 2, 4>(simd).perform(task, shape, is_diagonal, tile),
    }
}

/// The kernels whose register tiles are `V` vectors high and `C` columns wide.
#[derive(Clone, Copy)]
struct Kernels<S, const V: usize, const C: usize>(S);

impl<S: Simd, const V: usize, const C: usize> Kernels<S, V, C> {
    /// Rows of a strip.
    const HIGH: usize = V * S::F64_LANES;

    #[inline(always)]
    fn perform(self, task: Task, [columns, depth]: [usize; 2], is_diagonal: bool, tile: &mut [f64]) {
        match task {
            Task::Factor => self.factor(columns, tile),
            Task::Solve(factor) => self.solve(factor, columns, tile),
            Task::Update(product) => self.update(product, [columns, depth], is_diagonal, tile),
        }
    }

    /// Takes the product of two tiles from a tile: strip by strip, so that a strip of the left one stays in the first-level cache.
    #[inline(always)]
    fn update(self, [left, right]: [&[f64]; 2], [columns, depth]: [usize; 2], is_diagonal: bool, tile: &mut [f64]) {
        let strips = left.chunks_exact(depth * Self::HIGH).zip(tile.chunks_exact_mut(columns * Self::HIGH));
        for (number, (left, strip)) in strips.enumerate() {
            // Above the diagonal nothing is needed.
            let columns = if is_diagonal { (number + 1) * Self::HIGH } else { columns };
            for start in (0..columns).step_by(C) {
                let right = &right[start / Self::HIGH * depth * Self::HIGH + start % Self::HIGH..];
                subtract::<S, V, C>(self.0, left, right, &mut strip[start * Self::HIGH..][..C * Self::HIGH]);
            }
        }
    }

    /// X Lᵀ = A, column by column from the left: what the columns before contribute is a product.
    #[inline(always)]
    fn solve(self, factor: &[f64], columns: usize, tile: &mut [f64]) {
        for strip in tile.chunks_exact_mut(columns * Self::HIGH) {
            for start in (0..columns).step_by(C) {
                let rows = &factor[start / Self::HIGH * columns * Self::HIGH + start % Self::HIGH..];
                let (done, rest) = strip.split_at_mut(start * Self::HIGH);
                let block = &mut rest[..C * Self::HIGH];
                subtract::<S, V, C>(self.0, done, rows, block);
                self.divide(&Self::triangle(&rows[start * Self::HIGH..]), block);
            }
        }
    }

    /// The factor of a tile on the diagonal: the columns in blocks, each with the columns before it taken from it.
    #[inline(always)]
    fn factor(self, columns: usize, tile: &mut [f64]) {
        for start in (0..columns).step_by(C) {
            let (first, lane) = (start / Self::HIGH, start % Self::HIGH);
            let (strip, below) = tile[first * columns * Self::HIGH..].split_at_mut(columns * Self::HIGH);
            let (done, rest) = strip.split_at_mut(start * Self::HIGH);
            let (rows, block) = (&done[lane..], &mut rest[..C * Self::HIGH]);
            subtract::<S, V, C>(self.0, done, rows, block);
            let root = rooted(Self::triangle(&block[lane..]));
            self.divide(&root, block);
            for (column, root) in root.iter().enumerate() {
                block[column * Self::HIGH + lane..][column..C].copy_from_slice(&root[column..]);
            }
            for strip in below.chunks_exact_mut(columns * Self::HIGH) {
                let (done, rest) = strip.split_at_mut(start * Self::HIGH);
                let block = &mut rest[..C * Self::HIGH];
                subtract::<S, V, C>(self.0, done, rows, block);
                self.divide(&root, block);
            }
        }
    }

    /// A few columns of a strip of as many rows, by columns.
    #[inline(always)]
    fn triangle(rows: &[f64]) -> [[f64; C]; C] {
        from_fn(|column| from_fn(|row| rows[column * Self::HIGH + row]))
    }

    /// Divides the columns of a block by a small triangle.
    #[inline(always)]
    fn divide(self, l: &[[f64; C]; C], block: &mut [f64]) {
        let block = S::as_mut_simd_f64s(block).0.as_chunks_mut::<V>().0;
        let Some(block) = block.first_chunk_mut::<C>() else { return };
        let mut x = *block;
        for j in 0..C {
            for k in 0..j {
                let factor = self.0.splat_f64s(l[k][j]);
                x[j] = from_fn(|v| minus_product(self.0, x[k][v], factor, x[j][v]));
            }
            let pivot = self.0.splat_f64s(l[j][j]);
            x[j] = x[j].map(|entry| self.0.div_f64s(entry, pivot));
        }
        *block = x;
    }
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
