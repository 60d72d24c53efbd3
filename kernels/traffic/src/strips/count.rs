//! Counting the cars that leave.

use crate::lanes::Lanes;
use bytemuck::{Pod, Zeroable};

/// Which cells of the strips belong to the road.
pub(super) struct Kept<L: Lanes> {
    simd: L,
    /// Cells of a strip.
    length: isize,
    /// Cells that the strip where the road ends has of it.
    rest: isize,
    /// The strips that have no cell of the road, up to `rest` and from there on.
    beyond: [L::Word; 2],
}

impl<L: Lanes> Kept<L> {
    #[inline(always)]
    pub(super) fn new(simd: L, cells: usize, length: usize) -> Kept<L> {
        let (full, rest) = (cells / length, cells % length);
        Kept { simd, length: length as isize, rest: rest as isize, beyond: [all_but(full + 1), all_but(full)] }
    }

    /// Cars of the road among `leaving`, whose first word is the `first`-th cell of the strips: negative in the halo.
    #[inline(always)]
    pub(super) fn moves(&self, leaving: &[L::Word], first: isize) -> u64 {
        let at = |cell: isize| (cell - first).clamp(0, leaving.len() as isize) as usize;
        let (start, turn, end) = (at(0), at(self.rest), at(self.length));
        let count = |words, beyond| count(self.simd, words, beyond);
        count(&leaving[start..turn], self.beyond[0]) + count(&leaving[turn..end], self.beyond[1])
    }
}

/// A word where all but the lowest `strips` bits are set.
fn all_but<W: Pod>(strips: usize) -> W {
    let mut word = W::zeroed();
    for (lane, bits) in bytemuck::cast_slice_mut::<W, u64>(std::slice::from_mut(&mut word)).iter_mut().enumerate() {
        let here = strips.saturating_sub(64 * lane);
        *bits = if here >= 64 { 0 } else { u64::MAX << here };
    }
    word
}

/// Bits set in `words` and not in `beyond`. A tree of full adders (Harley and Seal) leaves one word in eight to be counted
/// bit by bit.
#[inline(always)]
fn count<L: Lanes>(simd: L, words: &[L::Word], beyond: L::Word) -> u64 {
    let (eights, rest) = words.as_chunks::<8>();
    let [mut ones, mut twos, mut fours] = [L::Word::zeroed(); 3];
    let mut total = 0;
    for w in eights {
        let w = w.map(|word| simd.without(word, beyond));
        let (sum, two_a) = simd.full_add(ones, w[0], w[1]);
        let (sum, two_b) = simd.full_add(sum, w[2], w[3]);
        let (sum_2, four_a) = simd.full_add(twos, two_a, two_b);
        let (sum, two_a) = simd.full_add(sum, w[4], w[5]);
        let (sum, two_b) = simd.full_add(sum, w[6], w[7]);
        let (sum_2, four_b) = simd.full_add(sum_2, two_a, two_b);
        let (sum_4, eight) = simd.full_add(fours, four_a, four_b);
        (ones, twos, fours) = (sum, sum_2, sum_4);
        total += 8 * bits(eight);
    }
    let rest: u64 = rest.iter().map(|&word| bits(simd.without(word, beyond))).sum();
    total + 4 * bits(fours) + 2 * bits(twos) + bits(ones) + rest
}

#[inline(always)]
fn bits<W: Pod>(word: W) -> u64 {
    bytemuck::cast_slice::<W, u64>(&[word]).iter().map(|lane| u64::from(lane.count_ones())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::pulp::Scalar128b;

    #[test]
    fn the_tree_counts_what_counting_one_by_one_counts() {
        let words: Vec<u64> = (1..60_u64).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        for len in 0..words.len() {
            let plain = words[..len].iter().map(|w| u64::from((w & 0xfff0_ffff).count_ones())).sum::<u64>();
            assert_eq!(count(Scalar128b, &words[..len], !0xfff0_ffff), plain, "{len} words");
        }
    }

    #[test]
    fn a_ragged_strip_is_kept_up_to_the_end_of_the_road() {
        // Three strips and 10 cells of the fourth; one chunk of 64 words that starts 5 cells before the strips do.
        let kept = Kept::new(Scalar128b, 3 * 40 + 10, 40);
        assert_eq!(kept.moves(&[u64::MAX; 64], -5), 130);
        assert_eq!(kept.moves(&[u64::MAX; 64], 5), 130 - 5 * 4);
        assert_eq!(kept.moves(&[u64::MAX; 64], 64), 0);
    }
}
