//! One estimate for a table: the times of several cells, each measured in several rounds.
//!
//! The logarithm of a time is taken for the sum of what its cell takes, what its round adds for all cells alike, and a rest.
//! Both are fitted by least absolute deviations (see `fitting.rs`), so a launch that was disturbed counts like any other on its
//! side of the middle. Every time and every ratio of the table follows from the same numbers: they divide and multiply
//! exactly, and A over C is A over B times B over C.
//!
//! The unit is the round. An interval is the middle of many fits in which the rounds have random weights: exponential ones,
//! as in D. B. Rubin, "The Bayesian bootstrap", Annals of Statistics 9 (1981) 130–134, for estimates of this kind Z. Jin,
//! Z. Ying and L. J. Wei, "A simple resampling method by perturbing the minimand", Biometrika 88 (2001) 381–390. Every round
//! takes part in every fit, so that a cell that was measured in few of them never falls out, and there are no gaps between
//! possible values, as there are between the medians of whole rounds drawn from eight. Of few rounds such fits scatter too
//! little, so the interval ends further out, by Student's t (T. Hesterberg, "What teachers should know about the bootstrap",
//! The American Statistician 69 (2015) 371–386, on expanded percentiles; his further factor √(n/(n−1)) is left out, since with
//! it eight rounds cover more than was asked). `tests/table.rs` shows what that covers.

mod fitting;

use crate::bootstrap::{Draws, level_borne, percentile_interval};
use crate::error::{StatsError, positive};
use crate::estimate::{Estimate, Interval, check_level};
use crate::normal::normal_probability;
use fitting::{Fit, Fitting};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The fewest rounds that bear a 95 % interval: the widest one of a median, from the least to the greatest of n values,
/// holds it with the probability 1 − 2/2ⁿ.
pub const FEWEST_ROUNDS: usize = 6;

/// Fits with random weights. With 1,000 the error of a limit is about a seventh of its own sampling error.
const FITS: usize = 1_000;

/// The seed of the weights: any will do, and the same run must give the same page.
const SEED: u64 = 1;

/// The fit of a table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Logarithms of the times by cell and round; NaN where there is none.
    logs: Vec<Vec<f64>>,
    fit: Fit,
    /// For each cell its logarithm in each of the fits with random weights.
    replicates: Vec<Vec<f64>>,
    level: f64,
}

impl Table {
    /// Fits the times of each cell by round, `None` where a cell has none in that round. Rows may differ in length. A round that
    /// no cell has says nothing, and is left out.
    ///
    /// # Errors
    /// No cells, a cell without a time, a time that is not positive and finite, a bad level.
    pub fn fit(times: &[Vec<Option<f64>>], level: f64) -> Result<Table, StatsError> {
        check_level(level)?;
        if times.is_empty() {
            return Err(StatsError::TooFew { what: "cells of a table", needed: 1, present: 0 });
        }
        let width = times.iter().map(Vec::len).max().unwrap_or(0);
        for cell in times {
            positive("times of a cell", &cell.iter().flatten().copied().collect::<Vec<_>>(), 1)?;
        }
        let time = |cell: &Vec<Option<f64>>, round: usize| cell.get(round).copied().flatten();
        let rounds = (0..width).filter(|round| times.iter().any(|cell| time(cell, *round).is_some()));
        let rounds: Vec<usize> = rounds.collect();
        let log = |cell: &Vec<Option<f64>>, round: &usize| time(cell, *round).map_or(f64::NAN, f64::ln);
        let logs: Vec<Vec<f64>> =
            times.iter().map(|cell| rounds.iter().map(|round| log(cell, round)).collect()).collect();
        let mut fitting = Fitting::new(&logs);
        let fit = fitting.fit.clone();
        let mut replicates = vec![Vec::new(); logs.len()];
        if rounds.len() >= FEWEST_ROUNDS {
            let mut draws = Draws::new(SEED);
            for _ in 0..FITS {
                let weights: Vec<f64> = rounds.iter().map(|_| draws.exponential()).collect();
                fitting.again(&fit, &weights);
                replicates.iter_mut().zip(&fitting.fit.cells).for_each(|(of_cell, log)| of_cell.push(*log));
            }
        }
        Ok(Table { logs, fit, replicates, level })
    }

