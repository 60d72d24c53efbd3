//! The start: where the cars are.

use crate::Params;
use rand_mt::Mt;
use std::ops::Range;

/// A stretch of road: one byte a cell, 1 where there is a car.
#[derive(Clone, Debug)]
pub struct Road {
    /// The cells: the whole ring, or the share of a rank.
    pub cells: Vec<u8>,
}
tenfold_kernel::arrays!(Road { cells });

impl Road {
    /// The cells `part` of the start: cell `i` holds a car when the `i`-th uniform draw is below the density.
    ///
    /// The draws are those of NumPy's `RandomState(seed).random_sample()`, which the published programs take: the Mersenne
    /// Twister of Matsumoto and Nishimura, seeded by `init_genrand`, 53 bits a draw (`genrand_res53`).
    pub(crate) fn start(params: &Params, part: Range<usize>) -> Road {
        let mut twister = Mt::new(params.seed);
        // The draws of the cells before are walked through, and not kept: two outputs each.
        for _ in 0..2 * part.start {
            twister.next_u32();
        }
        Road { cells: part.map(|_| u8::from(uniform(&mut twister) < params.density)).collect() }
    }
}

/// A uniform draw from [0, 1) with 53 random bits: 27 of one output and 26 of the next.
fn uniform(twister: &mut Mt) -> f64 {
    let high = f64::from(twister.next_u32() >> 5);
    let low = f64::from(twister.next_u32() >> 6);
    (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_numpys() {
        // numpy.random.RandomState(5743).random_sample(3), printed with repr().
        let mut twister = Mt::new(5743);
        let draws: Vec<f64> = (0..3).map(|_| uniform(&mut twister)).collect();
        assert_eq!(draws, [0.5894409715380051, 0.20610828840227502, 0.9692477264055535]);
    }

    #[test]
    fn density_0_and_1_are_exact() {
        for (density, cell) in [(0.0, 0), (1.0, 1)] {
            let params = Params { density, ..Params::default() };
            assert_eq!(Road::start(&params, 0..100).cells, [cell; 100]);
        }
    }

    #[test]
    fn the_shares_of_the_ranks_are_those_of_the_whole() {
        let params = Params::default();
        let whole = Road::start(&params, 0..1_000).cells;
        for part in [0..143, 143..143, 624..999, 1_000..1_000] {
            assert_eq!(Road::start(&params, part.clone()).cells, whole[part]);
        }
    }
}
