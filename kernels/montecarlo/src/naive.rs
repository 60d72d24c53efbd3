//! Naive: one number after the other, one pair after the other.

use crate::generator::{coordinate, next};
use crate::{Counts, Params, Share, Tally};
use tenfold_kernel::{Setting, Workspace};

/// Counts the pairs of `share`.
pub fn run(_: &Setting<Params>, share: &Share, space: &Workspace, tally: &mut Tally) {
    // Memory: the sums of each block of pairs.
    let sums = space.buffer::<[f64; 2]>(share.blocks);

    // Pairs: in their order.
    let (mut counts, mut state) = (Counts::default(), share.state[0]);
    for sum in sums.iter_mut() {
        let (mut sum_x, mut sum_y) = (0.0, 0.0);
        for _ in 0..share.pairs {
            let first = next(state);
            state = next(first);
            if let Some([x, y]) = deviates(coordinate(first), coordinate(state)) {
                counts.add([x, y]);
                sum_x += x;
                sum_y += y;
            }
        }
        *sum = [sum_x, sum_y];
    }

    // Totals: of all blocks.
    tally.fill(counts, sums);
}

// Heart: a point of the square is taken only if it lies in the circle.
/// The two deviates that a point of [−1, 1]² gives: the polar method (Marsaglia and Bray, SIAM Review 6 (1964) 260).
#[inline(always)]
pub fn deviates(x: f64, y: f64) -> Option<[f64; 2]> {
    let t = x * x + y * y;
    if t > 1.0 {
        return None;
    }
    let factor = (-2.0 * t.ln() / t).sqrt();
    Some([x * factor, y * factor])
}
