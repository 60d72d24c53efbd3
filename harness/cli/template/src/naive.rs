//! naive: one number after the other.

use crate::{Numbers, Outcome, Params};
use tenfold_kernel::{Setting, Workspace};

/// Runs the variant.
pub fn run(_: &Setting<Params>, input: &Numbers, _: &Workspace, output: &mut Outcome) {
    // Squares: one after the other.
    let mut sum = 0.0;
    for (x, square) in input.x.iter().zip(&mut output.squares) {
        *square = x * x;
        sum += *square;
    }
    output.sum[0] = sum;
}
