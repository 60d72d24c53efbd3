//! How probable a change is at each place, how probable none, and how probable more than one.
//!
//! The level of a commit is that of GOOD's build, plus the changes up to it, plus what its own build differs by: all normal, so
//! that the evidence for each place of the changes is a closed form, with all sizes integrated out. Commits between two that
//! were measured cannot be told apart, and share the probability of their gap alike.

use super::information::Normal;
use super::level::Level;

/// Sizes that are to be expected, as a standard deviation of the logarithm; where BAD differs by more, as much as that.
const USUAL: f64 = 0.05;

/// The probability beforehand that BAD is no slower or faster than GOOD: one who asks may have been misled.
const NONE: f64 = 0.5;

/// The probability beforehand of two changes.
const TWO: f64 = 0.03;

/// What the levels say where the changes lie at given places: mean and covariance of GOOD's level and of two sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fit {
    mean: [f64; 3],
    covariance: [[f64; 3]; 3],
    /// Logarithm of the probability of the levels, but for what is the same for all places.
    evidence: f64,
}

impl Fit {
    /// The changes count from the levels with these indices on; an index of no level stands for no change.
    fn of(levels: &[Level], starts: [usize; 2], layout: f64) -> Fit {
        let usual = levels.last().map_or(USUAL, |bad| bad.value.abs().max(USUAL));
        let prior = [layout, usual, usual].map(|deviation| deviation.powi(-2));
        let (mut a, mut b) = ([[0.0; 3]; 3], [0.0; 3]);
        (0..3).for_each(|i| a[i][i] = prior[i]);
        for (index, level) in levels.iter().enumerate() {
            let counts = |start: usize| f64::from(u8::from(index >= start));
            let (x, weight) = ([1.0, counts(starts[0]), counts(starts[1])], 1.0 / (layout * layout + level.variance));
            for i in 0..3 {
                b[i] += weight * x[i] * level.value;
                (0..3).for_each(|j| a[i][j] += weight * x[i] * x[j]);
            }
        }
        let (covariance, log_determinant) = inverse(a);
        let mean = covariance.map(|row| dot(row, b));
        let log_prior: f64 = prior.iter().map(|precision| precision.ln()).sum();
        Fit { mean, covariance, evidence: 0.5 * (dot(mean, b) - log_determinant + log_prior) }
    }

    /// The level before the first change, or after it.
    pub(super) fn level(&self, is_after: bool) -> Normal {
        let [[good, both, _], [_, size, _], _] = self.covariance;
        match is_after {
            false => Normal { mean: self.mean[0], variance: good },
            true => Normal { mean: self.mean[0] + self.mean[1], variance: good + 2.0 * both + size },
        }
    }

    /// The size of the first change.
    pub(super) fn size(&self) -> Normal {
        Normal { mean: self.mean[1], variance: self.covariance[1][1] }
    }
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Inverse and logarithm of the determinant of a matrix that is symmetric and positive definite, by the pivots of Gauss and
/// Jordan.
fn inverse(mut a: [[f64; 3]; 3]) -> ([[f64; 3]; 3], f64) {
    let mut inverse = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut log_determinant = 0.0;
    for k in 0..3 {
        let pivot = a[k][k];
        log_determinant += pivot.ln();
        for j in 0..3 {
            (a[k][j], inverse[k][j]) = (a[k][j] / pivot, inverse[k][j] / pivot);
        }
        for i in (0..3).filter(|&i| i != k) {
            let factor = a[i][k];
            for j in 0..3 {
                a[i][j] -= factor * a[k][j];
                inverse[i][j] -= factor * inverse[k][j];
            }
        }
    }
    (inverse, log_determinant)
}

/// Commits between two that were measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gap {
    /// The commit measured before them, 0 for GOOD.
    pub after: usize,
    /// The last of them, which was measured.
    pub last: usize,
    /// The probability that the only change is one of them.
    pub only: f64,
    /// The probability that a change is one of them.
    pub any: f64,
    /// What the levels say if it is.
    pub fit: Fit,
}

impl Gap {
    /// How many commits it has.
    pub(super) fn count(&self) -> usize {
        self.last - self.after
    }
}

/// What all probes say together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Posterior {
    /// The gaps, from GOOD to BAD.
    pub gaps: Vec<Gap>,
    /// The probability that nothing changed.
    pub none: f64,
    /// The probability of two changes.
    pub two: f64,
    /// The most probable pair of gaps with a change each; `None` where there is but one gap.
    pub pair: Option<[usize; 2]>,
}