    /// The time of a cell in the middle round; `n` counts its rounds.
    pub fn time(&self, cell: usize) -> Estimate {
        let n = self.logs[cell].iter().filter(|log| !log.is_nan()).count();
        self.estimate(self.fit.cells[cell], n, || self.replicates[cell].clone())
    }

    /// Time of `base` over time of `new`: above 1 where `new` is faster. `n` counts the rounds that have both; `None` where
    /// there is none, since such times were never measured side by side.
    pub fn ratio(&self, base: usize, new: usize) -> Option<Estimate> {
        let both = self.logs[base].iter().zip(&self.logs[new]).filter(|(a, b)| !a.is_nan() && !b.is_nan()).count();
        let differences =
            || self.replicates[base].iter().zip(&self.replicates[new]).map(|(base, new)| base - new).collect();
        (both > 0).then(|| self.estimate(self.fit.cells[base] - self.fit.cells[new], both, differences))
    }

    /// The times of a cell as they would have been, had every round been the middle one.
    pub fn without_rounds(&self, cell: usize) -> Vec<f64> {
        let times = self.logs[cell].iter().zip(&self.fit.rounds).map(|(log, round)| (log - round).exp());
        times.filter(|time| !time.is_nan()).collect()
    }

    fn estimate(&self, log: f64, n: usize, replicates: impl FnOnce() -> Vec<f64>) -> Estimate {
        let interval = (n >= FEWEST_ROUNDS).then(|| {
            let Interval { low, high, level } =
                percentile_interval(&mut replicates(), expanded(self.level, n), level_borne(n, self.level));
            // The fits with weights are not centred on the one without: the estimate is never outside its interval.
            Interval { low: low.min(log).exp(), high: high.max(log).exp(), level }
        });
        Estimate { value: log.exp(), interval, n }
    }
}

