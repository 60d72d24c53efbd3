//! The picture of the problem: both operands, and their product between them.

use crate::{Matmul, Operands, Params};
use tenfold_kernel::{Part, Picture, solved};

/// Rows and columns of each matrix.
const SIDE: usize = 60;
/// Shades between two matrices.
const GAP: usize = 4;

/// B above C, and A to the left of it, each on a scale from 0 to its greatest entry.
pub(crate) fn product() -> Option<Picture> {
    let params = Params::of([SIDE; 3]);
    let (input, product) = (Operands::of(&params, Part::WHOLE).ok()?, solved::<Matmul>(params).ok()?);
    let columns = 2 * SIDE + GAP;
    let mut values = vec![0.0; columns * columns];
    let far = SIDE + GAP;
    for (entries, down, across) in [(&input.a, far, 0), (&input.b, 0, far), (&product.c, far, far)] {
        let most = entries.iter().fold(0.0, |most: f64, &entry| most.max(entry));
        for (line, row) in entries.chunks_exact(SIDE).enumerate() {
            let to = &mut values[(down + line) * columns + across..][..SIDE];
            to.iter_mut().zip(row).for_each(|(to, entry)| *to = (entry / most) as f32);
        }
    }
    let says = "Two matrices of integers, A on the left and B above, and their product C between them: each entry of C is the \
                row of A to its left times the column of B above it.";
    Some(Picture { columns, values, says })
}
