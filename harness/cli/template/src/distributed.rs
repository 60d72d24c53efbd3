//! distributed: a block for each rank, the sums added by one allreduce.

use crate::{Numbers, Params, Outcome, vectorised::squares};
use tenfold_comm::{Comm, Op};
use tenfold_kernel::Workspace;

pub fn run(_params: &Params, input: &Numbers, _space: &Workspace, output: &mut Outcome, comm: &Comm) {
    let mut sum = [squares(&input.x, &mut output.squares)];
    comm.allreduce(&mut sum, Op::Sum);
    output.sum = sum[0];
}
