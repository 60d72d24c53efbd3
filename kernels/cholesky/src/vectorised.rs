//! Tile by tile: three kernels on tiles that lie in memory as a core reads them, and all of them made of one micro-kernel.

use crate::layout::Layout;
use crate::{Factor, Matrix, Params};
use tenfold_kernel::pulp::Simd;
use tenfold_kernel::{Part, Setting, Workspace};

/// Factors on the calling thread.
pub fn run(setting: &Setting<Params>, input: &Matrix, space: &Workspace, output: &mut Factor) {
    // Matrix: the tiles of its lower half.
    let layout = Layout::of(setting.params, setting.path, Part::WHOLE);
    let cells = space.buffer(layout.numbers());
    layout.load(&input.a, cells);

    // Factor: a column of tiles, and what it takes from all columns behind it.
    for k in 0..layout.tiles {
        let (done, rest) = cells.split_at_mut(layout.before(k + 1));
        let column = &mut done[layout.column(k)];
        layout.factor_column(k, column);
        layout.update(k, &column[layout.slot..], layout.behind(k), rest);
    }
    layout.store(cells, &mut output.l);
}

// Heart: the micro-kernel. A tile of C stays in registers; for each column of A it takes a few loads, and a multiply-add per
// vector.
/// C − A Bᵀ: C has `COLUMNS` columns of `VECTORS` vectors each, A as many rows, and B a row for each column of C. Of a strip
/// of B, which has as many rows as A, only some are used.
#[inline(always)]
pub fn subtract<S: Simd, const VECTORS: usize, const COLUMNS: usize>(simd: S, a: &[f64], b: &[f64], c: &mut [f64]) {
    let c = S::as_mut_simd_f64s(c).0.as_chunks_mut::<VECTORS>().0;
    let Some(c) = c.first_chunk_mut::<COLUMNS>() else { return };
    let mut tile = *c;
    for (a, b) in S::as_simd_f64s(a).0.as_chunks::<VECTORS>().0.iter().zip(b.chunks(VECTORS * S::F64_LANES)) {
        let Some(b) = b.first_chunk::<COLUMNS>() else { break };
        for (column, &b) in tile.iter_mut().zip(b) {
            let b = simd.splat_f64s(b);
            for (entry, &a) in column.iter_mut().zip(a) {
                *entry = minus_product(simd, a, b, *entry);
            }
        }
    }
    *c = tile;
}

/// c − a · b, rounded once where there is an instruction for it: a call for every multiply-add costs more than it is worth.
#[inline(always)]
pub fn minus_product<S: Simd>(simd: S, a: S::f64s, b: S::f64s, c: S::f64s) -> S::f64s {
    if S::F64_LANES > 2 { simd.negate_mul_add_f64s(a, b, c) } else { simd.sub_f64s(c, simd.mul_f64s(a, b)) }
}
