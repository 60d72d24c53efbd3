//! The picture of the problem: where the matrix has entries.

use crate::{Cg, Params, System};
use tenfold_kernel::{Kernel, Part, Picture};

/// The entries of a small NPB matrix, the larger the stronger.
pub(crate) fn pattern() -> Option<Picture> {
    let params = Cg::complete(Params { n: Some(160), ..Params::default() }).ok()?;
    let system = System::of(&params, Part::WHOLE);
    let mut values = vec![0.0; system.n * system.n];
    for row in 0..system.n {
        for entry in system.row(row) {
            values[row * system.n + system.cols[entry] as usize] = system.values[entry].abs().sqrt().min(1.0) as f32;
        }
    }
    let says =
        "A small random sparse matrix of NPB's CG, row by row from the top: its nonzeros, the larger the stronger.";
    Some(Picture { columns: system.n, values, says })
}
