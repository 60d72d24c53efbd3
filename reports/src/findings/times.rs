//! The times of one cell: what each launch measured, summarised once and for all.

use super::{Estimate, Missing, MissingKind, estimate};
use std::sync::Arc;
use tenfold_record::{Cell, Launch, Measured, Sample};

/// The times of one launch, in seconds per run.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchTimes {
    /// The round it belongs to; launches of the same round are compared in pairs.
    pub round: u32,
    /// The median of its batches: what the launch counts for.
    pub median: f64,
    /// Every batch in the order of time: the slowest rank's seconds per run.
    pub batches: Vec<f64>,
    /// For each batch, whether something else took the processor meanwhile: the hypervisor stole time from the machine,
    /// or a thread of some rank was switched out against its will. Such batches are marked, never dropped.
    pub disturbed: Vec<bool>,
    /// Batches dropped since their time is no positive finite number.
    pub unusable: usize,
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
    /// Seconds per run, over launches.
    pub estimate: Estimate,
}

impl<'r> Times<'r> {
    /// The times of a cell, or why there are none.
    pub(super) fn of(measured: &'r Measured) -> Result<Times<'r>, Missing<'r>> {
        if let Some(missing) = Missing::of(measured) {
            return Err(missing);
        }
        Times::over(measured, measured.good()).ok_or_else(|| Missing {
            cell: &measured.cell,
            kind: MissingKind::Unmeasured,
            reason: "none of its samples is a positive, finite time".into(),
        })
    }

    /// The times of a cell that another program timed without a check; `None` where there are none, or where Tenfold's own
    /// launches have something to say of it.
    pub(super) fn unchecked(measured: &'r Measured) -> Option<Times<'r>> {
        let all_imported = measured.cell.left_out.is_none() && measured.good().next().is_none();
        if all_imported { Times::over(measured, measured.unchecked()) } else { None }
    }

    fn over<'a>(measured: &'r Measured, launches: impl Iterator<Item = &'a Launch>) -> Option<Times<'r>> {
        let launches: Arc<[LaunchTimes]> = launches.filter_map(LaunchTimes::of).collect();
        let medians: Vec<f64> = launches.iter().map(|l| l.median).collect();
        let estimate = estimate::over_launches(&medians)?;
        Some(Times { cell: &measured.cell, measured, launches, estimate })
    }

    /// Samples used, over all launches.
    pub fn samples(&self) -> usize {
        self.launches.iter().map(|l| l.batches.len()).sum()
    }

    /// Samples used during which something else took the processor.
    pub fn disturbed(&self) -> usize {
        self.launches.iter().flat_map(|l| &l.disturbed).filter(|d| **d).count()
    }

    /// The range of the launches' medians over their median; `None` for one launch.
    pub fn spread(&self) -> Option<f64> {
        let medians = || self.launches.iter().map(|l| l.median);
        let (low, high) = (medians().fold(f64::INFINITY, f64::min), medians().fold(f64::NEG_INFINITY, f64::max));
        (self.launches.len() > 1).then_some((high - low) / self.estimate.value)
    }

    /// How far apart the ranks of a batch began, in seconds, after the barrier that they pass together: the median over
    /// batches. `None` where there is one process.
    pub fn start_offset(&self) -> Option<f64> {
        let offsets: Vec<f64> = self.measured.good().flat_map(start_offsets).collect();
        tenfold_stats::median(&offsets).ok()
    }

    /// Units of work per second, in the kernel's unit.
    pub fn rate(&self) -> f64 {
        self.cell.work.amount / self.estimate.value
    }

    /// `base`'s time over this one's, from launches of the same round only.
    pub fn speed_up_over(&self, base: &Times<'_>) -> Option<Estimate> {
        let pair = |mine: &LaunchTimes| {
            let theirs = base.launches.iter().find(|theirs| theirs.round == mine.round)?;
            Some((theirs.median, mine.median))
        };
        let (theirs, mine): (Vec<f64>, Vec<f64>) = self.launches.iter().filter_map(pair).unzip();
        estimate::of_pairs(&theirs, &mine)
    }
}

impl LaunchTimes {
    /// `None` where no batch of the launch has a usable time.
    fn of(launch: &Launch) -> Option<LaunchTimes> {
        let all = launch.seconds_per_run();
        let mut usable: Vec<bool> = all.iter().map(|s| s.is_finite() && *s > 0.0).collect();
        let mut disturbed = vec![false; all.len()];
        for sample in &launch.samples {
            let batch = sample.index as usize;
            // A rank without a time leaves the slowest rank of its batch unknown.
            usable[batch] &= sample.seconds.is_finite();
            disturbed[batch] |= is_disturbed(&sample);
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
        })
    }
}

/// The last start less the first one, of each batch of several ranks.
fn start_offsets(launch: &Launch) -> Vec<f64> {
    let samples = launch.samples.to_vec();
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
