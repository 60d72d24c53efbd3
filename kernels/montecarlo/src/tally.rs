//! What a share of the pairs is given, and what is counted of it.

use crate::Params;
use tenfold_kernel::arrays;

/// Pairs whose deviates are added up one after the other; blocks are added pairwise. Both orders follow from the index
/// of a pair alone, so that the sums have the same bits on any number of workers, and a rounding error of 256 +
/// log₂(blocks) units rather than one for each pair.
pub const BLOCK: u64 = 256;

/// Squares max(|X|, |Y|) < 1, 2, … between which deviates are counted. The last annulus has no end.
pub const ANNULI: usize = 10;

/// Some blocks of pairs in a row.
#[derive(Clone, Debug)]
pub struct Share {
    /// The generator's state before the first pair: one number.
    pub state: Vec<u64>,
    /// How many blocks.
    pub blocks: usize,
    /// Pairs of one block.
    pub pairs: usize,
}

arrays!(Share { state });

/// All pairs.
pub fn pairs(params: &Params) -> u64 {
    1 << params.log2_pairs
}

/// All blocks: a power of two.
pub fn blocks(params: &Params) -> usize {
    pairs(params).div_ceil(BLOCK) as usize
}

/// Numbers that are added exactly, in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pairs inside the circle.
    pub accepted: u64,
    /// Of these, by annulus.
    pub annuli: [u64; ANNULI],
}

impl Counts {
    /// Counts two deviates.
    #[inline(always)]
    pub fn add(&mut self, [x, y]: [f64; 2]) {
        self.accepted += 1;
        self.annuli[annulus(x, y)] += 1;
    }

    /// These and `other` together.
    pub fn plus(mut self, other: Counts) -> Counts {
        self.accepted += other.accepted;
        self.annuli.iter_mut().zip(other.annuli).for_each(|(count, more)| *count += more);
        self
    }
}

/// The annulus of two deviates: max(|X|, |Y|) without its fraction.
#[inline(always)]
pub fn annulus(x: f64, y: f64) -> usize {
    (x.abs().max(y.abs()) as usize).min(ANNULI - 1)
}

/// The answer, on rank 0; the other ranks have none of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Pairs inside the circle: one number.
    pub accepted: Vec<u64>,
    /// Sum of all X, sum of all Y.
    pub sums: Vec<f64>,
    /// Accepted pairs by annulus.
    pub annuli: Vec<u64>,
}

arrays!(Tally { accepted, sums, annuli });

impl Tally {
    /// Fills in the counts, and the sums of all blocks, which are used up.
    pub fn fill(&mut self, counts: Counts, sums: &mut [[f64; 2]]) {
        self.accepted[0] = counts.accepted;
        self.annuli.copy_from_slice(&counts.annuli);
        self.sums.copy_from_slice(&pairwise(sums));
    }
}

/// The sum of a power of two of pairs of numbers: neighbours first, then neighbours of these.
fn pairwise(sums: &mut [[f64; 2]]) -> [f64; 2] {
    let mut left = sums.len();
    while left > 1 {
        left /= 2;
        for i in 0..left {
            let ([x, y], [more_x, more_y]) = (sums[2 * i], sums[2 * i + 1]);
            sums[i] = [x + more_x, y + more_y];
        }
    }
    sums[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_added_first() {
        // ±1e16 + 1 is rounded to ±1e16: one after the other the four would make 1.
        assert_eq!(pairwise(&mut [[1.0, 1e16], [2.0, 1.0], [3.0, -1e16], [4.0, 1.0]]), [10.0, 0.0]);
    }
}
