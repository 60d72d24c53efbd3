//! Which times count, and what they say.

use tenfold_record::{Duel, DuelLaunch, Quad, Side};
use tenfold_stats::ratio::{Comparison, Look, looked, looked_over_builds};
use tenfold_stats::{Decision, StatsError, median};

/// A launch with fewer undisturbed quads than this is taken with all its quads: a median of two is no median.
const FEWEST_UNDISTURBED: usize = 3;

/// Whether a quad was disturbed: by an involuntary context switch during a block, or by stolen time during the four.
pub fn disturbed(quad: &Quad) -> bool {
    quad.steal > 0.0 || quad.switches.iter().any(|&n| n > 0)
}

/// log(A / B) of each quad, per run: above zero where B takes less time.
pub fn log_ratios<'a>(quads: impl IntoIterator<Item = &'a Quad>, iterations: [u32; 2]) -> Vec<f64> {
    let per_run = (f64::from(iterations[0]) / f64::from(iterations[1])).ln();
    let mean_log = |[x, y]: [f64; 2]| f64::midpoint(x.ln(), y.ln());
    quads.into_iter().map(|q| mean_log(q.of(Side::A)) - mean_log(q.of(Side::B)) - per_run).collect()
}

/// What stands for a launch: the median log ratio of its undisturbed quads, or of all where too few are undisturbed.
///
/// # Errors
/// No quads, or a time of zero.
pub fn launch_log(launch: &DuelLaunch, iterations: [u32; 2]) -> Result<f64, StatsError> {
    let quiet: Vec<&Quad> = launch.quads.iter().filter(|q| !disturbed(q)).collect();
    if quiet.len() >= FEWEST_UNDISTURBED {
        median(&log_ratios(quiet, iterations))
    } else {
        median(&log_ratios(&launch.quads, iterations))
    }
}

/// What a duel says.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The ratio A / B with interval, p-value and verdict: above 1 where B takes less time.
    pub comparison: Comparison,
    /// log(A / B) of each launch.
    pub logs: Vec<f64>,
    /// Quads measured.
    pub quads: usize,
    /// Quads that were disturbed, kept but not counted.
    pub disturbed: usize,
}

/// What `duel` says; `None` where it ended before it was looked at.
///
/// # Errors
/// Times or looks that make no sense.
pub fn finding(duel: &Duel, decision: Decision) -> Result<Option<Finding>, StatsError> {
    found(&duel.launches, duel.iterations, duel.builds, &duel.looks, decision)
}

/// As [`finding`], from the parts.
pub(crate) fn found(
    launches: &[DuelLaunch],
    iterations: [u32; 2],
    builds: Option<[usize; 2]>,
    looks: &[(usize, f64)],
    decision: Decision,
) -> Result<Option<Finding>, StatsError> {
    let Some(&(last, _)) = looks.last() else { return Ok(None) };
    let (what, present) = ("launches at the last look", launches.len());
    let launches = launches.get(..last).ok_or(StatsError::Unpaired { what, left: present, right: last })?;
    let logs = launches.iter().map(|l| launch_log(l, iterations)).collect::<Result<Vec<_>, _>>()?;
    let looks: Vec<Look> = looks.iter().map(|&(units, share)| Look { units, share }).collect();
    let quads = || launches.iter().flat_map(|l| &l.quads);
    let comparison = match builds {
        None => looked(&logs, &looks, decision)?,
        Some(_) => {
            let builds: Vec<[usize; 2]> = launches.iter().map(|l| l.builds).collect();
            looked_over_builds(&logs, &looks, &builds, decision)?
        }
    };
    Ok(Some(Finding { comparison, logs, quads: quads().count(), disturbed: quads().filter(|q| disturbed(q)).count() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quad(a: f64, b: f64, switches: u32, steal: f64) -> Quad {
        Quad { begun_by: Side::B, seconds: [b, a, a, b], switches: [0, switches, 0, 0], steal }
    }

    fn launch(quads: Vec<Quad>) -> DuelLaunch {
        DuelLaunch { first: Side::A, padding: [0; 2], builds: [0; 2], quads }
    }

    #[test]
    fn a_drift_that_is_even_over_four_blocks_cancels() {
        let drifting = Quad { begun_by: Side::A, seconds: [1.0, 2.0, 4.0, 8.0], switches: [0; 4], steal: 0.0 };
        assert!(log_ratios([&drifting], [1, 1])[0].abs() < 1e-15);
    }

    #[test]
    fn ratios_are_per_run() {
        let log = log_ratios([&quad(1.0, 1.0, 0, 0.0)], [10, 20])[0];
        assert!((log - 2f64.ln()).abs() < 1e-15, "B ran twice as often in the same time: {log}");
    }

    #[test]
    fn disturbed_quads_are_left_out_where_enough_others_are_left() {
        let spoilt = [quad(9.0, 1.0, 1, 0.0), quad(9.0, 1.0, 0, 0.01)];
        let quiet = [quad(2.0, 1.0, 0, 0.0); 3];
        let of = |quads: Vec<Quad>| launch_log(&launch(quads), [1, 1]).unwrap().exp();
        assert!((of([&spoilt[..], &quiet[..]].concat()) - 2.0).abs() < 1e-12);
        assert!((of([&spoilt[..], &quiet[..1]].concat()) - 9.0).abs() < 1e-12);
    }
}
