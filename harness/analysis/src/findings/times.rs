//! The times of the cells of one part: what each launch measured, and the one estimate that all times and ratios of the
//! part come from.

use super::{Estimate, LEVEL, Missing, MissingKind};
use std::collections::BTreeSet;
use std::sync::Arc;
use tenfold_record::{Cell, Launch, Measured, Sample};
use tenfold_stats::Table;

/// The times of one launch, in seconds per run.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchTimes {
    /// The round it belongs to.
    pub round: u32,
    /// The median of its batches: what the launch counts for.
    pub median: f64,
    /// Every batch in the order of time: seconds per run, from the first rank's start to the last one's end.
    pub batches: Vec<f64>,
    /// For each batch, whether something else took the processor meanwhile: the hypervisor stole time from the machine,
    /// or a thread of some rank was switched out against its will. Such batches are marked, never dropped.
    pub disturbed: Vec<bool>,
    /// Batches dropped since their time is no positive finite number.
    pub unusable: usize,
    /// Ranks with a time in the batch that has the fewest.
    pub fewest_ranks: usize,
    /// For each batch of several ranks, how much later the last one began than the first, in seconds.
    pub start_offsets: Vec<f64>,
}

/// The times of one cell.
#[derive(Clone, Debug)]
pub struct Times<'r> {
    /// The cell.
    pub cell: &'r Cell,
    /// The cell with its raw launches.
    pub measured: &'r Measured,
    /// Its good launches by round; shared, since ladders and curves have the same times.
    pub launches: Arc<[LaunchTimes]>,
    /// Seconds per run in the middle round.
    pub estimate: Estimate,
    /// What `estimate` comes from, together with the times of the other cells of the part.
    table: Arc<Table>,
    /// Its row in the table.
    row: usize,
}

