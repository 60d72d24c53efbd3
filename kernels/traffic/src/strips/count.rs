//! Counting the cars that leave.

use super::word::Word;

/// Which cells of the strips belong to the road.
pub(super) struct Kept<W> {
    /// Cells of a strip.
    length: isize,
    /// Cells that the strip where the road ends has of it.
    rest: isize,
    /// The strips that have a cell of the road, up to `rest` and from there on.
    masks: [W; 2],
}

impl<W: Word> Kept<W> {
    #[inline(always)]
    pub(super) fn new(cells: usize, length: usize) -> Kept<W> {
        let full = cells / length;
        Kept { length: length as isize, rest: (cells % length) as isize, masks: [lowest(full + 1), lowest(full)] }
    }

    /// Cars of the road among `leaving`, whose first word is the `first`-th cell of the strips: negative in the halo.
    #[inline(always)]
    pub(super) fn moves(&self, leaving: &[W], first: isize) -> u64 {
        let at = |cell: isize| (cell - first).clamp(0, leaving.len() as isize) as usize;
        let (start, turn, end) = (at(0), at(self.rest), at(self.length));
        count(&leaving[start..turn], self.masks[0]) + count(&leaving[turn..end], self.masks[1])
    }
}

/// A word whose `strips` lowest bits are set.
fn lowest<W: Word>(strips: usize) -> W {
    let mut word = W::zeroed();
    for (lane, bits) in bytemuck::cast_slice_mut::<W, u64>(std::slice::from_mut(&mut word)).iter_mut().enumerate() {
        let here = strips.saturating_sub(64 * lane);
        *bits = if here >= 64 { u64::MAX } else { (1 << here) - 1 };
    }
    word
}

/// Bits set in `words` and in `mask`. A tree of full adders (Harley and Seal) leaves one word in eight to be counted
/// bit by bit.
#[inline(always)]
fn count<W: Word>(words: &[W], mask: W) -> u64 {
    let (eights, rest) = words.as_chunks::<8>();
    let (mut ones, mut twos, mut fours) = (W::zeroed(), W::zeroed(), W::zeroed());
    let mut total = 0;
    for w in eights {
        let w = w.map(|word| W::and(word, mask));
        let (sum, two_a) = W::full_add(ones, w[0], w[1]);
        let (sum, two_b) = W::full_add(sum, w[2], w[3]);
        let (sum_2, four_a) = W::full_add(twos, two_a, two_b);
        let (sum, two_a) = W::full_add(sum, w[4], w[5]);
        let (sum, two_b) = W::full_add(sum, w[6], w[7]);
        let (sum_2, four_b) = W::full_add(sum_2, two_a, two_b);
        let (sum_4, eight) = W::full_add(fours, four_a, four_b);
        (ones, twos, fours) = (sum, sum_2, sum_4);
        total += 8 * bits(eight);
    }
    let rest: u64 = rest.iter().map(|&word| bits(W::and(word, mask))).sum();
    total + 4 * bits(fours) + 2 * bits(twos) + bits(ones) + rest
}

#[inline(always)]
fn bits<W: Word>(word: W) -> u64 {
    bytemuck::cast_slice::<W, u64>(&[word]).iter().map(|lane| u64::from(lane.count_ones())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_counts_what_counting_one_by_one_counts() {
        let words: Vec<u64> = (1..60_u64).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        for len in 0..words.len() {
            let plain = words[..len].iter().map(|w| u64::from((w & 0xfff0_ffff).count_ones())).sum::<u64>();
            assert_eq!(count(&words[..len], 0xfff0_ffff), plain, "{len} words");
        }
    }

    #[test]
    fn a_ragged_strip_is_kept_up_to_the_end_of_the_road() {
        // Three strips and 10 cells of the fourth; one chunk of 64 words that starts 5 cells before the strips do.
        let kept = Kept::<u64>::new(3 * 40 + 10, 40);
        assert_eq!(kept.moves(&[u64::MAX; 64], -5), 130);
        assert_eq!(kept.moves(&[u64::MAX; 64], 5), 130 - 5 * 4);
        assert_eq!(kept.moves(&[u64::MAX; 64], 64), 0);
    }
}
