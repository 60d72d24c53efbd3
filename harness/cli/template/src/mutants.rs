//! Deliberately wrong variants, one for each mistake that people make here. A check must catch every one.

use crate::{Numbers, Outcome, Params, __Name__, naive};
use tenfold_kernel::{Mutant, Setting, Workspace, mutant};

pub(crate) fn all() -> Vec<Mutant<__Name__>> {
    vec![mutant!(last_left_out), mutant!(doubled)]
}

fn last_left_out(setting: &Setting<Params>, input: &Numbers, space: &Workspace, output: &mut Outcome) {
    naive::run(setting, input, space, output);
    output.sum[0] -= output.squares.last().expect("there is at least one number");
}

fn doubled(setting: &Setting<Params>, input: &Numbers, space: &Workspace, output: &mut Outcome) {
    naive::run(setting, input, space, output);
    output.squares.iter_mut().zip(&input.x).for_each(|(square, x)| *square = x + x);
}
