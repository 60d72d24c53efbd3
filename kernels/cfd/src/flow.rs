//! A block of the flow with a frame of one cell around it: what a variant reads and what it fills.

use crate::Params;
use crate::grids::walls;
use std::ops::Range;
use tenfold_kernel::{Part, Tile, arrays};

/// A rectangle of the n × n interior points with a frame one cell wide: ψ, and in the viscous form ζ.
///
/// Row i lies at x = i and column j at y = j, as in EPCC's programs: row 0 is the left wall of the box, column 0 its bottom.
/// Around the whole flow the frame is the wall. Around the block of a rank it holds the neighbours' nearest cells as well:
/// the *halo*. Its corners belong to no 5-point stencil.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Which interior rows it covers, counted from 0 in the whole flow.
    pub rows: Range<usize>,
    /// Which interior columns it covers, counted from 0 in the whole flow.
    pub cols: Range<usize>,
    /// The stream function, frame included: (rows + 2) × (cols + 2), row by row.
    pub psi: Vec<f64>,
    /// The vorticity likewise; empty where the flow is inviscid.
    pub zeta: Vec<f64>,
    /// The greatest change of any number in those iterations that look for it; empty in an input.
    pub residuals: Vec<f64>,
}

arrays!(Flow {
    psi: |flow| vec![flow.rows.len() + 2, flow.stride()],
    zeta: |flow| if flow.zeta.is_empty() { vec![0, 0] } else { vec![flow.rows.len() + 2, flow.stride()] },
    residuals,
});

impl Flow {
    /// The share of `part` of a flow whose every cell, frame included, holds `value`. It may be empty.
    pub fn filled(params: &Params, part: Part, value: f64) -> Self {
        let Tile { rows, columns: cols, .. } = Tile::of([params.side(); 2], part);
        let psi = vec![value; (rows.len() + 2) * (cols.len() + 2)];
        let zeta = if params.reynolds.is_some() { psi.clone() } else { Vec::new() };
        Flow { rows, cols, psi, zeta, residuals: Vec::new() }
    }

    /// The start: nothing moves inside, and ψ on the walls says where fluid enters and leaves.
    pub fn start(params: &Params, part: Part) -> Self {
        let (n, mut flow) = (params.side(), Flow::filled(params, part, 0.0));
        let stride = flow.stride();
        for (k, psi) in flow.psi.iter_mut().enumerate() {
            *psi = on_the_wall(n, flow.rows.start + k / stride, flow.cols.start + k % stride);
        }
        let mut zeta = std::mem::take(&mut flow.zeta);
        walls(n, &flow, &flow.psi, &mut zeta);
        Flow { zeta, ..flow }
    }

    /// Its interior rows and columns.
    pub fn size(&self) -> [usize; 2] {
        [self.rows.len(), self.cols.len()]
    }

    /// The cells from one row to the next, in memory.
    pub fn stride(&self) -> usize {
        self.cols.len() + 2
    }

    /// ψ of the interior cells, row by row.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let [rows, cols] = self.size();
        self.psi.chunks_exact(cols + 2).skip(1).take(rows).flat_map(move |row| &row[1..=cols]).copied()
    }

    /// Copies `part` to its place in this whole flow: its interior, and of its frame what is wall.
    pub fn place(&mut self, part: &Flow) {
        if part.size().contains(&0) {
            return;
        }
        // Lines of the framed part: those of its frame that continue in another part stay away.
        let own = |lines: &Range<usize>, all: &Range<usize>| {
            usize::from(lines.start > all.start)..lines.len() + 1 + usize::from(lines.end == all.end)
        };
        let (rows, cols, stride) = (own(&part.rows, &self.rows), own(&part.cols, &self.cols), self.stride());
        for (whole, part_of_it) in [(&mut self.psi, &part.psi), (&mut self.zeta, &part.zeta)] {
            let lines = part_of_it.chunks_exact(part.stride()).enumerate().filter(|(i, _)| rows.contains(i));
            for (i, line) in lines {
                let row = &mut whole[(part.rows.start + i) * stride + part.cols.start..];
                row[cols.clone()].copy_from_slice(&line[cols.clone()]);
            }
        }
    }
}

/// How many numbers a point has: ψ, and in the viscous form ζ.
pub fn fields(params: &Params) -> usize {
    1 + usize::from(params.reynolds.is_some())
}

/// Where fluid enters and leaves.
pub struct Openings {
    /// Cells from the left wall to the opening in the bottom.
    pub inlet: usize,
    /// Cells from the bottom to the opening in the right side.
    pub outlet: usize,
    /// Width of both.
    pub width: usize,
}

/// EPCC's openings, 10, 15 and 5 cells at n = 32, for any n.
pub fn openings(n: usize) -> Openings {
    Openings { inlet: 10 * n / 32, outlet: 15 * n / 32, width: (5 * n / 32).max(1) }
}

/// ψ at row i and column j of the frame, and 0 inside. It grows along the inlet by 1 per cell, the speed there, and falls
/// along the outlet.
pub fn on_the_wall(n: usize, i: usize, j: usize) -> f64 {
    let Openings { inlet, outlet, width } = openings(n);
    match (i, j) {
        (_, 0) if (1..=n).contains(&i) => i.saturating_sub(inlet).min(width) as f64,
        _ if i == n + 1 && (1..=n).contains(&j) => (width + outlet).saturating_sub(j).min(width) as f64,
        _ => 0.0,
    }
}