impl<'r> Times<'r> {
    /// The times of the cells of one part, and why the others have none. What another program timed without a check comes
    /// apart: it is compared with nothing.
    pub(super) fn all(cells: impl Iterator<Item = &'r Measured>) -> Sorted<'r> {
        let mut sorted = Sorted::default();
        let mut measured = Vec::new();
        for cell in cells {
            let imported = cell.cell.left_out.is_none() && cell.good().next().is_none();
            let unchecked = if imported { usable(cell.unchecked()) } else { Vec::new() };
            if !unchecked.is_empty() {
                sorted.unchecked.extend(Times::of_one_table(vec![(cell, unchecked)]));
                continue;
            }
            match (Missing::of(cell), usable(cell.good())) {
                (Some(missing), _) => sorted.missing.push(missing),
                (None, launches) if launches.is_empty() => sorted.missing.push(Missing {
                    cell: &cell.cell,
                    kind: MissingKind::Unmeasured,
                    reason: "none of its samples is a positive, finite time".into(),
                }),
                (None, launches) => measured.push((cell, launches)),
            }
        }
        sorted.timed = Times::of_one_table(measured);
        sorted
    }

    /// The times of cells whose launches stand in one table, by their rounds.
    fn of_one_table(cells: Vec<(&'r Measured, Vec<LaunchTimes>)>) -> Vec<Times<'r>> {
        let rounds: BTreeSet<u32> = cells.iter().flat_map(|(_, launches)| launches.iter().map(|l| l.round)).collect();
        let medians = |launches: &Vec<LaunchTimes>| {
            let of_round = |round: &u32| launches.iter().rfind(|l| l.round == *round).map(|l| l.median);
            rounds.iter().map(of_round).collect()
        };
        let times: Vec<Vec<Option<f64>>> = cells.iter().map(|(_, launches)| medians(launches)).collect();
        // Usable times are positive and finite, and every cell has one; without cells there is no table.
        let Ok(table) = Table::fit(&times, LEVEL) else { return Vec::new() };
        let table = Arc::new(table);
        let of = |(row, (measured, launches)): (usize, (&'r Measured, Vec<LaunchTimes>))| Times {
            cell: &measured.cell,
            measured,
            launches: launches.into(),
            estimate: table.time(row),
            table: table.clone(),
            row,
        };
        cells.into_iter().enumerate().map(of).collect()
    }

    /// Samples used, over all launches.
    pub fn samples(&self) -> usize {
        self.launches.iter().map(|l| l.batches.len()).sum()
    }

    /// Samples used during which something else took the processor.
    pub fn disturbed(&self) -> usize {
        self.launches.iter().flat_map(|l| &l.disturbed).filter(|d| **d).count()
    }

    /// Its good launches that stood still for want of CPU time, by a quota of the control group they ran in.
    pub fn throttled(&self) -> usize {
        self.measured.good().filter(|launch| launch.was_throttled()).count()
    }

    /// The median of each launch.
    pub fn medians(&self) -> Vec<f64> {
        self.launches.iter().map(|l| l.median).collect()
    }

    /// The slowest launch's time over the fastest's; `None` for one launch.
    pub fn spread(&self) -> Option<f64> {
        let medians = || self.launches.iter().map(|l| l.median);
        let (low, high) = (medians().fold(f64::INFINITY, f64::min), medians().fold(f64::NEG_INFINITY, f64::max));
        (self.launches.len() > 1).then_some(high / low)
    }

    /// How far apart the ranks of a batch began, in seconds, after the barrier that they pass together: the median over
    /// batches. `None` where there is one process.
    pub fn start_offset(&self) -> Option<f64> {
        let offsets: Vec<f64> = self.launches.iter().flat_map(|launch| launch.start_offsets.iter().copied()).collect();
        tenfold_stats::median(&offsets).ok()
    }

    /// The memory in huge pages of the median launch, in bytes; `None` where the system does not tell.
    pub fn huge_page_bytes(&self) -> Option<f64> {
        let bytes: Vec<f64> =
            self.measured.good().filter_map(|l| l.huge_page_bytes).map(|bytes| bytes as f64).collect();
        tenfold_stats::median(&bytes).ok()
    }

    /// Units of work per second, in the kernel's unit.
    pub fn rate(&self) -> f64 {
        self.cell.work.amount / self.estimate.value
    }

    /// `base`'s time over this one's; `None` where no round has both, and where they are of different parts.
    pub fn speed_up_over(&self, base: &Times<'_>) -> Option<Estimate> {
        Arc::ptr_eq(&self.table, &base.table).then(|| self.table.ratio(base.row, self.row)).flatten()
    }

    /// The time of each launch as it would have been, had every round been the middle one.
    pub fn without_rounds(&self) -> Vec<f64> {
        self.table.without_rounds(self.row)
    }
}

/// The cells of a part, sorted by what is known of them.
#[derive(Default)]
pub(super) struct Sorted<'r> {
    /// Checked and measured.
    pub timed: Vec<Times<'r>>,
    /// Timed by another program, and not checked.
    pub unchecked: Vec<Times<'r>>,
    /// Without a time.
    pub missing: Vec<Missing<'r>>,
}

/// The launches that have a usable time.
fn usable<'a>(launches: impl Iterator<Item = &'a Launch>) -> Vec<LaunchTimes> {
    launches.filter_map(LaunchTimes::of).collect()
}

impl LaunchTimes {
    /// `None` where no batch of the launch has a usable time.
    fn of(launch: &Launch) -> Option<LaunchTimes> {
        let samples = launch.samples.to_vec();
        let all = launch.seconds_per_run_of(&samples);
        let mut usable: Vec<bool> = all.iter().map(|s| s.is_finite() && *s > 0.0).collect();
        let mut disturbed = vec![false; all.len()];
        for sample in &samples {
            let batch = sample.index as usize;
            // A rank without a time leaves the end of its batch unknown.
            usable[batch] &= sample.seconds.is_finite();
            disturbed[batch] |= is_disturbed(sample);
        }
        let keep = |index: &usize| usable[*index];
        let batches: Vec<f64> = (0..all.len()).filter(keep).map(|i| all[i]).collect();
        let disturbed = (0..all.len()).filter(keep).map(|i| disturbed[i]).collect();
        let unusable = all.len() - batches.len();
        Some(LaunchTimes {
            round: launch.round,
            median: tenfold_stats::median(&batches).ok()?,
            batches,
            disturbed,
            unusable,
            fewest_ranks: fewest_ranks(&samples),
            start_offsets: start_offsets(&samples),
        })
    }

    /// First quartile, median and third quartile of its batches.
    pub fn quartiles(&self) -> Option<[f64; 3]> {
        let quartile = |p| tenfold_stats::quantile(&self.batches, p).ok();
        Some([quartile(0.25)?, self.median, quartile(0.75)?])
    }
}

/// Ranks in the batch that has the fewest.
fn fewest_ranks(samples: &[Sample]) -> usize {
    let mut seen: Vec<(u32, u32)> = samples.iter().map(|s| (s.index, s.rank)).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).min().unwrap_or(0)
}

/// The last start less the first one, of each batch of several ranks.
fn start_offsets(samples: &[Sample]) -> Vec<f64> {
    let batches = samples.chunk_by(|a, b| a.index == b.index).filter(|batch| batch.len() > 1);
    let offset = |batch: &[Sample]| {
        let starts = || batch.iter().map(|sample| sample.start);
        starts().fold(f64::NEG_INFINITY, f64::max) - starts().fold(f64::INFINITY, f64::min)
    };
    batches.map(offset).collect()
}

fn is_disturbed(sample: &Sample) -> bool {
    sample.steal > 0.0 || sample.switches > 0
}
