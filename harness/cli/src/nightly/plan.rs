//! Which cells are measured in a night, in which order, and for how long: those that most need data first.

use std::collections::VecDeque;
use tenfold_history::{Measured, Night, Outcome, Series};
use tenfold_stats::median;

/// Fewer seconds than this do not bear the launches that a verdict takes.
const FEWEST_SECONDS: f64 = 2.0;

/// More seconds than this tell a cell's own noise better, and not the difference.
const MOST_SECONDS: f64 = 120.0;

/// The share of a cell that most needs data, as that of one that needs none in particular is 1.
const MOST: f64 = 4.0;

/// Nights that are looked at: what lies longer back was another program.
const RECENT: usize = 12;

/// A night deviates where it lies so many standard errors beside those before it.
const DEVIATING: f64 = 3.0;

/// What the nights so far say of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Past {
    /// The standard error that it is usually measured to; none where it never was.
    pub error: Option<f64>,
    /// Whether its last night lies beside those before.
    pub deviates: bool,
    /// Nights since it was measured.
    pub idle: usize,
}

impl Past {
    /// What `nights`, in their order, say of the series that are the cell's.
    pub fn of(nights: &[&Night], is_of: &dyn Fn(&Series) -> bool) -> Past {
        let measured = |night: &&Night| -> Option<Measured> {
            night.observations.iter().find(|o| is_of(&o.series)).and_then(|o| match o.outcome {
                Outcome::Measured(measured) => Some(measured),
                _ => None,
            })
        };
        let recent = &nights[nights.len().saturating_sub(RECENT)..];
        let all: Vec<Measured> = recent.iter().filter_map(measured).collect();
        let Some((last, before)) = all.split_last() else { return Past::default() };
        let ratios: Vec<f64> = before.iter().map(|m| m.log_ratio).collect();
        let level = median(&ratios).unwrap_or(last.log_ratio);
        Past {
            error: median(&all.iter().map(|m| m.error).collect::<Vec<_>>()).ok(),
            deviates: (last.log_ratio - level).abs() > DEVIATING * last.error,
            idle: recent.iter().rev().take_while(|night| measured(night).is_none()).count(),
        }
    }
}

/// Something to be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bout {
    /// A cell, by its number.
    Cell(usize),
    /// The cell of this number, with the reference on both sides.
    Sentinel(usize),
}

/// What is to be measured, the most needed first, each with its share of the time.
#[derive(Debug, PartialEq)]
pub struct Plan {
    bouts: VecDeque<(Bout, f64)>,
}

impl Plan {
    /// The plan for cells with this past; sentinels of those numbers are spread among them.
    pub fn of(cells: &[Past], sentinels: &[usize]) -> Plan {
        let errors: Vec<f64> = cells.iter().filter_map(|past| past.error).collect();
        let usual = median(&errors).unwrap_or(0.0);
        let mut order: Vec<(usize, f64)> = cells.iter().map(|past| share(past, usual)).enumerate().collect();
        let never = |cell: usize| cells[cell].error.is_none();
        order.sort_by(|(a, x), (b, y)| never(*b).cmp(&never(*a)).then(y.total_cmp(x)));
        let mut bouts: VecDeque<(Bout, f64)> =
            order.into_iter().map(|(cell, share)| (Bout::Cell(cell), share)).collect();
        // Each in the middle of its part of the night, so that a bad hour is seen.
        let (all, n) = (bouts.len(), sentinels.len());
        for (i, &cell) in sentinels.iter().enumerate().rev() {
            bouts.insert((2 * i + 1) * all / (2 * n.max(1)), (Bout::Sentinel(cell), 1.0));
        }
        Plan { bouts }
    }

    /// The next bout, and its seconds of those that are `left`; none where nothing is left to do, or too little time.
    pub fn next(&mut self, left: f64) -> Option<(Bout, f64)> {
        let all: f64 = self.bouts.iter().map(|(_, share)| share).sum();
        let (bout, share) = *self.bouts.front().filter(|_| left >= FEWEST_SECONDS)?;
        self.bouts.pop_front();
        Some((bout, (left * share / all).clamp(FEWEST_SECONDS, MOST_SECONDS)))
    }

    /// The cells for which there was no time.
    pub fn rest(&self) -> impl Iterator<Item = usize> + '_ {
        self.bouts.iter().filter_map(|(bout, _)| match bout {
            Bout::Cell(cell) => Some(*cell),
            Bout::Sentinel(_) => None,
        })
    }
}

