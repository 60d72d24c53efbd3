//! Streams side by side: lane i has the pairs i, i + 32, i + 64, … of a share, and jumps over those of the other lanes.

use crate::Counts;
use crate::generator::{BITS, next, power};
use crate::naive::deviates;
use crate::tally::{BLOCK, annulus};
use crate::vectorised::take;
use std::f64::consts::LN_2;

/// Enough for four vectors of the widest kind.
pub const LANES: usize = 32;

/// States are kept so many bits further up: the product of 64-bit integers wraps where it is to be reduced.
const UP: u32 = u64::BITS - BITS;

/// From a lane's pair to its next one.
const STRIDE: u64 = power(2 * LANES as u64);

/// Bits in which the pairs of an annulus are counted, so that one word has the counts of eight annuli.
const FIELD: u32 = 8;

/// What all lanes have. Aligned, as vectors that lay across two cache lines by chance would make launches differ.
#[derive(Default)]
#[repr(align(64))]
pub struct Lanes {
    /// The states whose numbers make the pair.
    x: [u64; LANES],
    y: [u64; LANES],
    /// What they are: coordinates, x² + y² and its logarithm.
    points: [[f64; LANES]; 2],
    squared: [f64; LANES],
    logarithms: [f64; LANES],
    sum_x: [f64; LANES],
    sum_y: [f64; LANES],
    accepted: [u64; LANES],
    /// Counts of the first eight annuli.
    packed: [u64; LANES],
    /// The greatest x² + y² to be taken: 1, and where a share has fewer pairs than there are lanes, less than any.
    limit: [f64; LANES],
}

impl Lanes {
    /// Blocks after which a field could be full.
    pub const BLOCKS: usize = ((1 << FIELD) - 1) / (BLOCK as usize / LANES);

    /// The first pairs after `state`, in blocks of so many pairs: a multiple of the lanes, or one block of fewer.
    pub fn begin(mut state: u64, pairs: usize) -> Lanes {
        let mut lanes = Lanes { limit: [-1.0; LANES], ..Lanes::default() };
        lanes.limit[..pairs.min(LANES)].fill(1.0);
        for i in 0..LANES {
            let first = next(state);
            state = next(first);
            (lanes.x[i], lanes.y[i]) = (first << UP, state << UP);
        }
        lanes
    }

    /// Every lane jumps to its next pair.
    #[inline(always)]
    pub fn step(&mut self) {
        self.x.iter_mut().chain(&mut self.y).for_each(|state| *state = state.wrapping_mul(STRIDE));
    }

    /// The points of the pairs, after which every lane jumps to its next one.
    #[inline(always)]
    pub fn points(&mut self, points: &mut [[f64; 2]; LANES]) {
        for (point, (&x, &y)) in points.iter_mut().zip(self.x.iter().zip(&self.y)) {
            *point = [from_up(x), from_up(y)];
        }
        self.step();
    }

    /// Takes one pair in every lane. Returns whether there is an annulus left to settle.
    ///
    /// In three loops: a core looks some hundred instructions ahead, and in one loop that is two vectors, each of which
    /// waits for itself most of the time.
    #[inline(always)]
    pub fn take(&mut self, near: f64) -> bool {
        let Lanes { points, squared, logarithms, .. } = self;
        for i in 0..LANES {
            let [x, y] = [from_up(self.x[i]), from_up(self.y[i])];
            (points[0][i], points[1][i], squared[i]) = (x, y, x * x + y * y);
        }
        for i in 0..LANES {
            logarithms[i] = logarithm(squared[i]);
        }
        let mut left = 0;
        for i in 0..LANES {
            let taken = take([points[0][i], points[1][i]], squared[i], logarithms[i], self.limit[i], near);
            self.sum_x[i] += taken.deviates[0];
            self.sum_y[i] += taken.deviates[1];
            self.accepted[i] += u64::from(taken.inside);
            let one = 1_u64 << ((taken.annulus << FIELD.trailing_zeros()) & (u64::from(u64::BITS) - 1));
            self.packed[i] += if taken.inside & !taken.is_near { one } else { 0 };
            left |= u64::from(taken.is_near);
        }
        left != 0
    }

    /// Counts the annuli that [`Lanes::take`] left: as the naive variant does, to the last bit.
    #[cold]
    pub fn settle(&self, near: f64, counts: &mut Counts) {
        for i in 0..LANES {
            let point = [self.points[0][i], self.points[1][i]];
            let taken = take(point, self.squared[i], self.logarithms[i], self.limit[i], near);
            if let Some([x, y]) = deviates(point[0], point[1]).filter(|_| taken.is_near) {
                counts.annuli[annulus(x, y)] += 1;
            }
        }
    }

    /// Takes the sums of all lanes and sets them to zero.
    #[inline(always)]
    pub fn sums(&mut self) -> [f64; 2] {
        let sums = [total(&self.sum_x), total(&self.sum_y)];
        (self.sum_x, self.sum_y) = ([0.0; LANES], [0.0; LANES]);
        sums
    }

