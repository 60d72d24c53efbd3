//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::{__Name__, naive};
use tenfold_kernel::{Mutant, mutant};

/// Each gets the setting, the numbers, scratch memory and the outcome to fill.
pub(crate) fn all() -> Vec<Mutant<__Name__>> {
    vec![
        mutant!(last_left_out, |setting, input, space, output| {
            naive::run(setting, input, space, output);
            output.sum[0] -= output.squares.last().expect("there is at least one number");
        }),
        mutant!(doubled, |setting, input, space, output| {
            naive::run(setting, input, space, output);
            output.squares.iter_mut().zip(&input.x).for_each(|(square, x)| *square = x + x);
        }),
    ]
}
