//! One estimate for a table: the times of several cells, each measured in several rounds.
//!
//! The logarithm of a time is taken for the sum of what its cell takes, what its round adds for all cells alike, and a rest.
//! Both are fitted by least absolute deviations (J. W. Tukey's median polish, *Exploratory Data Analysis*, 1977, ch. 11;
//! P. Bloomfield and W. L. Steiger, *Least Absolute Deviations*, 1983, ch. 6.3), so a launch that was disturbed counts like
//! any other on its side of the middle. Every time and every ratio of the table follows from the same numbers: they divide
//! and multiply exactly, and A over C is A over B times B over C.
//!
//! The unit is the round. An interval is the middle of many fits in which the rounds have random weights: exponential ones,
//! as in D. B. Rubin, "The Bayesian bootstrap", Annals of Statistics 9 (1981) 130–134, for estimates of this kind Z. Jin,
//! Z. Ying and L. J. Wei, "A simple resampling method by perturbing the minimand", Biometrika 88 (2001) 381–390. Every round
//! takes part in every fit, so that a cell that was measured in few of them never falls out, and there are no gaps between
//! possible values, as there are between the medians of whole rounds drawn from eight.

use crate::bootstrap::{Draws, RESAMPLES, percentile_interval};
use crate::error::{StatsError, positive};
use crate::estimate::{Estimate, Interval, check_level};
use crate::quantile::selected;

/// The fewest rounds that bear a 95 % interval: the widest one of a median, from the least to the greatest of n values,
/// holds it with the probability 1 − 2/2ⁿ.
pub const FEWEST_ROUNDS: usize = 6;

/// Sweeps after which a fit is as good as it gets. Most stand still after three; where they do not, each sweep moves less
/// than the one before.
const MOST_SWEEPS: usize = 60;

/// A sweep that moves nothing by more than this, as a logarithm, is the last.
const STILL: f64 = 1e-12;

/// The same for the fits that only an interval is drawn from.
const NEARLY_STILL: f64 = 1e-6;

/// The seed of the weights: any will do, and the same run must give the same page.
const SEED: u64 = 1;

/// The fit of a table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Logarithms of the times by cell and round; NaN where there is none.
    logs: Vec<Vec<f64>>,
    fit: Fit,
    /// For each cell its logarithm in each of the weighted fits.
    replicates: Vec<Vec<f64>>,
    level: f64,
}

/// What cells take and what rounds add, as logarithms.
#[derive(Clone, Debug, Default)]
struct Fit {
    /// What a cell takes in the middle round.
    cells: Vec<f64>,
    /// What a round adds; their middle is 0.
    rounds: Vec<f64>,
}

impl Table {
    /// Fits the times of each cell by round, `None` where a cell has none in that round. Rows may differ in length.
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
        let log = |cell: &Vec<Option<f64>>, round: usize| cell.get(round).copied().flatten().map_or(f64::NAN, f64::ln);
        let logs: Vec<Vec<f64>> = times.iter().map(|cell| (0..width).map(|round| log(cell, round)).collect()).collect();
        let mut polish = Polish::new(&logs);
        polish.sweep(&polish.even(), STILL);
        let fit = polish.fit.clone();
        let mut replicates = vec![Vec::new(); logs.len()];
        if polish.measured.iter().filter(|&&measured| measured).count() >= FEWEST_ROUNDS {
            let mut draws = Draws::new(SEED);
            for _ in 0..RESAMPLES {
                let weights: Vec<f64> = (0..width).map(|_| draws.exponential()).collect();
                polish.fit.rounds.clone_from(&fit.rounds);
                polish.sweep(&weights, NEARLY_STILL);
                replicates.iter_mut().zip(&polish.fit.cells).for_each(|(of_cell, log)| of_cell.push(*log));
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
            let Interval { low, high, level } = percentile_interval(&mut replicates(), self.level, self.level);
            // The fits with weights are not centred on the one without: the estimate is never outside its interval.
            Interval { low: low.min(log).exp(), high: high.max(log).exp(), level }
        });
        Estimate { value: log.exp(), interval, n }
    }
}

/// A fit under way.
struct Polish<'a> {
    logs: &'a [Vec<f64>],
    /// Whether any cell has a time in a round.
    measured: Vec<bool>,
    fit: Fit,
    weighted: Vec<(f64, f64)>,
    plain: Vec<f64>,
}

