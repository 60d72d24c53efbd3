//! Packed panels and register tiles: the scheme of GotoBLAS and BLIS (Goto and van de Geijn 2008; Van Zee and van de Geijn 2015).
//!
//! A tile of C lives in registers while a panel of A and one of B stream past, so each number that is loaded is used for a
//! whole row or column of the tile. Panels are packed in the order in which they are read: every load is the next one, and
//! what is used again is still in the cache.

use crate::packed::Packing;
use crate::{Operands, Params, Product};
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Setting, Workspace};

/// Multiplies on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Operands, space: &Workspace, output: &mut Product) {
    // Operands: B packed, and room for a block of A at a time.
    let ([_, k, n], packing) = (setting.params.shape(), Packing::of(setting.path));
    let (b, room) = (space.buffer(packing.b_len(k, n)), space.buffer(Packing::ROOM));
    packing.pack_b(&input.b, n, b);

    // Product: all rows.
    packing.multiply([&input.a, b], [k, n], room, &mut output.c);
}

// Heart: the micro-kernel. A tile of C stays in registers; for each k it takes a few loads, and a multiply-add per vector.
/// The product of `ROWS` rows of A and `VECTORS` vectors of columns of B, both packed.
#[inline(always)]
pub fn tile<S: Simd, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    a: &[f64],
    b: &[f64],
) -> [[S::f64s; VECTORS]; ROWS] {
    let mut tile = [[simd.splat_f64s(0.0); VECTORS]; ROWS];
    let (columns, rows) = (a.as_chunks::<ROWS>().0, S::as_simd_f64s(b).0.as_chunks::<VECTORS>().0);
    for (column, row) in columns.iter().zip(rows) {
        for (sums, &a) in tile.iter_mut().zip(column) {
            let a = simd.splat_f64s(a);
            for (sum, &b) in sums.iter_mut().zip(row) {
                *sum = fused(simd, a, b, *sum);
            }
        }
    }
    tile
}

/// a · b + c, rounded once where there is an instruction for it: a call for every multiply-add costs more than it is worth.
#[inline(always)]
pub fn fused<S: Simd>(simd: S, a: S::f64s, b: S::f64s, c: S::f64s) -> S::f64s {
    if S::F64_LANES > 2 { simd.mul_add_f64s(a, b, c) } else { simd.add_f64s(simd.mul_f64s(a, b), c) }
}
