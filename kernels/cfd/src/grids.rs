//! The grids of one iteration, and how two of them take turns.

use crate::{Flow, Params};
use tenfold_kernel::Workspace;

/// The framed grids of one iteration; ζ is empty where the flow is inviscid.
pub struct Grids<'a> {
    pub psi: &'a mut [f64],
    pub zeta: &'a mut [f64],
}

/// Two sets of grids, the output and scratch memory like it, and the output's residuals. The first set holds the start; the
/// iterations fill the second and the first in turn, so that the last one fills the output.
pub fn in_turn<'a>(
    params: &Params,
    input: &Flow,
    space: &'a Workspace,
    output: &'a mut Flow,
) -> (Grids<'a>, Grids<'a>, &'a mut [f64]) {
    let scratch = Grids { psi: space.buffer(input.psi.len()), zeta: space.buffer(input.zeta.len()) };
    let kept = Grids { psi: &mut output.psi, zeta: &mut output.zeta };
    let (old, new) = if params.iterations.is_multiple_of(2) { (kept, scratch) } else { (scratch, kept) };
    old.psi.copy_from_slice(&input.psi);
    old.zeta.copy_from_slice(&input.zeta);
    copy_frame(&input.psi, new.psi, input.stride());
    copy_frame(&input.zeta, new.zeta, input.stride());
    (old, new, &mut output.residuals)
}

/// Copies the first and the last row, and both ends of the others.
fn copy_frame(from: &[f64], to: &mut [f64], stride: usize) {
    let rows = from.len() / stride;
    for (i, (from, to)) in from.chunks_exact(stride).zip(to.chunks_exact_mut(stride)).enumerate() {
        if i == 0 || i + 1 == rows {
            to.copy_from_slice(from);
        } else {
            (to[0], to[stride - 1]) = (from[0], from[stride - 1]);
        }
    }
}

/// The rows between the first and the last; none of a grid that is empty.
pub fn inner(grid: &[f64], stride: usize) -> &[f64] {
    grid.get(stride..grid.len().saturating_sub(stride)).unwrap_or_default()
}

impl Grids<'_> {
    /// The greatest change of any interior number since `old`.
    pub fn change(&self, old: &Grids, stride: usize) -> f64 {
        let of = |old: &[f64], new: &[f64]| change(inner(old, stride), inner(new, stride), stride);
        of(old.psi, self.psi).max(of(old.zeta, self.zeta))
    }
}

/// The greatest change of a number between the ends of whole rows. It does not depend on the order in which numbers are looked
/// at, unlike a sum of squares: so all variants find the same bits.
pub fn change(old: &[f64], new: &[f64], stride: usize) -> f64 {
    let mut most = [0.0; LANES];
    for (old, new) in old.chunks_exact(stride).zip(new.chunks_exact(stride)) {
        let inside = 1..stride - 1;
        for (old, new) in old[inside.clone()].chunks(LANES).zip(new[inside].chunks(LANES)) {
            for (most, (old, new)) in most.iter_mut().zip(old.iter().zip(new)) {
                let change = (new - old).abs();
                *most = if change > *most { change } else { *most };
            }
        }
    }
    most.into_iter().fold(0.0, f64::max)
}

/// Enough maxima side by side that none waits for the one before.
const LANES: usize = 16;

/// ζ on those walls of the n × n box that this part of the flow touches, from ψ beside them: fluid sticks to a wall. (To second
/// order ψ beside it is ψ on it plus ζ/2, as its slope is 0; Thom 1933.)
pub fn walls(n: usize, part: &Flow, psi: &[f64], zeta: &mut [f64]) {
    let ([rows, cols], stride) = (part.size(), part.stride());
    if zeta.is_empty() || rows * cols == 0 {
        return;
    }
    let mut wall = |at: usize, beside: usize| zeta[at] = 2.0 * (psi[beside] - psi[at]);
    if part.rows.start == 0 {
        (1..=cols).for_each(|j| wall(j, stride + j));
    }
    if part.rows.end == n {
        (1..=cols).for_each(|j| wall((rows + 1) * stride + j, rows * stride + j));
    }
    if part.cols.start == 0 {
        (1..=rows).for_each(|i| wall(i * stride, i * stride + 1));
    }
    if part.cols.end == n {
        (1..=rows).for_each(|i| wall(i * stride + cols + 1, i * stride + cols));
    }
}
