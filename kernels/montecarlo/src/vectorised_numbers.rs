//! Vectorised, numbers only: many streams side by side make the numbers, and a plain loop makes deviates of them.

use crate::lanes::{LANES, Lanes};
use crate::naive::deviates;
use crate::{Counts, Params, Share, Tally};
use tenfold_kernel::{Setting, Workspace, on_path, pulp::Simd};

/// Counts the pairs of `share`.
pub fn run(setting: &Setting<Params>, share: &Share, space: &Workspace, tally: &mut Tally) {
    // Memory: the sums of each block of pairs, and its points, in whole vectors.
    let (sums, points) = (space.buffer(share.blocks), space.buffer(share.pairs.next_multiple_of(LANES)));

    // Pairs: the points of a block first, which the naive loop then takes in their order.
    let mut counts = Counts::default();
    let all = &mut counts;
    on_path!(setting.path, blocks(share: &Share, points: &mut [[f64; 2]], sums: &mut [[f64; 2]], all: &mut Counts));

    // Totals: of all blocks.
    tally.fill(counts, sums);
}

// Heart: the numbers in lanes, their logarithms one by one.
#[inline(always)]
fn blocks<S: Simd>(_: S, share: &Share, points: &mut [[f64; 2]], sums: &mut [[f64; 2]], counts: &mut Counts) {
    let mut lanes = Lanes::begin(share.state[0], share.pairs);
    for sum in sums {
        points.as_chunks_mut::<LANES>().0.iter_mut().for_each(|points| lanes.points(points));
        let (mut sum_x, mut sum_y) = (0.0, 0.0);
        for &[x, y] in &points[..share.pairs] {
            if let Some([x, y]) = deviates(x, y) {
                counts.add([x, y]);
                sum_x += x;
                sum_y += y;
            }
        }
        *sum = [sum_x, sum_y];
    }
}
