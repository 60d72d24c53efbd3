//! Which times count, and what they say.

use tenfold_record::{Duel, DuelLaunch, Quad, Side};
use tenfold_stats::fair_coin::sign_test;
use tenfold_stats::ratio::{Comparison, Look, looked, looked_over_builds};
use tenfold_stats::{Decision, StatsError, median, median_error};

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
    median(&log_ratios(counted(launch), iterations))
}

/// The undisturbed quads of a launch, or all where these are too few.
fn counted(launch: &DuelLaunch) -> Vec<&Quad> {
    let quiet: Vec<&Quad> = launch.quads.iter().filter(|q| !disturbed(q)).collect();
    if quiet.len() >= FEWEST_UNDISTURBED { quiet } else { launch.quads.iter().collect() }
}

/// Seconds per run of `side`: the median over launches of the median over blocks.
fn seconds_per_run(launches: &[DuelLaunch], iterations: u32, side: Side) -> Result<f64, StatsError> {
    let of_launch = |launch| {
        let blocks: Vec<f64> = counted(launch).iter().flat_map(|quad| quad.of(side)).collect();
        median(&blocks)
    };
    let medians = launches.iter().map(of_launch).collect::<Result<Vec<_>, _>>()?;
    Ok(median(&medians)? / f64::from(iterations))
}

/// What a duel says.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The ratio A / B with interval, p-value and verdict: above 1 where B takes less time.
    pub comparison: Comparison,
    /// log(A / B) of each launch.
    pub logs: Vec<f64>,
    /// Seconds per run of either side: the median over the launches.
    pub seconds: [f64; 2],
    /// Quads measured.
    pub quads: usize,
    /// Quads that were disturbed.
    pub disturbed: usize,
    /// Those of them that are not among the times: of launches with enough undisturbed ones.
    pub left_out: usize,
    /// Whether one side was interrupted more often than the other.
    pub interruptions: Interruptions,
    /// The looks that the verdict rests on.
    looks: Vec<Look>,
    /// The build of either side in each launch, where builds differ.
    builds: Option<Vec<[usize; 2]>>,
}

/// Blocks with an involuntary context switch. They are left out of the times, so a side that makes itself be interrupted,
/// with a thread too many, say, would go unnoticed if nobody asked whether both sides lose as many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interruptions {
    /// Of each side, as shares of its blocks.
    pub shares: [f64; 2],
    /// The chance of launches so one-sided where the sides are alike. The launches are the units of an exact sign test: what
    /// interrupts one block often interrupts the next.
    pub p_value: f64,
}

impl Interruptions {
    fn of(launches: &[DuelLaunch]) -> Interruptions {
        let of_side = |quad: &Quad, side: Side| quad.switches_of(side).iter().filter(|&&n| n > 0).count();
        let count =
            |launch: &DuelLaunch, side: Side| launch.quads.iter().map(|quad| of_side(quad, side)).sum::<usize>();
        let counts: Vec<[usize; 2]> =
            launches.iter().map(|launch| Side::BOTH.map(|side| count(launch, side))).collect();
        let blocks = 2 * launches.iter().map(|launch| launch.quads.len()).sum::<usize>();
        let all = |side: usize| counts.iter().map(|both| both[side]).sum::<usize>() as f64;
        // A launch that interrupts both alike, most often neither, is no toss of the coin.
        let more = |side: usize| counts.iter().filter(|both| both[side] > both[1 - side]).count();
        Interruptions {
            shares: [0, 1].map(|side| if blocks > 0 { all(side) / blocks as f64 } else { 0.0 }),
            p_value: sign_test(more(0), 0, more(1)),
        }
    }
}

impl Finding {
    /// Logarithm of B's time over A's, and its standard error: that of the launches, without what builds of one source differ
    /// by. `None` where there were fewer than three launches.
    ///
    /// # Errors
    /// Times that make no sense.
    pub fn log_time(&self) -> Result<Option<(f64, f64)>, StatsError> {
        let middle = median(&self.logs)?;
        Ok(median_error(&self.logs)?.map(|error| (-middle, error)))
    }

    /// Whether B is slower than A by more than `threshold`, a share: the same test, held against times of A that are longer
    /// by that share. It says `Slower` only where the whole interval that decides lies beyond the threshold.
    ///
    /// # Errors
    /// A bad decision.
    pub fn against(&self, threshold: f64, decision: Decision) -> Result<Comparison, StatsError> {
        let shifted: Vec<f64> = self.logs.iter().map(|log| log + threshold.ln_1p()).collect();
        judged(&shifted, &self.looks, self.builds.as_deref(), decision)
    }
}

