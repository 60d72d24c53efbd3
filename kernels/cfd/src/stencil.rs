//! The arithmetic of one point, written once, and the way over the rows of a grid with it.

use crate::Params;
use crate::grids::Grids;
use crate::vectorised::{row, viscous_row};
use std::ops::Range;
use tenfold_kernel::{Path, on_path, pulp::Simd};

/// The four neighbours of a point, at x ∓ 1 and at y ∓ 1. All variants join them in the same order and without fused
/// multiply-adds, so all agree to the last bit.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    pub above: f64,
    pub below: f64,
    pub left: f64,
    pub right: f64,
}

impl Around {
    /// The neighbours of number `k` of a grid.
    #[inline(always)]
    pub fn of(grid: &[f64], k: usize, stride: usize) -> Self {
        Around { above: grid[k - stride], below: grid[k + stride], left: grid[k - 1], right: grid[k + 1] }
    }

    #[inline(always)]
    fn sum(self) -> f64 {
        (self.above + self.below) + (self.left + self.right)
    }

    /// The next ψ of an inviscid flow: ∇²ψ = 0.
    #[inline(always)]
    pub fn mean(self) -> f64 {
        0.25 * self.sum()
    }

    /// The next ψ above a vorticity: ∇²ψ = ζ.
    #[inline(always)]
    pub fn mean_above(self, zeta: f64) -> f64 {
        0.25 * (self.sum() - zeta)
    }

    /// The next ζ, which `psi` carries along while it spreads: Re (∂ψ/∂y ∂ζ/∂x − ∂ψ/∂x ∂ζ/∂y) = ∇²ζ.
    #[inline(always)]
    pub fn carried(self, psi: Around, sixteenth: f64) -> f64 {
        let (along_x, along_y) = (psi.right - psi.left, psi.below - psi.above);
        0.25 * self.sum() - sixteenth * (along_x * (self.below - self.above) - along_y * (self.right - self.left))
    }
}

/// A sixteenth of the Reynolds number of a cell: a quarter for Jacobi's iteration, and a quarter for two differences
/// across two cells. The flow stays the same on a finer grid, so that of a cell falls with its size; it does not rise
/// below scale 1, where the iteration would be unstable.
pub fn sixteenth(params: &Params) -> Option<f64> {
    params.reynolds.map(|reynolds| reynolds / (params.side() as f64 / 32.0).max(1.0) / 16.0)
}

/// One iteration of the columns `cols` of the rows `new`, from the whole grids `old`.
pub fn sweep(path: Path, sixteenth: Option<f64>, old: &Grids, new: &mut Grids, cols: Range<usize>) {
    on_path!(path, rows(sixteenth: Option<f64>, old: &Grids, new: &mut Grids, cols: Range<usize>));
}

#[inline(always)]
fn rows<S: Simd>(_: S, sixteenth: Option<f64>, old: &Grids, new: &mut Grids, cols: Range<usize>) {
    let (stride, width) = (old.stride, cols.len() + 2);
    for (k, psi) in new.psi.chunks_exact_mut(stride).enumerate() {
        let (above, psi) = ((new.first + k - 1) * stride + cols.start - 1, &mut psi[cols.clone()]);
        let old_psi = three(old.psi, above, stride, width);
        match sixteenth {
            None => row(old_psi, psi),
            Some(sixteenth) => {
                let old_zeta = three(old.zeta, above, stride, width);
                viscous_row(old_psi, old_zeta, sixteenth, psi, &mut new.zeta[k * stride..][cols.clone()]);
            }
        }
    }
}

/// Pieces of three rows one below the other, the first of which begins at number `above` of the grid.
#[inline(always)]
fn three(grid: &[f64], above: usize, stride: usize, width: usize) -> [&[f64]; 3] {
    [0, 1, 2].map(|i| &grid[above + i * stride..][..width])
}
