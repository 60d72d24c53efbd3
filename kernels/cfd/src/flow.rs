//! A block of the flow with a frame of one cell around it: what a variant reads and what it fills.

use crate::Params;
use crate::frame::{frame, sides, walls};
use tenfold_kernel::{Part, Tile, arrays};

/// A rectangle of the n × n interior points with a frame one cell wide: ψ, and in the viscous form ζ.
///
/// Row i lies at x = i and column j at y = j, as in EPCC's programs: row 0 is the left wall of the box, column 0 its
/// bottom. Around the whole flow the frame is the wall. Around the block of a rank it holds the neighbours' nearest
/// cells as well: the *halo*. Its corners belong to no 5-point stencil.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Which interior rows and columns it covers, counted from 0 in the whole flow.
    pub tile: Tile,
    /// The stream function, frame included: (rows + 2) × (cols + 2), row by row.
    pub psi: Vec<f64>,
    /// The vorticity likewise; empty where the flow is inviscid.
    pub zeta: Vec<f64>,
    /// The greatest change at any interior point in those iterations that look for it; empty in an input.
    pub residuals: Vec<f64>,
}

arrays!(Flow {
    psi: |flow| vec![flow.tile.rows.len() + 2, flow.stride()],
    zeta: |flow| if flow.zeta.is_empty() { vec![0, 0] } else { vec![flow.tile.rows.len() + 2, flow.stride()] },
    residuals,
});

impl Flow {
    /// The share of `part` of a flow whose every cell, frame included, holds `value`. It may be empty.
    pub fn filled(params: &Params, part: Part, value: f64) -> Self {
        let tile = Tile::of([params.side(); 2], part);
        let psi = vec![value; tile.shape().iter().map(|lines| lines + 2).product()];
        let zeta = if params.reynolds.is_some() { psi.clone() } else { Vec::new() };
        Flow { tile, psi, zeta, residuals: Vec::new() }
    }

    /// The start: nothing moves inside, and ψ on the walls says where fluid enters and leaves.
    pub fn start(params: &Params, part: Part) -> Self {
        let (n, mut flow) = (params.side(), Flow::filled(params, part, 0.0));
        let stride = flow.stride();
        for [i, j] in frame(flow.tile.shape()) {
            flow.psi[i * stride + j] = on_the_wall(n, flow.tile.rows.start + i, flow.tile.columns.start + j);
        }
        walls(&sides(n, &flow.tile), &flow.psi, &mut flow.zeta);
        flow
    }

    /// The cells from one row to the next, in memory.
    pub fn stride(&self) -> usize {
        self.tile.columns.len() + 2
    }

    /// The interior of each row of ψ or of ζ.
    pub fn lines<'a>(&self, grid: &'a [f64]) -> impl Iterator<Item = &'a [f64]> + use<'a> {
        let [rows, cols] = self.tile.shape();
        grid.chunks_exact(cols + 2).skip(1).take(rows).map(move |row| &row[1..=cols])
    }

    /// ψ of the interior cells, row by row.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.lines(&self.psi).flatten().copied()
    }

    /// Copies `part` to its place in this whole flow: its interior, and of its frame what is wall.
    pub fn place(&mut self, part: &Flow) {
        part.tile.place_framed(&part.psi, &mut self.psi);
        if !part.zeta.is_empty() {
            part.tile.place_framed(&part.zeta, &mut self.zeta);
        }
    }
}

/// Width of both openings, and so the greatest ψ: 5 cells at n = 32 in EPCC's programs, and as large a share of any n.
pub fn width(n: usize) -> f64 {
    (5 * n / 32).max(1) as f64
}

/// ψ at row i and column j of the frame, and 0 inside. It grows along the inlet by 1 per cell, the speed there, and
/// falls along the outlet.
pub fn on_the_wall(n: usize, i: usize, j: usize) -> f64 {
    // Cells from the left wall to the inlet, and from the bottom to the outlet.
    let (inlet, outlet, width) = ((10 * n / 32) as f64, (15 * n / 32) as f64, width(n));
    match (i, j) {
        (_, 0) if (1..=n).contains(&i) => (i as f64 - inlet).clamp(0.0, width),
        _ if i == n + 1 && (1..=n).contains(&j) => (outlet + width - j as f64).clamp(0.0, width),
        _ => 0.0,
    }
}
