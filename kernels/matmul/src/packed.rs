//! Packed operands: in which order the micro-kernel reads A and B, and the way over all tiles of C.
//!
//! B is packed in slabs of [`DEPTH`] rows, and a slab in panels as wide as a tile; A in blocks of [`ROWS`] rows, and a block
//! in panels as high as a tile. Within a panel the numbers for one k lie together. Where rows or columns end before the last
//! panel does, it is filled up with zeros.

use crate::vectorised::tile;
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Path, on_path, prefetch};

/// Rows of a slab of B. A panel of 8 columns (AVX2) takes 16 KiB and stays in the first-level cache while a block of A streams past;
/// one of 24 (AVX-512) takes 48 KiB and comes in part from the second. C is loaded and stored once for so many multiply-adds.
pub const DEPTH: usize = 256;
/// Rows of a block of A, a multiple of every tile's: 192 KiB, which stay in the second-level cache. Each number of B that
/// comes from further away is used for so many rows, so that not even memory is too slow for it.
const ROWS: usize = 96;

/// How operands are packed for a path.
#[derive(Clone, Copy)]
pub struct Packing {
    path: Path,
    /// Rows and columns of a tile of C.
    pub tile: [usize; 2],
}

/// A piece of the sum over k: some columns of A, and the rows of B that they meet.
pub struct Piece<'a> {
    /// A, from the first of these columns on.
    pub a: &'a [f64],
    /// Numbers from one row of A to the next.
    pub stride: usize,
    /// These rows of B, packed.
    pub b: &'a [f64],
    /// How many rows these are.
    pub depth: usize,
    /// Whether C holds nothing yet that counts.
    pub is_first: bool,
}

impl Packing {
    /// Numbers of room for a block of A.
    pub const ROOM: usize = ROWS * DEPTH;

    /// That of `path`.
    pub fn of(path: Path) -> Packing {
        Packing { path, tile: on_path!(path, shape() -> [usize; 2]) }
    }

    /// Numbers of `depth` rows of B, packed.
    pub fn b_len(&self, depth: usize, n: usize) -> usize {
        depth * n.next_multiple_of(self.tile[1])
    }

    /// Packs B, of `n` columns, slab after slab.
    pub fn pack_b(&self, b: &[f64], n: usize, to: &mut [f64]) {
        for (slab, to) in b.chunks(DEPTH * n).zip(to.chunks_mut(self.b_len(DEPTH, n))) {
            let panel = slab.len() / n * self.tile[1];
            to.chunks_exact_mut(panel).enumerate().for_each(|(number, to)| self.pack_panel(slab, n, number, to));
        }
    }

    /// Packs the panel of this number of a slab of B.
    pub fn pack_panel(&self, slab: &[f64], n: usize, number: usize, to: &mut [f64]) {
        let start = number * self.tile[1];
        match self.tile[1] {
            24 => copy_columns::<24>(slab, n, start, to),
            8 => copy_columns::<8>(slab, n, start, to),
            _ => copy_columns::<4>(slab, n, start, to),
        }
    }

    /// The rows of A times B, which is packed, into the same rows of C.
    pub fn multiply(&self, [a, b]: [&[f64]; 2], [k, n]: [usize; 2], room: &mut [f64], c: &mut [f64]) {
        for (slab, b) in b.chunks(self.b_len(DEPTH, n)).enumerate() {
            let depth = DEPTH.min(k - slab * DEPTH);
            let piece = Piece { a: &a[slab * DEPTH..], stride: k, b, depth, is_first: slab == 0 };
            self.add(&piece, n, room, c);
        }
    }

    /// Adds a piece of the sum to rows of C, of `n` columns.
    pub fn add(&self, piece: &Piece, n: usize, room: &mut [f64], c: &mut [f64]) {
        for (block, c) in c.chunks_mut(ROWS * n).enumerate() {
            let (rows, from) = (c.len() / n, &piece.a[block * ROWS * piece.stride..]);
            let a = &mut room[..rows.next_multiple_of(self.tile[0]) * piece.depth];
            match self.tile[0] {
                8 => copy_rows::<8>(from, piece, rows, a),
                6 => copy_rows::<6>(from, piece, rows, a),
                _ => copy_rows::<4>(from, piece, rows, a),
            }
            let a = &*a;
            on_path!(self.path, tiles(piece: &Piece, a: &[f64], n: usize, c: &mut [f64]));
        }
    }
}

