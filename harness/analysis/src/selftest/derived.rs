//! What was found of profilers, of other programs' times and of instructions.

use crate::comparison::more_instructions;
use tenfold_record::{Agreement, InstructionTest, OverheadTest, SampledHot, SelfTest};
use tenfold_stats::{Estimate, Interval, LEVEL, median_estimate, proportion};

/// Level of either end of an exact interval.
const EITHER_END: f64 = 0.95;

/// A share of `n` with exact bounds (Clopper and Pearson), each of which holds with 95 %; `None` without trials.
pub fn share(of: usize, n: usize) -> Option<Estimate> {
    let (low, high) = (proportion::at_least(of, n, EITHER_END).ok()?, proportion::at_most(of, n, EITHER_END).ok()?);
    let interval = Interval { low, high, level: 2.0 * EITHER_END - 1.0 };
    Some(Estimate { value: of as f64 / n as f64, interval: Some(interval), n })
}

/// The share of samples in the known function; `None` without samples.
pub fn hot_share(sampled: &SampledHot) -> Option<Estimate> {
    share(sampled.hot.min(sampled.samples) as usize, sampled.samples as usize)
}

/// Our median over the other's, turn by turn, with the interval of the median; `None` without turns.
pub fn agreement(agreement: &Agreement) -> Option<Estimate> {
    median_estimate(&ratios(agreement), LEVEL).ok()
}

/// Time with the profiler over time without it.
pub fn cost(overhead: &OverheadTest) -> Estimate {
    let interval = overhead.interval.map(|(low, high)| Interval { low, high, level: LEVEL });
    Estimate { value: overhead.time_ratio, interval, n: overhead.launches.len() }
}

/// Our median over the other's, in each turn.
pub fn ratios(agreement: &Agreement) -> Vec<f64> {
    agreement.ours.iter().zip(&agreement.theirs).map(|(ours, theirs)| ours / theirs).collect()
}

/// More builds than a self-test makes: a file that says so is damaged.
const MOST_BUILDS: usize = 64;

/// How much the builds of one source differ in the time of a cell: the standard deviation of the log of one's time, as it comes out
/// of all duels between them. The scatter of launches is in it, so the truth is a little less. `None` for a cell with none.
pub fn spread(test: &SelfTest, cell: usize) -> Option<f64> {
    let same = test.layouts.iter().filter(|t| t.cell == cell && t.planted == 0.0);
    let met: Vec<([usize; 2], f64)> = same
        .flat_map(|t| t.builds.iter().copied().zip(t.logs.iter().copied()))
        .filter(|(both, _)| both.iter().all(|build| *build < MOST_BUILDS))
        .collect();
    let builds = 1 + met.iter().flat_map(|(both, _)| both).max()?;
    // log(A / B) is the effect of A's build less that of B's. Each effect in turn is the mean of what the duels say of it, given
    // the others, until they stand (Gauss and Seidel).
    let mut effects = vec![0.0; builds];
    for _ in 0..100 {
        for build in 0..builds {
            let said = met.iter().filter_map(|&([a, b], log)| match build {
                build if build == a => Some(effects[b] + log),
                build if build == b => Some(effects[a] - log),
                _ => None,
            });
            let said: Vec<f64> = said.collect();
            if !said.is_empty() {
                effects[build] = said.iter().sum::<f64>() / said.len() as f64;
            }
        }
    }
    let mean = effects.iter().sum::<f64>() / builds as f64;
    Some((effects.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (builds as f64 - 1.0)).sqrt())
}

/// How the rule of `compare` judges pairs of counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judgements {
    /// Cells.
    pub cells: usize,
    /// Cells of which every count was the same.
    pub identical: usize,
    /// The least number of counts of a cell.
    pub counts: usize,
    /// Pairs of counts of the same runs.
    pub same: usize,
    /// Those of which one was called a rise.
    pub alarms: usize,
    /// Pairs of which the second has the planted runs.
    pub planted: usize,
    /// Those that were called a rise.
    pub caught: usize,
}

/// Every pair of counts, each from a process of its own, judged as `compare` judges two programs.
pub fn judgements(tests: &[InstructionTest]) -> Judgements {
    let mut all = Judgements { cells: tests.len(), counts: usize::MAX, ..Judgements::default() };
    for test in tests {
        all.identical += usize::from(test.counts.windows(2).all(|pair| pair[0] == pair[1]));
        all.counts = all.counts.min(test.counts.len());
        for (index, &a) in test.counts.iter().enumerate() {
            for &b in &test.counts[index + 1..] {
                all.same += 1;
                all.alarms += usize::from(more_instructions(a, b) || more_instructions(b, a));
            }
            for &b in &test.more {
                all.planted += 1;
                all.caught += usize::from(more_instructions(a, b));
            }
        }
    }
    if tests.is_empty() { Judgements::default() } else { all }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(counts: &[u64], more: &[u64]) -> InstructionTest {
        InstructionTest { cell: "c".into(), counts: counts.into(), planted: 0.005, more: more.into() }
    }

    #[test]
    fn pairs_are_judged_in_either_direction() {
        let steady = test(&[1000, 1000, 1000], &[1005, 1004]);
        let found = judgements(std::slice::from_ref(&steady));
        let expected = Judgements { cells: 1, identical: 1, counts: 3, same: 3, alarms: 0, planted: 6, caught: 3 };
        assert_eq!(found, expected, "half a per cent is seen, less is not");
        let unsteady = test(&[1000, 1010], &[]);
        assert_eq!((judgements(&[steady, unsteady]).alarms, judgements(&[]).counts), (1, 0));
    }

    #[test]
    fn a_share_has_exact_bounds() {
        // The bounds of 20 in 2,000, as in `tenfold_stats::proportion`.
        let share = share(20, 2000).unwrap();
        assert_eq!(share.value, 0.01);
        assert!((share.interval.unwrap().high - 0.014_498_062_606_976_6).abs() < 1e-12);
        assert!(super::share(0, 0).is_none());
    }
}
