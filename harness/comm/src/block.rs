//! Shares of a row of items, one for each rank.

use std::ops::Range;

/// The share of part `index` when `n` items are cut into `parts` contiguous blocks.
///
/// The blocks follow one another and cover `0..n`; their sizes differ by at most one, the larger ones first. With more
/// parts than items the last blocks are empty.
///
/// # Panics
/// If `index` is not below `parts`.
pub fn block(n: usize, parts: usize, index: usize) -> Range<usize> {
    assert!(index < parts, "block {index} of {parts}: the index must be below the number of parts");
    let (size, larger) = (n / parts, n % parts);
    let start = index * size + index.min(larger);
    start..start + size + usize::from(index < larger)
}

/// The sizes of all [`block`]s, as [`Comm::scatter`](crate::Comm::scatter) and its kin want them.
pub fn counts(n: usize, parts: usize) -> Vec<usize> {
    (0..parts).map(|index| block(n, parts, index).len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_items_for_four_ranks() {
        let blocks: Vec<_> = (0..4).map(|index| block(10, 4, index)).collect();
        assert_eq!(blocks, [0..3, 3..6, 6..8, 8..10]);
        assert_eq!(counts(10, 4), [3, 3, 2, 2]);
    }

    #[test]
    fn blocks_cover_everything_once_and_differ_by_at_most_one() {
        for n in 0..40 {
            for parts in 1..12 {
                let mut next = 0;
                for index in 0..parts {
                    let share = block(n, parts, index);
                    assert_eq!(share.start, next);
                    assert!(share.len() == n / parts || share.len() == n / parts + 1);
                    next = share.end;
                }
                assert_eq!(next, n);
            }
        }
    }

    #[test]
    #[should_panic(expected = "block 4 of 4")]
    fn an_index_beyond_the_parts_is_refused() {
        block(10, 4, 4);
    }
}
