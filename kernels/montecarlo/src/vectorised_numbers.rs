//! Vectorised, numbers only: many streams side by side make the numbers, and a plain loop makes deviates of those in
//! the circle.

use crate::lanes::{LANES, Lanes};
use crate::naive::deviates;
use crate::{Counts, Params, Share, Tally};
use tenfold_kernel::{Path, Setting, Workspace, on_path, pulp::Simd};

/// Counts the pairs of `share`.
pub fn run(setting: &Setting<Params>, share: &Share, space: &Workspace, tally: &mut Tally) {
    // Memory: the sums of each block of pairs, and its points, in whole vectors.
    let (sums, points) = (space.buffer(share.blocks), space.buffer(share.pairs.next_multiple_of(LANES)));

    // Pairs: the points of a block first, then those in the circle, then their deviates.
    let (mut lanes, mut counts) = (Lanes::begin(share.state[0], share.pairs), Counts::default());
    for sum in sums.iter_mut() {
        let inside = inside(setting.path, &mut lanes, share.pairs, points);
        let (mut sum_x, mut sum_y) = (0.0, 0.0);
        for [x, y] in points[..inside].iter().filter_map(|&[x, y]| deviates(x, y)) {
            counts.add([x, y]);
            sum_x += x;
            sum_y += y;
        }
        *sum = [sum_x, sum_y];
    }

    // Totals: of all blocks.
    tally.fill(counts, sums);
}

/// Fills `points` with those of the next `pairs` that lie in the circle, in their order, and returns how many.
fn inside(path: Path, lanes: &mut Lanes, pairs: usize, points: &mut [[f64; 2]]) -> usize {
    on_path!(path, next_inside(lanes: &mut Lanes, pairs: usize, points: &mut [[f64; 2]]) -> usize)
}

// Heart: the numbers in lanes, and no branch: a point that is not to stay is overwritten by the next.
#[inline(always)]
fn next_inside<S: Simd>(_: S, lanes: &mut Lanes, pairs: usize, points: &mut [[f64; 2]]) -> usize {
    points.as_chunks_mut::<LANES>().0.iter_mut().for_each(|points| lanes.points(points));
    let mut inside = 0;
    for at in 0..pairs {
        let [x, y] = points[at];
        points[inside] = [x, y];
        inside += usize::from(x * x + y * y <= 1.0);
    }
    inside
}
