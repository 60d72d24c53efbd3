//! Which build of either side takes part in a launch.

use rand::Rng;
use rand::seq::SliceRandom;

/// Deals the builds: every build of A meets every build of B before any two meet again.
pub(crate) struct Deal {
    builds: [usize; 2],
    deck: Vec<[usize; 2]>,
    /// How many launches were dealt.
    dealt: usize,
}

impl Deal {
    /// So many builds of either side.
    pub(crate) fn new(builds: [usize; 2]) -> Deal {
        Deal { builds, deck: Vec::new(), dealt: 0 }
    }

    /// The builds of the next launch.
    pub(crate) fn next(&mut self, rng: &mut impl Rng) -> [usize; 2] {
        if self.deck.is_empty() {
            let [a, b] = self.builds;
            self.deck = (0..a * b).map(|i| [i / b, i % b]).collect();
            self.deck.shuffle(rng);
        }
        self.dealt += 1;
        self.deck.pop().unwrap_or_default()
    }

    /// Whether all have met.
    pub(crate) fn all_met(&self) -> bool {
        self.dealt >= self.builds[0] * self.builds[1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_pcg::Pcg64;

    #[test]
    fn every_build_meets_every_other_before_any_two_meet_again() {
        let mut rng = Pcg64::seed_from_u64(1);
        let mut deal = Deal::new([2, 3]);
        for _ in 0..3 {
            let mut met: Vec<[usize; 2]> = (0..6).map(|_| deal.next(&mut rng)).collect();
            met.sort();
            assert_eq!(met, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        }
        assert!(deal.all_met() && !Deal::new([1, 1]).all_met());
    }
}
