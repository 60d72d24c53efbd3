//! The frame of a block: its cells, and its sides, which are walls of the box or edges to another rank's points.

use std::iter::StepBy;
use std::ops::Range;
use tenfold_kernel::Tile;

/// Row and column of each cell of the frame around a block.
pub fn frame([rows, cols]: [usize; 2]) -> impl Iterator<Item = [usize; 2]> {
    (0..rows + 2).flat_map(move |i| {
        let step = if i == 0 || i == rows + 1 { 1 } else { cols + 1 };
        (0..cols + 2).step_by(step).map(move |j| [i, j])
    })
}

/// One side of a block.
pub struct Side {
    /// Where in a grid the cells of the frame along it lie.
    pub frame: StepBy<Range<usize>>,
    /// How far it is from each of them, in memory, to the block's own point beside it.
    inwards: isize,
    /// Whether it is a wall of the box.
    pub is_wall: bool,
}

impl Side {
    /// Where the block's outermost points along it lie.
    pub fn own(&self) -> impl Iterator<Item = usize> {
        self.frame.clone().map(|at| at.wrapping_add_signed(self.inwards))
    }
}

/// The sides of a block of n × n points: above and below it, then to its left and right.
pub fn sides(n: usize, block: &Tile) -> [Side; 4] {
    let ([rows, cols], stride) = (block.shape(), block.columns.len() + 2);
    let row = |i: usize| (i * stride + 1..(i + 1) * stride - 1).step_by(1);
    let column = |j: usize| (stride + j..(rows + 1) * stride).step_by(stride);
    [
        Side { frame: row(0), inwards: stride as isize, is_wall: block.rows.start == 0 },
        Side { frame: row(rows + 1), inwards: -(stride as isize), is_wall: block.rows.end == n },
        Side { frame: column(0), inwards: 1, is_wall: block.columns.start == 0 },
        Side { frame: column(cols + 1), inwards: -1, is_wall: block.columns.end == n },
    ]
}

/// ζ on those sides that are walls, from ψ beside them: fluid sticks to a wall. (To second order ψ beside it is ψ on it
/// plus ζ/2, as its slope is 0; Thom 1933.)
pub fn walls(sides: &[Side; 4], psi: &[f64], zeta: &mut [f64]) {
    if zeta.is_empty() {
        return;
    }
    for wall in sides.iter().filter(|side| side.is_wall) {
        for (at, beside) in wall.frame.clone().zip(wall.own()) {
            zeta[at] = 2.0 * (psi[beside] - psi[at]);
        }
    }
}
