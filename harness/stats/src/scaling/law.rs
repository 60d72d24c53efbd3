//! What all laws share: points, refusals, and intervals by resampling launches.

use crate::bootstrap::{Draws, RESAMPLES, level_borne, percentile_interval};
use crate::error::{StatsError, positive};
use crate::estimate::{Estimate, check_level};
use crate::least_squares;
use crate::quantile::selected;

/// Fewest launches the bootstrap resamples: of two it would only ever show the two and their mean.
const FEWEST_LAUNCHES: usize = 3;

/// The times of one number of workers.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Threads or ranks, at least 1.
    pub workers: u32,
    /// Seconds, one value for each launch.
    pub seconds: Vec<f64>,
}

/// How well a law fits, and what the fit rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Different numbers of workers among the points.
    pub points: usize,
    /// Root of the mean squared relative residual of the points' centres, per degree of freedom;
    /// 0.02 says that the law misses a typical point by 2 %.
    pub residual: f64,
}

/// A law written as `basis(p) · c = target(p, seconds)`, linear in its K coefficients, whose M
/// quantities of interest are functions of c.
pub(super) struct Law<const K: usize, const M: usize> {
    pub what: &'static str,
    pub basis: fn(f64) -> [f64; K],
    pub target: fn(f64, f64) -> f64,
    pub quantities: fn([f64; K]) -> [f64; M],
}

impl<const K: usize, const M: usize> Law<K, M> {
    /// Fits the centre (pseudomedian over launches) of each point. Intervals come from resampling launches within each point, where
    /// every point has 3 launches or more; `n` of each estimate is the least number of launches at a
    /// point. One point more than parameters is needed, else the residual would say nothing.
    pub(super) fn fit(&self, points: &[Point], level: f64, seed: u64) -> Result<([Estimate; M], Quality), StatsError> {
        check_level(level)?;
        let distinct = self.check(points)?;
        let rows: Vec<[f64; K]> = points.iter().map(|p| (self.basis)(f64::from(p.workers))).collect();
        let centres = |of: &mut dyn FnMut(&Point) -> f64| -> Vec<f64> {
            points.iter().map(|p| (self.target)(f64::from(p.workers), of(p))).collect()
        };
        let y = centres(&mut |p| pseudomedian(&p.seconds, &mut Vec::new()));
        let c = least_squares::relative(&rows, &y).ok_or(StatsError::Undetermined { what: self.what })?;

        let n = points.iter().map(|p| p.seconds.len()).min().unwrap_or(0);
        let mut replicates: [Vec<f64>; M] = std::array::from_fn(|_| Vec::new());
        if n >= FEWEST_LAUNCHES {
            let mut draws = Draws::new(seed);
            let (mut buffer, mut averages) = (Vec::new(), Vec::new());
            for _ in 0..RESAMPLES {
                let y = centres(&mut |p| {
                    draws.resample_one_fewer(&p.seconds, &mut buffer);
                    pseudomedian(&buffer, &mut averages)
                });
                let c = least_squares::relative(&rows, &y).ok_or(StatsError::Undetermined { what: self.what })?;
                for (all, q) in replicates.iter_mut().zip((self.quantities)(c)) {
                    all.push(q);
                }
            }
        }
        let values = (self.quantities)(c);
        let estimates = std::array::from_fn(|m| Estimate {
            value: values[m],
            interval: (n >= FEWEST_LAUNCHES)
                .then(|| percentile_interval(&mut replicates[m], level, level_borne(n, level))),
            n,
        });
        Ok((estimates, Quality { points: distinct, residual: residual(&rows, &y, &c) }))
    }

    /// The number of different worker counts, or why the points will not do.
    fn check(&self, points: &[Point]) -> Result<usize, StatsError> {
        for p in points {
            positive("workers", &[f64::from(p.workers)], 1)?;
            positive("seconds of a point", &p.seconds, 1)?;
        }
        let mut workers: Vec<u32> = points.iter().map(|p| p.workers).collect();
        workers.sort_unstable();
        workers.dedup();
        if workers.len() <= K {
            return Err(StatsError::TooFew { what: self.what, needed: K + 1, present: workers.len() });
        }
        Ok(workers.len())
    }
}

fn residual<const K: usize>(rows: &[[f64; K]], y: &[f64], c: &[f64; K]) -> f64 {
    let squares: f64 = rows
        .iter()
        .zip(y)
        .map(|(row, y)| row.iter().zip(c).map(|(b, c)| b * c).sum::<f64>() / y - 1.0)
        .map(|r| r * r)
        .sum();
    (squares / (y.len() - K) as f64).sqrt()
}

/// The median of all averages of two values, each with itself included (J. L. Hodges and E. L. Lehmann,
/// "Estimates of location based on rank tests", Annals of Mathematical Statistics 34 (1963) 598–611).
/// It stands up to 29 % bad launches and, unlike the median of a few, varies smoothly under resampling:
/// with medians, 95 % intervals of a law covered 97–99 % in simulation. Not for empty slices.
fn pseudomedian(values: &[f64], averages: &mut Vec<f64>) -> f64 {
    averages.clear();
    for (i, a) in values.iter().enumerate() {
        averages.extend(values[i..].iter().map(|b| (a + b) / 2.0));
    }
    selected(averages, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pseudomedian_of_known_cases() {
        let of = |values: &[f64]| pseudomedian(values, &mut Vec::new());
        assert_eq!(of(&[3.0]), 3.0);
        assert_eq!(of(&[1.0, 2.0]), 1.5);
        // Averages 1, 1.5, 2, 5.5, 6, 10: the two middle ones are 2 and 5.5.
        assert_eq!(of(&[1.0, 2.0, 10.0]), 3.75);
        // One bad launch of five hardly matters.
        assert_eq!(of(&[1.0, 1.0, 1.0, 1.0, 1e9]), 1.0);
    }
}
