//! The grids of one iteration, and how two sets of them take turns.

use crate::frame::{Side, frame, sides, walls};
use crate::{Flow, Params};
use std::ops::Range;
use tenfold_kernel::Workspace;

/// Whole rows of the framed grids of one iteration; ζ is empty where the flow is inviscid.
pub struct Grids<'a> {
    /// The row of the grids with which these begin.
    pub first: usize,
    /// The cells from one row to the next.
    pub stride: usize,
    pub psi: &'a mut [f64],
    pub zeta: &'a mut [f64],
}

/// Enough maxima side by side that none waits for the one before.
const LANES: usize = 16;

impl Grids<'_> {
    /// Some of the rows of whole grids.
    pub fn rows(&mut self, rows: Range<usize>) -> Grids<'_> {
        let cells = rows.start * self.stride..rows.end * self.stride;
        let zeta = self.zeta.get_mut(cells.clone()).unwrap_or_default();
        Grids { first: rows.start, stride: self.stride, psi: &mut self.psi[cells], zeta }
    }

    /// The greatest change since the whole grids `old` of a number between the ends of these rows. It does not depend
    /// on the order in which numbers are looked at, unlike a sum of squares: so all variants find the same bits.
    pub fn change(&self, old: &Grids) -> f64 {
        let (mut most, inside) = ([0.0; LANES], 1..self.stride - 1);
        for (old, new) in [(&old.psi, &self.psi), (&old.zeta, &self.zeta)] {
            let old = old.chunks_exact(self.stride).skip(self.first);
            for (old, new) in old.zip(new.chunks_exact(self.stride)) {
                for (old, new) in old[inside.clone()].chunks(LANES).zip(new[inside.clone()].chunks(LANES)) {
                    for (most, (old, new)) in most.iter_mut().zip(old.iter().zip(new)) {
                        let change = (new - old).abs();
                        *most = if change > *most { change } else { *most };
                    }
                }
            }
        }
        most.into_iter().fold(0.0, f64::max)
    }
}

/// Two sets of grids that take turns: the output and scratch memory like it.
pub struct Turns<'a> {
    /// What an iteration reads.
    pub old: Grids<'a>,
    /// What it fills.
    pub new: Grids<'a>,
    params: &'a Params,
    rows: usize,
    sides: [Side; 4],
    residuals: &'a mut [f64],
}

impl<'a> Turns<'a> {
    /// The old set holds the start and the new one its frame. The output is that which the last iteration fills.
    pub fn new(params: &'a Params, input: &Flow, space: &'a Workspace, output: &'a mut Flow) -> Self {
        let ([rows, cols], stride) = (input.tile.shape(), input.stride());
        let grids = |psi, zeta| Grids { first: 0, stride, psi, zeta };
        let scratch = grids(space.buffer(input.psi.len()), space.buffer(input.zeta.len()));
        let kept = grids(&mut output.psi, &mut output.zeta);
        let (old, new) = if params.iterations.is_multiple_of(2) { (kept, scratch) } else { (scratch, kept) };
        for (from, old, new) in [(&input.psi, &mut *old.psi, &mut *new.psi), (&input.zeta, old.zeta, new.zeta)] {
            old.copy_from_slice(from);
            frame([rows, cols])
                .filter(|_| !from.is_empty())
                .for_each(|[i, j]| new[i * stride + j] = from[i * stride + j]);
        }
        let sides = sides(params.side(), &input.tile);
        Turns { old, new, params, rows, sides, residuals: &mut output.residuals }
    }

    /// Ends iteration `k`, counted from 1: the walls follow the points, and if a residual is due, `change` finds it,
    /// given the old grids and the inner rows of the new ones.
    #[inline] // A small grid is swept in less than half a microsecond.
    pub fn end(&mut self, k: usize, change: impl FnOnce(&Grids, &Grids) -> f64) {
        walls(&self.sides, self.new.psi, self.new.zeta);
        if let Some(at) = self.params.check_at(k) {
            self.residuals[at] = change(&self.old, &self.new.rows(1..self.rows + 1));
        }
        std::mem::swap(&mut self.old, &mut self.new);
    }
}