/// The tile that the registers hold beside a row of B and an entry of A: of 16 vectors 12, of 32 with AVX-512 24. Without fused
/// multiply-adds a product needs a register of its own.
#[inline(always)]
fn shape<S: Simd>(_: S) -> [usize; 2] {
    match S::F64_LANES {
        8 => [8, 24],
        4 => [6, 8],
        _ => [4, 4],
    }
}

#[inline(always)]
fn tiles<S: Simd>(simd: S, piece: &Piece, a: &[f64], n: usize, c: &mut [f64]) {
    match S::F64_LANES {
        8 => all::<S, 8, 3>(simd, piece, a, n, c),
        4 => all::<S, 6, 2>(simd, piece, a, n, c),
        _ => all::<S, 4, 2>(simd, piece, a, n, c),
    }
}

/// All tiles of a block of rows: a panel of B stays as near as there is room for it, those of A come from the second-level cache.
#[inline(always)]
fn all<S: Simd, const HIGH: usize, const VECTORS: usize>(simd: S, piece: &Piece, a: &[f64], n: usize, c: &mut [f64]) {
    let wide = VECTORS * S::F64_LANES;
    for (across, b) in piece.b.chunks_exact(piece.depth * wide).enumerate() {
        for (down, a) in a.chunks_exact(piece.depth * HIGH).enumerate() {
            let corner = down * HIGH * n + across * wide;
            let (width, rows) = (n - across * wide, c.len() / n - down * HIGH);
            let c = &mut c[corner..];
            // The rows of C are far apart: waiting for them took a seventh of the time.
            c.chunks(n).take(HIGH).for_each(|row| prefetch(&row[..wide.min(row.len())]));
            let sums = tile::<S, HIGH, VECTORS>(simd, a, b);
            if rows >= HIGH && width >= wide {
                for (i, sums) in sums.iter().enumerate() {
                    for (c, &sum) in S::as_mut_simd_f64s(&mut c[i * n..][..wide]).0.iter_mut().zip(sums) {
                        *c = if piece.is_first { sum } else { simd.add_f64s(*c, sum) };
                    }
                }
            } else {
                // What juts out is cut off. All rows are spilled, for a tile of which some are would not stay in registers.
                let mut spilled = [[0.0; 24]; HIGH];
                for (to, sums) in spilled.iter_mut().zip(&sums) {
                    S::as_mut_simd_f64s(to).0.iter_mut().zip(sums).for_each(|(to, &sum)| *to = sum);
                }
                for (c, sums) in c.chunks_mut(n).zip(&spilled).take(rows) {
                    for (c, &sum) in c.iter_mut().zip(&sums[..wide.min(width)]) {
                        *c = if piece.is_first { sum } else { *c + sum };
                    }
                }
            }
        }
    }
}

/// Columns of B from `start` on, as many as a tile has.
fn copy_columns<const WIDE: usize>(slab: &[f64], n: usize, start: usize, to: &mut [f64]) {
    for (row, to) in slab.chunks_exact(n).zip(to.as_chunks_mut::<WIDE>().0) {
        let row = &row[start..];
        match row.first_chunk() {
            Some(whole) => *to = *whole,
            None => {
                to[..row.len()].copy_from_slice(row);
                to[row.len()..].fill(0.0);
            }
        }
    }
}

/// The first `rows` rows of A, as many in a panel as a tile has.
fn copy_rows<const HIGH: usize>(a: &[f64], piece: &Piece, rows: usize, to: &mut [f64]) {
    for (panel, to) in to.chunks_exact_mut(piece.depth * HIGH).enumerate() {
        let to = to.as_chunks_mut::<HIGH>().0;
        for i in 0..HIGH {
            let row = panel * HIGH + i;
            match row < rows {
                true => to.iter_mut().zip(&a[row * piece.stride..]).for_each(|(to, &entry)| to[i] = entry),
                false => to.iter_mut().for_each(|to| to[i] = 0.0),
            }
        }
    }
}
