//! Which modes there are, and where they lie on their way between waves and points.
//!
//! A real field has the waves (k_x, k_y, k_z) with k_y >= 0, of which the 2/3 rule keeps those up to a cut: about 0.15
//! n³ complex numbers of each component. Eight numbers along k_x lie together, real parts before imaginary ones, in
//! rows that are filled up.

use crate::Params;
use fft::{Exchange, Lines, WIDTH};
use std::ops::Range;
use tenfold_kernel::{Part, Path};

/// Numbers of a block: real and imaginary parts of neighbouring waves or points.
pub const BLOCK: usize = 2 * WIDTH;

/// The greatest wave number that the 2/3 rule keeps on each axis. It keeps k < 2/3·(n/2 + 1) (Mortensen's spectralDNS),
/// which is 3 k <= n + 1.
pub fn cut(n: usize) -> usize {
    (n + 1) / 3
}

/// What a worker makes before it begins: its share, and the twiddle factors.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The instructions that it may use.
    pub path: Path,
    /// Points along each axis.
    pub n: usize,
    /// The greatest wave number that is kept.
    pub cut: usize,
    /// How many waves are kept along k_x, and along k_z.
    pub kept: usize,
    /// Their numbers, in their order in a row. Those that fill up the last block belong to no wave.
    pub waves: Vec<f64>,
    /// The transform of lines.
    pub lines: Lines,
    /// How many planes of points (along z) this share has.
    pub planes: usize,
    /// The planes of modes (along k_y) of this share.
    pub sheets: Range<usize>,
    /// Of a rank with the others: planes for sheets, and sheets for planes with six fields and, in the end, with three.
    pub exchanges: [Exchange; 3],
}

impl Plan {
    /// For the share of `part`.
    pub fn new(params: &Params, part: Part, path: Path) -> Plan {
        let (n, cut) = (params.n, cut(params.n));
        let (kept, most) = (2 * cut + 1, cut as i64);
        let mut waves: Vec<f64> = (0..=most).chain(-most..0).map(|k| k as f64).collect();
        waves.resize(kept.next_multiple_of(WIDTH), 0.0);
        let exchanges = [([n, cut + 1], 3), ([cut + 1, n], 6), ([cut + 1, n], 3)];
        let exchanges = exchanges.map(|(extents, fields)| Exchange::new(part, extents, fields, 2 * waves.len()));
        let (lines, planes, sheets) = (Lines::new(n), part.of(n).len(), part.of(cut + 1));
        Plan { path, n, cut, kept, waves, lines, planes, sheets, exchanges }
    }

    /// The place among those kept of what lies at place `i` of a whole line.
    #[inline(always)]
    pub fn place(&self, i: usize) -> Option<usize> {
        if i <= self.cut {
            Some(i)
        } else if i + self.cut >= self.n {
            Some(i + self.kept - self.n)
        } else {
            None
        }
    }

    /// Numbers of a row of modes.
    pub fn row(&self) -> usize {
        2 * self.waves.len()
    }

    /// Numbers of a component in a sheet of modes.
    pub fn component(&self) -> usize {
        self.kept * self.row()
    }

    /// Numbers that a sheet of modes keeps: three components, in three states.
    pub fn state(&self) -> usize {
        9 * self.component()
    }

    /// Numbers of a plane of points whose fields are modes along k_x and k_y.
    pub fn plane(&self) -> usize {
        3 * (self.cut + 1) * self.row()
    }

    /// Numbers of the states, of what goes from modes to points and what comes back, and of so many workers' scratch.
    pub fn sizes(&self, workers: usize) -> [usize; 4] {
        let (n, sheets) = (self.n, self.sheets.len());
        let outward = (sheets * n).max((self.cut + 1) * self.planes) * 6 * self.row();
        let plane = 6 * n * n + (self.cut + 1) * 2 * n + BLOCK * n;
        let scratch = plane.max(3 * self.component()) + self.lines.room();
        [sheets * self.state(), outward, outward / 2, workers * scratch]
    }
}
