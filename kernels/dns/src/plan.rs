//! Which modes there are, and where they lie on their way between waves and points.
//!
//! A real field has the waves (k_x, k_y, k_z) with k_y >= 0, of which the 2/3 rule keeps those up to a cut: about 0.15 n³ complex
//! numbers of each component. Eight numbers along k_x lie together, real parts before imaginary ones, in rows that are filled up.

use crate::Params;
use fft::{Exchange, Lines, WIDTH};
use tenfold_kernel::Part;

/// Numbers of a block: real and imaginary parts of neighbouring waves or points.
pub const BLOCK: usize = 2 * WIDTH;

/// The greatest wave number that the 2/3 rule keeps on each axis: those below 2/3·(n/2 + 1) are (Mortensen's spectralDNS).
pub fn cut(n: usize) -> usize {
    (n + 1) / 3
}

/// What a worker makes before it begins: its share, and the twiddle factors.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Points along each axis.
    pub n: usize,
    /// The greatest wave number that is kept.
    pub cut: usize,
    /// The transform of lines.
    pub lines: Lines,
    /// How many planes of points (along z) this share has.
    pub planes: usize,
    /// The first plane of modes (along k_y) of this share, and how many there are.
    pub sheets: [usize; 2],
    /// The wave numbers along k_x, in their order in a row.
    pub kx: Vec<f64>,
}

impl Plan {
    /// For the share of `part`.
    pub fn new(params: &Params, part: Part) -> Plan {
        let (n, cut) = (params.n, cut(params.n));
        let sheets = part.of(cut + 1);
        let (planes, sheets) = (part.of(n).len(), [sheets.start, sheets.len()]);
        let mut plan = Plan { n, cut, lines: Lines::new(n), planes, sheets, kx: Vec::new() };
        // Those that fill up the last block belong to no wave.
        let number = |r| if r < plan.kept() { plan.wave(r) } else { 0.0 };
        plan.kx = (0..plan.kept().next_multiple_of(WIDTH)).map(number).collect();
        plan
    }

    /// Waves kept along k_x, and along k_z.
    pub fn kept(&self) -> usize {
        2 * self.cut + 1
    }

    /// The wave number at place `r` of those that are kept.
    pub fn wave(&self, r: usize) -> f64 {
        if r <= self.cut { r as f64 } else { r as f64 - self.kept() as f64 }
    }

    /// The place among those kept of what lies at place `i` of a whole line.
    #[inline(always)]
    pub fn place(&self, i: usize) -> Option<usize> {
        if i <= self.cut {
            Some(i)
        } else if i + self.cut >= self.n {
            Some(i + self.kept() - self.n)
        } else {
            None
        }
    }

    /// Numbers of a row of modes.
    pub fn row(&self) -> usize {
        2 * self.kx.len()
    }

    /// Numbers of a component in a sheet of modes.
    pub fn component(&self) -> usize {
        self.kept() * self.row()
    }

    /// Numbers that a sheet of modes keeps: three components, in three states.
    pub fn state(&self) -> usize {
        9 * self.component()
    }

    /// Numbers of a sheet of modes that are points along z already, with so many fields.
    pub fn sheet(&self, fields: usize) -> usize {
        fields * self.n * self.row()
    }

    /// Numbers of a plane of points whose fields are modes along k_x and k_y.
    pub fn plane(&self) -> usize {
        3 * (self.cut + 1) * self.row()
    }

    /// Numbers of the states, of what goes from modes to points, and of what comes back.
    pub fn sizes(&self) -> [usize; 3] {
        let (planes, sheets) = (self.planes, self.sheets[1]);
        let outward = (sheets * self.n).max((self.cut + 1) * planes) * 6 * self.row();
        [sheets * self.state(), outward, outward / 2]
    }

    /// Numbers of scratch memory of one worker.
    pub fn scratch(&self) -> usize {
        let planes = 6 * self.n * self.n + (self.cut + 1) * 2 * self.n + BLOCK * self.n;
        planes.max(3 * self.component()) + self.lines.room()
    }

    /// The exchanges of a rank: its planes for sheets, and sheets for planes with six fields and, in the end, with three.
    pub fn exchanges(params: &Params, part: Part) -> [Exchange; 3] {
        let (plan, [n, sheets]) = (Plan::new(params, Part::WHOLE), [params.n, cut(params.n) + 1]);
        let exchange = |extents, fields| Exchange::new(part, extents, fields, plan.row());
        [exchange([n, sheets], 3), exchange([sheets, n], 6), exchange([sheets, n], 3)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_keeps_what_lies_below_two_thirds() {
        for n in [8, 16, 32, 64, 128, 256] {
            let limit = 2.0 / 3.0 * (n as f64 / 2.0 + 1.0);
            assert!((cut(n) as f64) < limit && cut(n) as f64 + 1.0 >= limit, "n = {n}");
        }
    }
}