/// A cell's share of the time, where the cells are `usual`ly measured to some standard error.
fn share(past: &Past, usual: f64) -> f64 {
    let Some(error) = past.error else { return MOST };
    // An error falls with the root of the time.
    let of_error = if usual > 0.0 { (error / usual).powi(2).clamp(1.0 / MOST, MOST) } else { 1.0 };
    let of_change = if past.deviates { of_error.max(MOST) } else { of_error };
    of_change * (1 + past.idle) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_history::{Commit, Machine, Observation};

    fn past(error: f64) -> Past {
        Past { error: Some(error), ..Past::default() }
    }

    fn order(plan: &mut Plan, mut left: f64) -> Vec<(Bout, f64)> {
        std::iter::from_fn(|| {
            let (bout, seconds) = plan.next(left)?;
            left -= seconds;
            Some((bout, seconds))
        })
        .collect()
    }

    #[test]
    fn what_was_never_measured_comes_first_then_what_deviates_or_is_known_worst() {
        let cells = [
            past(0.001),
            Past { deviates: true, ..past(0.001) },
            Past::default(),
            past(0.002),
            Past { idle: 9, ..past(0.001) },
        ];
        let planned = order(&mut Plan::of(&cells, &[]), 100.0);
        let cells: Vec<Bout> = planned.iter().map(|(bout, _)| *bout).collect();
        assert_eq!(cells, [2, 4, 1, 3, 0].map(Bout::Cell));
        assert!((planned.iter().map(|(_, seconds)| seconds).sum::<f64>() - 100.0).abs() < 1e-9);
        // Twice the error takes four times the time.
        assert!((planned[3].1 / planned[4].1 - 4.0).abs() < 1e-9);
    }

    #[test]
    fn with_too_little_time_the_rest_is_left_for_another_night() {
        let mut plan = Plan::of(&[past(0.001); 10], &[]);
        assert_eq!(order(&mut plan, 7.0).len(), 3);
        assert_eq!(plan.rest().count(), 7);
        assert_eq!(plan.next(1.9), None);
        let one = order(&mut Plan::of(&[past(0.001)], &[]), 1800.0);
        assert_eq!(one, [(Bout::Cell(0), MOST_SECONDS)]);
    }

    #[test]
    fn sentinels_are_spread_over_the_night() {
        let mut plan = Plan::of(&[past(0.001); 8], &[5, 6]);
        let bouts: Vec<Bout> = order(&mut plan, 100.0).into_iter().map(|(bout, _)| bout).collect();
        assert_eq!((bouts[2], bouts[7]), (Bout::Sentinel(5), Bout::Sentinel(6)));
        assert_eq!(bouts.len(), 10);
    }

    fn night(log_ratio: Option<f64>) -> Night {
        let commit = || Commit { hash: "a".into(), depth: 1, time: 0, subject: String::new() };
        let measured = |log_ratio| Measured {
            log_ratio,
            error: 0.001,
            interval: [log_ratio - 0.002, log_ratio + 0.002],
            n: 8,
            seconds: 1.0,
            instructions: None,
        };
        Night {
            id: "x".into(),
            started_ms: 0,
            seconds: 1.0,
            revision: commit(),
            reference: commit(),
            machine: Machine { key: "m".into(), name: "m".into() },
            void: None,
            accepted: Vec::new(),
            sentinels: Vec::new(),
            observations: log_ratio
                .map(|x| Observation { series: series(), outcome: Outcome::Measured(measured(x)) })
                .into_iter()
                .collect(),
            left_out: Vec::new(),
        }
    }

    fn series() -> Series {
        Series { group: "k".into(), name: "v".into(), problem: "n=1".into(), workers: 1 }
    }

    #[test]
    fn the_past_of_a_cell_is_read_from_the_nights() {
        let of = |ratios: &[Option<f64>]| {
            let nights: Vec<Night> = ratios.iter().map(|ratio| night(*ratio)).collect();
            Past::of(&nights.iter().collect::<Vec<_>>(), &|series| series.group == "k")
        };
        assert_eq!(of(&[]), Past::default());
        assert_eq!(of(&[None]), Past::default());
        assert_eq!(of(&[Some(0.0), Some(0.002), None]), Past { error: Some(0.001), deviates: false, idle: 1 });
        assert!(of(&[Some(0.0), Some(0.001), Some(0.01)]).deviates);
        assert!(!of(&[Some(0.01)]).deviates, "one night has nothing to deviate from");
    }
}