impl<'a> Polish<'a> {
    fn new(logs: &'a [Vec<f64>]) -> Polish<'a> {
        let width = logs[0].len();
        let measured: Vec<bool> = (0..width).map(|round| logs.iter().any(|cell| !cell[round].is_nan())).collect();
        let fit = Fit { cells: vec![0.0; logs.len()], rounds: vec![0.0; width] };
        Polish { logs, measured, fit, weighted: Vec::new(), plain: Vec::new() }
    }

    fn even(&self) -> Vec<f64> {
        vec![1.0; self.measured.len()]
    }

    /// Takes medians of cells and rounds in turn, from the rounds as they are, until nothing moves by more than `still`.
    fn sweep(&mut self, weights: &[f64], still: f64) {
        for _ in 0..MOST_SWEEPS {
            let mut moved: f64 = 0.0;
            for (cell, logs) in self.fit.cells.iter_mut().zip(self.logs) {
                self.weighted.clear();
                let rests = logs.iter().zip(&self.fit.rounds).zip(weights).map(|((log, round), w)| (log - round, *w));
                self.weighted.extend(rests.filter(|(rest, _)| !rest.is_nan()));
                *cell = weighted_median(&mut self.weighted);
            }
            for round in 0..self.measured.len() {
                if !self.measured[round] {
                    continue;
                }
                self.plain.clear();
                let rests = self.logs.iter().zip(&self.fit.cells).map(|(logs, cell)| logs[round] - cell);
                self.plain.extend(rests.filter(|rest| !rest.is_nan()));
                let median = selected(&mut self.plain, 0.5);
                moved = moved.max((median - self.fit.rounds[round]).abs());
                self.fit.rounds[round] = median;
            }
            let middle = self.middle_round(weights);
            self.fit.rounds.iter_mut().for_each(|round| *round -= middle);
            self.fit.cells.iter_mut().for_each(|cell| *cell += middle);
            if moved <= still {
                return;
            }
        }
    }

    fn middle_round(&mut self, weights: &[f64]) -> f64 {
        self.weighted.clear();
        let rounds = self.fit.rounds.iter().zip(weights).zip(&self.measured);
        self.weighted.extend(rounds.filter(|(_, measured)| **measured).map(|((round, weight), _)| (*round, *weight)));
        weighted_median(&mut self.weighted)
    }
}

/// The value with half of the weight on either side, interpolated between neighbours: with equal weights the median.
fn weighted_median(values: &mut [(f64, f64)]) -> f64 {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    // Each value stands in the middle of its weight.
    let (mut below, mut before) = (0.0, None::<(f64, f64)>);
    for &(value, weight) in values.iter() {
        let at = below + weight / 2.0;
        if at >= half {
            return match before {
                Some((left, left_at)) if value > left => left + (value - left) * (half - left_at) / (at - left_at),
                _ => value,
            };
        }
        (below, before) = (below + weight, Some((value, at)));
    }
    before.map_or(f64::NAN, |(value, _)| value)
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
            assert!((table.time(cell).value - seconds).abs() < 1e-12);
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
    fn one_disturbed_launch_changes_nothing() {
        let calm = fitted(&[&[2.0; 8], &[1.0; 8], &[4.0; 8]]);
        let disturbed = fitted(&[&[2.0, 2.0, 2.0, 90.0, 2.0, 2.0, 2.0, 2.0], &[1.0; 8], &[4.0; 8]]);
        for cell in 0..3 {
            assert_eq!(calm.time(cell), disturbed.time(cell));
        }
    }

    #[test]
    fn one_cell_alone_has_its_median_and_ties_have_no_width() {
        assert!((fitted(&[&[5.0, 1.0, 2.0]]).time(0).value - 2.0).abs() < 1e-15);
        let still = fitted(&[&[3.0; 9]]).time(0);
        let interval = still.interval.unwrap();
        assert_eq!((interval.low, interval.high), (still.value, still.value));
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
        assert!((table.time(2).value - 1.0).abs() < 1e-12);
        assert!((table.ratio(0, 2).unwrap().value - 4.0).abs() < 1e-12);
    }

    #[test]
    fn the_weighted_median_is_the_median_where_weights_are_even_and_moves_with_them() {
        let of = |values: &[(f64, f64)]| weighted_median(&mut values.to_vec());
        assert_eq!(of(&[(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)]), 2.0);
        assert_eq!(of(&[(4.0, 2.0), (1.0, 2.0), (2.0, 2.0), (3.0, 2.0)]), 2.5);
        assert_eq!(of(&[(1.0, 9.0), (2.0, 1.0), (3.0, 1.0)]), 1.0 + 0.2);
        assert_eq!(of(&[(1.0, 1.0)]), 1.0);
    }

    #[test]
    fn the_same_table_gives_the_same_intervals() {
        let times: [&[f64]; 2] = [&[1.0, 1.1, 0.9, 1.05, 1.0, 1.2], &[2.0, 2.2, 1.9, 2.1, 2.0, 2.3]];
        assert_eq!(fitted(&times).time(0), fitted(&times).time(0));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(matches!(Table::fit(&[], 0.95), Err(StatsError::TooFew { .. })));
        assert!(matches!(Table::fit(&[vec![None]], 0.95), Err(StatsError::TooFew { .. })));
        assert!(matches!(Table::fit(&whole(&[&[1.0, 0.0]]), 0.95), Err(StatsError::NotPositive { .. })));
        assert!(Table::fit(&whole(&[&[1.0]]), 1.0).is_err());
    }
}