impl Posterior {
    /// Of levels up to BAD's, whose builds differ by `layout`, a standard deviation.
    pub(super) fn of(levels: &[Level], layout: f64) -> Posterior {
        let (n, never) = (levels.last().map_or(0, |bad| bad.commit) as f64, levels.len());
        let befores = || std::iter::once(0).chain(levels.iter().map(|level| level.commit));
        let counts: Vec<f64> = befores().zip(levels).map(|(after, level)| (level.commit - after) as f64).collect();
        let fits: Vec<Fit> = (0..never).map(|start| Fit::of(levels, [start, never], layout)).collect();
        let none = NONE.ln() + Fit::of(levels, [never; 2], layout).evidence;
        let one = |(fit, count): (&Fit, &f64)| ((1.0 - NONE - TWO) * count / n).ln() + fit.evidence;
        let ones: Vec<f64> = fits.iter().zip(&counts).map(one).collect();
        let pairs: Vec<([usize; 2], f64)> = (0..never)
            .flat_map(|first| (first + 1..never).map(move |second| [first, second]))
            .map(|pair| {
                let ways = counts[pair[0]] * counts[pair[1]] / (n * (n - 1.0) / 2.0);
                (pair, (TWO * ways).ln() + Fit::of(levels, pair, layout).evidence)
            })
            .collect();
        let all = || std::iter::once(none).chain(ones.iter().copied()).chain(pairs.iter().map(|(_, log)| *log));
        let most = all().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = all().map(|log| (log - most).exp()).sum();
        let probability = |log: f64| (log - most).exp() / sum;
        let gap = |(index, after): (usize, usize)| {
            let in_pair = pairs.iter().filter(|(pair, _)| pair.contains(&index)).map(|(_, log)| probability(*log));
            let only = probability(ones[index]);
            Gap { after, last: levels[index].commit, only, any: only + in_pair.sum::<f64>(), fit: fits[index] }
        };
        Posterior {
            gaps: befores().take(never).enumerate().map(gap).collect(),
            none: probability(none),
            two: pairs.iter().map(|(_, log)| probability(*log)).sum(),
            pair: pairs.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(pair, _)| *pair),
        }
    }

    /// The size of the change, if there is one.
    pub(super) fn size(&self) -> Option<Normal> {
        Normal::of_mixture(self.gaps.iter().map(|gap| (gap.only, gap.fit.size()))).map(|(_, size)| size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: f64 = 0.003;

    fn levels(values: &[(usize, f64)]) -> Vec<Level> {
        values.iter().map(|&(commit, value)| Level { commit, value, variance: 0.004f64.powi(2) }).collect()
    }

    #[test]
    fn the_inverse_is_one() {
        let a = [[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]];
        let (inverse, log_determinant) = inverse(a);
        for (i, row) in a.into_iter().enumerate() {
            // It is symmetric too: its rows are its columns.
            for (j, column) in inverse.into_iter().enumerate() {
                assert!((dot(row, column) - f64::from(u8::from(i == j))).abs() < 1e-15);
            }
        }
        // 4 (6 − 0.04) − 1 (2 − 0.1) + 0.5 (0.2 − 1.5)
        assert!((log_determinant - 21.29f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn the_evidence_is_that_of_the_normal_law() {
        // One level y, no change: y ~ N(0, 2 layout² + variance), up to what is the same for all places.
        let of = |y: f64| Fit::of(&levels(&[(1, y)]), [1, 1], LAYOUT).evidence;
        let (own, whole) = (LAYOUT.powi(2) + 0.004f64.powi(2), 2.0 * LAYOUT.powi(2) + 0.004f64.powi(2));
        let expected = 0.5 * (0.01f64.powi(2) / own - 0.01f64.powi(2) / whole + (own / whole).ln());
        assert!((of(0.01) - expected).abs() < 1e-12, "{} {expected}", of(0.01));
    }

    #[test]
    fn commits_that_were_not_told_apart_share_their_gap() {
        let posterior = Posterior::of(&levels(&[(16, 0.0), (64, 0.03)]), LAYOUT);
        let [before, after] = &posterior.gaps[..] else { panic!("two gaps") };
        assert_eq!([before.count(), after.count()], [16, 48]);
        assert!(after.any > 0.99 && posterior.none < 1e-4 && posterior.two < 0.01, "{posterior:?}");
        let all = before.only + after.only + posterior.none + posterior.two;
        assert!((all - 1.0).abs() < 1e-12);
        assert!((posterior.size().unwrap().mean - 0.03).abs() < 0.001);
    }

    #[test]
    fn nothing_and_two_changes_are_told_from_one() {
        let none = Posterior::of(&levels(&[(64, 0.001)]), LAYOUT).none;
        assert!(none > 0.8, "{none}");
        let twice = Posterior::of(&levels(&[(16, 0.0), (20, 0.03), (40, 0.031), (44, 0.06), (64, 0.061)]), LAYOUT);
        assert!(twice.two > 0.95, "{}", twice.two);
        assert_eq!(twice.pair, Some([1, 3]));
        let gone = Posterior::of(&levels(&[(10, 0.0), (20, 0.001), (40, 0.0), (64, 0.001)]), LAYOUT);
        assert!(gone.none > 0.9, "{}", gone.none);
    }

    #[test]
    fn a_change_of_any_size_and_either_direction_is_one() {
        for size in [-2.0, -0.02, 0.02, 0.5, 5.0] {
            let posterior = Posterior::of(&levels(&[(16, 0.0), (32, size), (48, size), (64, size)]), LAYOUT);
            assert!(posterior.gaps[1].only > 0.9, "{size}: {posterior:?}");
        }
    }
}
