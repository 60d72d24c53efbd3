//! Distributed: every rank jumps to its first pair; the counts are reduced, the sums of the blocks gathered.

use crate::tally::{ANNULI, blocks};
use crate::{Counts, Params, Share, Tally, vectorised};
use tenfold_comm::{Op, Traffic, counts, sent_by};
use tenfold_kernel::{Setting, Workspace};

/// How many blocks each rank has.
pub fn plan(setting: &Setting<Params>, _: &Share) -> Vec<usize> {
    counts(blocks(setting.params), setting.comm.size())
}

/// Counts the pairs of `share`, this rank's.
pub fn run(setting: &Setting<Params, Vec<usize>>, share: &Share, space: &Workspace, tally: &mut Tally) {
    // Memory: the sums of each block of pairs; on rank 0, those of all ranks.
    let is_first = setting.comm.rank() == 0;
    let sums = space.buffer(share.blocks);
    let all = space.buffer(if is_first { setting.plan.iter().sum() } else { 0 });

    // Pairs: this rank's. Integers may be added on the way, in any order; rounded sums may not.
    let counts = vectorised::count(setting.path, share.state[0], share.pairs, sums);
    let mut numbers = [counts.accepted; 1 + ANNULI];
    numbers[1..].copy_from_slice(&counts.annuli);
    setting.comm.reduce(&mut numbers, Op::Sum, 0);
    setting.comm.gather(sums, setting.plan, all, 0);

    // Totals: of all blocks, in the order of one rank.
    if is_first {
        let [accepted, annuli @ ..] = numbers;
        tally.fill(Counts { accepted, annuli }, all);
    }
}

/// Those of a reduction and of a gathering.
pub fn messages(params: &Params, rank: usize, ranks: usize) -> Traffic {
    let of_blocks: Vec<usize> =
        counts(blocks(params), ranks).into_iter().map(|blocks| size_of::<[f64; 2]>() * blocks).collect();
    sent_by::reduce(size_of::<[u64; 1 + ANNULI]>(), 0, rank) + sent_by::gather(&of_blocks, 0, rank)
}