/// The share of the fits that an interval of `level` from `n` rounds takes in: to where Student's t lies on the normal curve.
fn expanded(level: f64, n: usize) -> f64 {
    // Valid: n is six or more.
    let t = StudentsT::new(0.0, 1.0, n as f64 - 1.0).map_or(f64::INFINITY, |t| t.inverse_cdf((1.0 + level) / 2.0));
    2.0 * normal_probability(t) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(times: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        times.iter().map(|cell| cell.iter().copied().map(Some).collect()).collect()
    }

    fn fitted(times: &[&[f64]]) -> Table {
        Table::fit(&whole(times), 0.95).unwrap()
    }

    #[test]
    fn rounds_cancel_and_the_middle_one_gives_the_times() {
        // Rounds that take 1, 2, 4, 8 and 16 times as long; cells of 3, 6 and 24 seconds in the middle one.
        let round = |seconds: f64| [1.0, 2.0, 4.0, 8.0, 16.0].map(|factor| seconds * factor);
        let (a, b, c) = (round(0.75), round(1.5), round(6.0));
        let table = fitted(&[&a, &b, &c]);
        for (cell, seconds) in [3.0, 6.0, 24.0].into_iter().enumerate() {
            assert!((table.time(cell).value - seconds).abs() < 1e-9);
        }
        assert!((table.ratio(2, 0).unwrap().value - 8.0).abs() < 1e-12);
        assert!(table.without_rounds(1).iter().all(|seconds| (seconds - 6.0).abs() < 1e-12));
    }

    #[test]
    fn times_and_ratios_divide_and_multiply() {
        let wild = |seed: u64| {
            let mut draws = Draws::new(seed);
            (0..9).map(|_| draws.exponential()).collect::<Vec<f64>>()
        };
        let table = fitted(&[&wild(1), &wild(2), &wild(3)]);
        let time = |cell| table.time(cell).value;
        let ratio = |base, new| table.ratio(base, new).unwrap();
        let same = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-14, "{a} {b}");
        for (base, new) in [(0, 1), (1, 2), (2, 0)] {
            same(time(base) / time(new), ratio(base, new).value);
            same(1.0 / ratio(base, new).value, ratio(new, base).value);
            let (there, back) = (ratio(base, new).interval.unwrap(), ratio(new, base).interval.unwrap());
            same(there.low, 1.0 / back.high);
        }
        same(ratio(0, 1).value * ratio(1, 2).value, ratio(0, 2).value);
        assert_eq!(ratio(1, 1).value, 1.0);
    }

    #[test]
    fn one_disturbed_launch_changes_next_to_nothing() {
        let disturbed = fitted(&[&[2.0, 2.0, 2.0, 90.0, 2.0, 2.0, 2.0, 2.0], &[1.0; 8], &[4.0; 8]]);
        for (cell, seconds) in [2.0, 1.0, 4.0].into_iter().enumerate() {
            let off = disturbed.time(cell).value / seconds - 1.0;
            assert!(off.abs() < 0.003, "{cell}: {off}");
        }
    }

    #[test]
    fn percentiles_go_further_out_the_fewer_rounds_there_are() {
        // From tables: t = 2.571, 2.365 and 2.093 with 5, 7 and 19 degrees of freedom, and what is beyond them on the normal curve.
        for (n, tail) in [(6, 0.005_07), (8, 0.009_02), (20, 0.018_18)] {
            assert!(((1.0 - expanded(0.95, n)) / 2.0 - tail).abs() < 0.000_05, "{n}: {}", expanded(0.95, n));
        }
    }

    #[test]
    fn one_cell_alone_has_its_middle_and_ties_have_no_width() {
        assert!((fitted(&[&[4.0, 1.0, 2.0]]).time(0).value - 2.0).abs() < 1e-12);
        let still = fitted(&[&[3.0; 9]]).time(0);
        let interval = still.interval.unwrap();
        assert!(interval.high / interval.low - 1.0 < 1e-12 && (still.value - 3.0).abs() < 1e-12, "{still:?}");
    }

    #[test]
    fn intervals_need_six_rounds_of_the_cell_and_ratios_six_that_have_both() {
        let cell = |from: usize, to: usize| (0..12).map(|r| (from..to).contains(&r).then_some(1.0)).collect();
        let times: Vec<Vec<Option<f64>>> = vec![cell(0, 12), cell(0, 5), cell(5, 12), cell(11, 12)];
        let table = Table::fit(&times, 0.95).unwrap();
        let counted = |e: Estimate| (e.n, e.interval.is_some());
        assert_eq!([0, 1, 2].map(|cell| counted(table.time(cell))), [(12, true), (5, false), (7, true)]);
        assert_eq!(counted(table.ratio(0, 2).unwrap()), (7, true));
        assert_eq!(counted(table.ratio(2, 3).unwrap()), (1, false));
        // Never side by side: what lies between them is not known from the table.
        assert_eq!(table.ratio(1, 2), None);
    }

    #[test]
    fn a_cell_that_was_measured_in_slow_rounds_alone_is_not_slow() {
        let rounds = [1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0];
        let all = |seconds: f64| rounds.map(|factor| Some(seconds * factor)).to_vec();
        let mut late = all(1.0);
        late[..5].fill(None);
        let table = Table::fit(&[all(4.0), all(3.0), late], 0.95).unwrap();
        // By its own median it would take two seconds.
        assert!((table.time(2).value - 1.0).abs() < 0.03, "{:?}", table.time(2));
        assert!((table.ratio(0, 2).unwrap().value - 4.0).abs() < 1e-9);
    }

    #[test]
    fn the_same_table_gives_the_same_intervals() {
        let times: [&[f64]; 2] = [&[1.0, 1.1, 0.9, 1.05, 1.0, 1.2], &[2.0, 2.2, 1.9, 2.1, 2.0, 2.3]];
        assert_eq!(fitted(&times).time(0), fitted(&times).time(0));
    }

    #[test]
    fn a_round_that_nobody_measured_says_nothing() {
        let (a, b) = ([Some(1.0), None, Some(2.0)], [Some(3.0), None, Some(6.0), None]);
        let with = Table::fit(&[a.to_vec(), b.to_vec()], 0.95).unwrap();
        let without = fitted(&[&[1.0, 2.0], &[3.0, 6.0]]);
        assert_eq!([with.time(0), with.time(1)], [without.time(0), without.time(1)]);
        assert_eq!(with.without_rounds(1), without.without_rounds(1));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(matches!(Table::fit(&[], 0.95), Err(StatsError::TooFew { .. })));
        assert!(matches!(Table::fit(&[vec![None]], 0.95), Err(StatsError::TooFew { .. })));
        assert!(matches!(Table::fit(&whole(&[&[1.0, 0.0]]), 0.95), Err(StatsError::NotPositive { .. })));
        assert!(Table::fit(&whole(&[&[1.0]]), 1.0).is_err());
    }
}