/// What the logs of launches say, of builds where these are a level above the launch.
fn judged(
    logs: &[f64],
    looks: &[Look],
    builds: Option<&[[usize; 2]]>,
    decision: Decision,
) -> Result<Comparison, StatsError> {
    match builds {
        None => looked(logs, looks, decision),
        Some(builds) => looked_over_builds(logs, looks, builds, decision),
    }
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
    let builds: Option<Vec<[usize; 2]>> = builds.map(|_| launches.iter().map(|l| l.builds).collect());
    let seconds = |side: Side| seconds_per_run(launches, iterations[side.index()], side);
    Ok(Some(Finding {
        comparison: judged(&logs, &looks, builds.as_deref(), decision)?,
        logs,
        seconds: [seconds(Side::A)?, seconds(Side::B)?],
        quads: quads().count(),
        disturbed: quads().filter(|q| disturbed(q)).count(),
        left_out: launches.iter().map(|launch| launch.quads.len() - counted(launch).len()).sum(),
        interruptions: Interruptions::of(launches),
        looks,
        builds,
    }))
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
        let launches = [2.0, 4.0, 9.0].map(|b| launch(vec![quad(1.0, b, 0, 0.0)]));
        let finding = found(&launches, [10, 20], None, &[(3, 1.0)], Decision::default()).unwrap().unwrap();
        assert_eq!(finding.seconds, [0.1, 0.2]);
    }

    fn found_once(launches: &[DuelLaunch]) -> Finding {
        found(launches, [1, 1], None, &[(launches.len(), 1.0)], Decision::default()).unwrap().unwrap()
    }

    #[test]
    fn a_slowdown_is_beyond_a_threshold_only_with_its_whole_interval() {
        use tenfold_stats::Verdict;
        // B takes 2 % to 4 % longer, 3 % in the middle.
        let launches: Vec<DuelLaunch> =
            (0..9).map(|i| launch(vec![quad(1.0, 1.02 + 0.0025 * f64::from(i), 0, 0.0); 3])).collect();
        let finding = found_once(&launches);
        assert_eq!(finding.comparison.verdict, Verdict::Slower);
        let beyond = |threshold| finding.against(threshold, Decision::default()).unwrap().verdict == Verdict::Slower;
        // The point estimate lies beyond 2.5 %; of the nine launches two do not, and one in a hundred allows none.
        assert_eq!([0.0, 0.019, 0.025, 0.05].map(beyond), [true, true, false, false]);
    }

    #[test]
    fn what_builds_may_differ_by_counts_against_a_threshold_too() {
        use tenfold_stats::Verdict;
        // B takes 1.5 % longer in every launch of its two builds.
        let of = |i: usize| DuelLaunch { builds: [i % 2, i / 2 % 2], ..launch(vec![quad(1.0, 1.015, 0, 0.0); 3]) };
        let launches: Vec<DuelLaunch> = (0..24).map(of).collect();
        let beyond = |builds, threshold| {
            let finding = found(&launches, [1, 1], builds, &[(24, 1.0)], Decision::default()).unwrap().unwrap();
            finding.against(threshold, Decision::default()).unwrap().verdict == Verdict::Slower
        };
        assert_eq!([0.0, 0.012].map(|threshold| beyond(None, threshold)), [true, true]);
        assert_eq!([0.0, 0.012].map(|threshold| beyond(Some([2, 2]), threshold)), [true, false]);
    }

    #[test]
    fn the_log_of_the_time_has_the_error_of_the_launches() {
        // B takes 1 % to 9 % longer, in so many launches.
        let of = |n: u32| {
            let launches: Vec<DuelLaunch> =
                (1..=n).map(|i| launch(vec![quad(1.0, (0.01 * f64::from(i)).exp(), 0, 0.0); 3])).collect();
            found_once(&launches).log_time().unwrap()
        };
        let (log, error) = of(9).unwrap();
        // The interval of 95 % of nine values ends between the second and the third, and between the seventh and the eighth.
        assert!((log - 0.05).abs() < 1e-12 && error > 0.02 / 1.96 && error < 0.03 / 1.96, "{log} {error}");
        let (log, error) = of(3).unwrap();
        // √(π/2) · 0.01 / √3.
        assert!((log - 0.02).abs() < 1e-12 && (error - 0.007_236).abs() < 1e-6, "{log} {error}");
        assert_eq!((of(1), of(2)), (None, None));
    }

    #[test]
    fn a_side_that_is_interrupted_more_often_is_told() {
        let interrupted = |a: u32, b: u32| Quad { switches: [b, a, 0, 0], ..quad(1.0, 1.0, 0, 0.0) };
        let launches = |quads: [Quad; 2]| vec![launch(quads.to_vec()); 10];
        let of = |quads| found_once(&launches(quads)).interruptions;
        let alike = of([interrupted(1, 1), interrupted(0, 0)]);
        assert_eq!((alike.shares, alike.p_value), ([0.25, 0.25], 1.0));
        let apart = of([interrupted(0, 1), interrupted(0, 3)]);
        assert_eq!((apart.shares, apart.p_value), ([0.0, 0.5], 2.0 / 1024.0));
        // A neighbour that strikes each side as often, in bursts, is no difference.
        let bursts: Vec<DuelLaunch> =
            (0..10).map(|i| launch(vec![interrupted(9 * (i % 2), 9 * ((i + 1) % 2)); 3])).collect();
        assert_eq!(found_once(&bursts).interruptions.p_value, 1.0);
    }

    #[test]
    fn disturbed_quads_are_left_out_where_enough_others_are_left() {
        let spoilt = [quad(9.0, 1.0, 1, 0.0), quad(9.0, 1.0, 0, 0.01)];
        let quiet = [quad(2.0, 1.0, 0, 0.0); 3];
        let of = |quads: Vec<Quad>| launch_log(&launch(quads), [1, 1]).unwrap().exp();
        assert!((of([&spoilt[..], &quiet[..]].concat()) - 2.0).abs() < 1e-12);
        assert!((of([&spoilt[..], &quiet[..1]].concat()) - 9.0).abs() < 1e-12);
        let launches = [[&spoilt[..], &quiet[..]].concat(), [&spoilt[..], &quiet[..1]].concat()].map(launch);
        let finding = found_once(&launches);
        assert_eq!((finding.quads, finding.disturbed, finding.left_out), (8, 4, 2));
    }
}
