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

/// The share of the time that instructions and stacks take at most: what is judged are times.
const BESIDE: f64 = 0.2;

/// Nights that are looked at: what lies longer back was another program.
const RECENT: usize = 12;

/// A night deviates where it lies so many standard errors beside those before it.
const DEVIATING: f64 = 3.0;

/// What the nights so far say of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Past {
    /// The standard error that it is usually measured to; none where it never was.
    pub error: Option<f64>,
    /// Its usual log ratio; none where it never was measured.
    pub level: Option<f64>,
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
        let level_of = |nights: &[Measured]| median(&nights.iter().map(|m| m.log_ratio).collect::<Vec<_>>()).ok();
        let before = level_of(before).unwrap_or(last.log_ratio);
        Past {
            error: median(&all.iter().map(|m| m.error).collect::<Vec<_>>()).ok(),
            level: level_of(&all),
            deviates: (last.log_ratio - before).abs() > DEVIATING * last.error,
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

/// How many seconds a bout may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seconds {
    /// For its times.
    pub times: f64,
    /// For instructions and stacks, together.
    pub beside: f64,
}

/// What is to be measured, the most needed first, each with its share of the time.
#[derive(Debug, PartialEq)]
pub struct Plan {
    bouts: VecDeque<(Bout, f64)>,
    /// How many of them are cells.
    cells: usize,
    /// Seconds for instructions and stacks of all cells.
    beside: f64,
    /// How many of those were taken, and by how many cells.
    taken: f64,
    taken_by: usize,
}

impl Plan {
    /// The plan for cells with this past within so many seconds; sentinels of those numbers are spread among them.
    pub fn of(cells: &[Past], sentinels: &[usize], seconds: f64) -> Plan {
        let errors: Vec<f64> = cells.iter().filter_map(|past| past.error).collect();
        let usual = median(&errors).unwrap_or(0.0);
        let mut order: Vec<(usize, f64)> = cells.iter().map(|past| share(past, usual)).enumerate().collect();
        // Nights since it was measured come before its noise: a steady cell between noisy ones is not passed over twice.
        let idle = |cell: usize| cells[cell].error.map_or(usize::MAX, |_| cells[cell].idle);
        order.sort_by(|(a, x), (b, y)| idle(*b).cmp(&idle(*a)).then(y.total_cmp(x)));
        let mut bouts: VecDeque<(Bout, f64)> =
            order.into_iter().map(|(cell, share)| (Bout::Cell(cell), share)).collect();
        // Each in the middle of its part of the night, so that a bad hour is seen.
        let (all, n) = (bouts.len(), sentinels.len());
        for (i, &cell) in sentinels.iter().enumerate().rev() {
            bouts.insert((2 * i + 1) * all / (2 * n.max(1)), (Bout::Sentinel(cell), 1.0));
        }
        Plan { bouts, cells: all, beside: BESIDE * seconds, taken: 0.0, taken_by: 0 }
    }

    /// The next bout, and its seconds of those that are `left`; none where nothing is left to do, or too little time.
    pub fn next(&mut self, left: f64) -> Option<(Bout, Seconds)> {
        let all: f64 = self.bouts.iter().map(|(_, share)| share).sum();
        let (bout, share) = *self.bouts.front().filter(|_| left >= FEWEST_SECONDS)?;
        let times = ((left - self.reserved()) * share / all).clamp(FEWEST_SECONDS, MOST_SECONDS);
        let beside = match bout {
            // No cell takes all that is left, but the last one.
            Bout::Cell(_) if self.cells > 1 => self.beside_left() / 2.0,
            Bout::Cell(_) => self.beside_left(),
            Bout::Sentinel(_) => 0.0,
        };
        self.bouts.pop_front();
        self.cells -= usize::from(matches!(bout, Bout::Cell(_)));
        Some((bout, Seconds { times, beside }))
    }

    /// Instructions and stacks of the cells so far, one more of them by now, took so many seconds in all.
    pub fn took_beside(&mut self, seconds: f64) {
        (self.taken, self.taken_by) = (seconds, self.taken_by + 1);
    }

    fn beside_left(&self) -> f64 {
        (self.beside - self.taken).max(0.0)
    }