    /// Moves what the lanes have counted to `counts`.
    pub fn unpack(&mut self, counts: &mut Counts) {
        counts.accepted += self.accepted.iter().sum::<u64>();
        for (annulus, count) in counts.annuli.iter_mut().enumerate().take((u64::BITS / FIELD) as usize) {
            let field = |packed: u64| packed >> (FIELD as usize * annulus) & ((1 << FIELD) - 1);
            *count += self.packed.iter().map(|&packed| field(packed)).sum::<u64>();
        }
        (self.accepted, self.packed) = ([0; LANES], [0; LANES]);
    }
}

/// The coordinate of a state kept further up, without a conversion: its bits are those of a double from 2 to below 4.
#[inline(always)]
fn from_up(state: u64) -> f64 {
    f64::from_bits(state >> 12 | 2.0_f64.to_bits()) - 3.0
}

/// The sum of 32 numbers, the upper half of them added to the lower until one is left.
#[inline(always)]
fn total(numbers: &[f64; LANES]) -> f64 {
    let mut sums = *numbers;
    for half in [16, 8, 4, 2, 1] {
        for i in 0..half {
            sums[i] += sums[i + half];
        }
    }
    sums[0]
}

/// ln t of a normal t > 0, within 8 units of 2⁻⁵³ relative to it, by additions, products and one quotient: t = 2ᵏ·m
/// with m from √½ to √2, and ln m = 2 artanh s with s = (m − 1)/(m + 1).
///
/// |s| < 0.1716, so the series 2s (1 + z/3 + z²/5 + …) in z = s² leaves out less than z¹⁰/21 < 0.3·2⁻⁵³ after its tenth
/// term. m − 1 is exact; m + 1, the quotient and the sum of the series round, and the rest of it is a hundredth: 4
/// units. k ln 2 and the constant in it round, by 1.3 units of a number at most twice the result, and the last sum by
/// one: less than 8 in all.
#[inline(always)]
pub fn logarithm(t: f64) -> f64 {
    const ROOT_HALF: u64 = 0x3FE6_A09E_667F_3BCD; // the bits of √½
    const UP_TO_ONE: u64 = 1.0_f64.to_bits() - ROOT_HALF;
    const FRACTION: u64 = (1 << 52) - 1;
    const TO_INTEGER: f64 = (1_u64 << 52) as f64;
    let moved = t.to_bits().wrapping_add(UP_TO_ONE);
    let k = f64::from_bits(moved >> 52 | TO_INTEGER.to_bits()) - (TO_INTEGER + 1023.0);
    let m = f64::from_bits((moved & FRACTION) + ROOT_HALF);
    let s = (m - 1.0) / (m + 1.0);
    let z = s * s;
    // In pairs and pairs of pairs, which wait for each other less than one term after the other would.
    let (z2, z4) = (z * z, z * z * (z * z));
    let pair = |n: f64| 1.0 / n + z * (1.0 / (n + 2.0));
    let [first, second] = [3.0, 11.0].map(|n| pair(n) + z2 * pair(n + 4.0));
    let series = first + z4 * (second + z4 * (1.0 / 19.0));
    k * LN_2 + (2.0 * s + 2.0 * s * (z * series))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectorised::blocks;
    use crate::{MonteCarlo, Params};
    use tenfold_kernel::{Kernel, Part, pulp::Scalar, random, solved};

    #[test]
    fn the_logarithm_is_within_its_bound() {
        let ends = [0.5_f64.powi(89), 0.5, 0.5_f64.sqrt(), 1.0 - f64::EPSILON / 2.0, 1.0];
        let others = (0..100_000).map(|index| random(1, index));
        for t in ends.into_iter().chain(others.flat_map(|t| [t, t.powi(20).max(f64::MIN_POSITIVE), 1.0 - t * 1e-9])) {
            let (ours, exact) = (logarithm(t), t.ln());
            // The library's own error is less than one unit.
            let allowed = 9.0 * exact.abs() * f64::EPSILON / 2.0;
            assert!((ours - exact).abs() <= allowed, "ln {t:e}: {ours:e}, not {exact:e}");
        }
    }

    /// However many pairs are left to be settled, up to all of them, the counts are those of the naive variant.
    #[test]
    fn settled_annuli_are_the_naive_ones() {
        let params = Params { log2_pairs: 14, ..Params::default() };
        let share = MonteCarlo::input(&params, Part::WHOLE).unwrap();
        let naive = solved::<MonteCarlo>(params).unwrap();
        for near in [0.0, 0.01, 0.2, 0.6] {
            let sums = &mut vec![[0.0; 2]; share.blocks];
            let counts = blocks(Scalar::new(), share.state[0], share.pairs, near, sums);
            assert_eq!((counts.accepted, &counts.annuli[..]), (naive.accepted[0], &naive.annuli[..]), "{near}");
        }
    }
}
