//! Vectorised: many streams side by side, no branch between them, and a logarithm that has no branch either.

use crate::lanes::{LANES, Lanes};
use crate::{Counts, Params, Share, Tally};
use tenfold_kernel::{Path, Setting, Workspace, on_path, pulp::Simd};

/// Counts the pairs of `share`.
pub fn run(setting: &Setting<Params>, share: &Share, space: &Workspace, tally: &mut Tally) {
    // Memory: the sums of each block of pairs.
    let sums = space.buffer(share.blocks);

    // Pairs: as many at once as there are lanes.
    let counts = count(setting.path, share.state[0], share.pairs, sums);

    // Totals: of all blocks.
    tally.fill(counts, sums);
}

/// Counts blocks of so many pairs, one for each of `sums`, the first pair after `state`: what threads and ranks do with
/// their share.
pub fn count(path: Path, state: u64, pairs: usize, sums: &mut [[f64; 2]]) -> Counts {
    let near = MARGIN;
    on_path!(path, blocks(state: u64, pairs: usize, near: f64, sums: &mut [[f64; 2]]) -> Counts)
}

/// A deviate this near to the end of an annulus is counted by the naive function. That is a hundred times as far as
/// rounding can carry it, and happens twice in 10¹² pairs.
const MARGIN: f64 = 1.0 / (1_u64 << 40) as f64;

/// Loops of a fixed length without a branch, which the compiler turns into vectors of any width. The lanes are the same
/// on all paths and nothing is fused, so the sums have the same bits.
#[inline(always)]
pub fn blocks<S: Simd>(_: S, state: u64, pairs: usize, near: f64, sums: &mut [[f64; 2]]) -> Counts {
    let (mut lanes, mut counts) = (Lanes::begin(state, pairs), Counts::default());
    for sums in sums.chunks_mut(Lanes::BLOCKS) {
        for sum in sums {
            for _ in (0..pairs).step_by(LANES) {
                if lanes.take(near) {
                    lanes.settle(near, &mut counts);
                }
                lanes.step();
            }
            *sum = lanes.sums();
        }
        lanes.unpack(&mut counts);
    }
    counts
}

/// What becomes of a point.
pub struct Taken {
    pub inside: bool,
    pub deviates: [f64; 2],
    /// In its lowest bits.
    pub annulus: u64,
    /// Whether the annulus might be another one but for rounding, or is the ninth or a later one.
    pub is_near: bool,
}

// Heart: what lies outside the circle is computed as well, and taken as zero.
#[inline(always)]
pub fn take([x, y]: [f64; 2], t: f64, logarithm: f64, limit: f64, near: f64) -> Taken {
    const TO_INTEGER: f64 = 1.5 * (1_u64 << 52) as f64; // Beside it, doubles are integers: adding it rounds.
    let inside = t <= limit;
    let root = (-2.0 * logarithm / t).sqrt();
    let factor = if inside { root } else { 0.0 };
    let deviates = [x * factor, y * factor];
    let (x, y) = (deviates[0].abs(), deviates[1].abs());
    let most = if x > y { x } else { y };
    let rounded = (most - 0.5) + TO_INTEGER;
    let from_middle = ((most - 0.5) - (rounded - TO_INTEGER)).abs();
    let far = if from_middle > most / 16.0 { from_middle } else { most / 16.0 };
    Taken { inside, deviates, annulus: rounded.to_bits(), is_near: inside & (far > 0.5 - near) }
}