    /// The seconds that instructions and stacks of the cells to come will take, by those of the cells so far.
    fn reserved(&self) -> f64 {
        match self.taken_by {
            0 => self.beside,
            cells => (self.taken / cells as f64 * self.cells as f64).min(self.beside_left()),
        }
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

    /// The bouts of a night of so many seconds, each with its seconds for times, where instructions and stacks of each cell take as
    /// many as they `want`, if they may.
    fn night_of(cells: &[Past], sentinels: &[usize], seconds: f64, want: f64) -> (Plan, Vec<(Bout, f64)>, f64) {
        let (mut plan, mut left, mut beside) = (Plan::of(cells, sentinels, seconds), seconds, 0.0);
        let mut bouts = Vec::new();
        while let Some((bout, seconds)) = plan.next(left) {
            left -= seconds.times;
            if let Bout::Cell(_) = bout {
                let took = seconds.beside.min(want);
                left -= took;
                beside += took;
                plan.took_beside(beside);
            }
            bouts.push((bout, seconds.times));
        }
        (plan, bouts, beside)
    }

    fn order(cells: &[Past], sentinels: &[usize], seconds: f64) -> Vec<(Bout, f64)> {
        night_of(cells, sentinels, seconds, 0.0).1
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
        let planned = order(&cells, &[], 100.0);
        let cells: Vec<Bout> = planned.iter().map(|(bout, _)| *bout).collect();
        assert_eq!(cells, [2, 4, 1, 3, 0].map(Bout::Cell));
        assert!((planned.iter().map(|(_, seconds)| seconds).sum::<f64>() - 100.0).abs() < 1e-9);
        // Twice the error takes four times the time.
        assert!((planned[3].1 / planned[4].1 - 4.0).abs() < 1e-9);
    }

    #[test]
    fn with_too_little_time_the_rest_is_left_for_another_night() {
        let (mut plan, bouts, _) = night_of(&[past(0.001); 10], &[], 7.0, 0.0);
        assert_eq!((bouts.len(), plan.rest().count()), (3, 7));
        assert_eq!(plan.next(1.9), None);
        assert_eq!(order(&[past(0.001)], &[], 1800.0), [(Bout::Cell(0), MOST_SECONDS)]);
    }

    #[test]
    fn instructions_and_stacks_take_a_fifth_of_the_time_at_most_and_what_they_leave_goes_to_times() {
        let times = |bouts: &[(Bout, f64)]| bouts.iter().map(|(_, seconds)| seconds).sum::<f64>();
        let all_night = |want: f64| night_of(&[past(0.001); 12], &[3], 1000.0, want);
        // Each would like a minute: the first gets one, the last what is left.
        let (plan, bouts, beside) = all_night(60.0);
        assert!((180.0..=200.0).contains(&beside), "{beside}");
        assert!(times(&bouts) >= 800.0 - 1e-9 && plan.rest().count() == 0, "{bouts:?}");
        // One that would take hours leaves half for the others.
        let mut greedy = Plan::of(&[past(0.001); 12], &[], 1000.0);
        let shares: Vec<f64> = (0..3)
            .scan(0.0, |taken, _| {
                let beside = greedy.next(1000.0).unwrap().1.beside;
                *taken += beside;
                greedy.took_beside(*taken);
                Some(beside)
            })
            .collect();
        assert_eq!(shares, [100.0, 50.0, 25.0]);
        // What takes little is not reserved for.
        let (_, bouts, beside) = all_night(2.0);
        assert!((beside - 24.0).abs() < 1e-9 && (times(&bouts) - 976.0).abs() < 1e-9, "{beside} {bouts:?}");
    }

    #[test]
    fn sentinels_are_spread_over_the_night() {
        let bouts: Vec<Bout> = order(&[past(0.001); 8], &[5, 6], 100.0).into_iter().map(|(bout, _)| bout).collect();
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
        let known = Past { error: Some(0.001), level: Some(0.001), deviates: false, idle: 1 };
        assert_eq!(of(&[Some(0.0), Some(0.002), None]), known);
        assert!(of(&[Some(0.0), Some(0.001), Some(0.01)]).deviates);
        assert!(!of(&[Some(0.01)]).deviates, "one night has nothing to deviate from");
    }
}
