//! Threaded: a stretch of blocks for each task, which jumps to its first pair.

use crate::generator::jump;
use crate::{Counts, Params, Share, Tally, vectorised};
use rayon::prelude::*;
use tenfold_kernel::{Setting, Workspace};

/// Stretches for each thread: enough that one which is disturbed does not keep the others waiting for long.
const STRETCHES: usize = 4;

/// Counts the pairs of `share`.
pub fn run(setting: &Setting<Params>, share: &Share, space: &Workspace, tally: &mut Tally) {
    // Memory: the sums of each block of pairs.
    let sums = space.buffer(share.blocks);

    // Pairs: the streams of the tasks are parts of the one stream, and the counts add up in any order.
    let stretch = share.blocks.div_ceil(STRETCHES * rayon::current_num_threads());
    let (path, stretches) = (setting.path, sums.par_chunks_mut(stretch).enumerate());
    let counts = stretches
        .map(|(k, sums)| {
            let first = jump(share.state[0], 2 * (k * stretch * share.pairs) as u64);
            vectorised::count(path, first, share.pairs, sums)
        })
        .reduce(Counts::default, Counts::plus);

    // Totals: of all blocks.
    tally.fill(counts, sums);
}
