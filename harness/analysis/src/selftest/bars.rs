//! What the harness must reach, and whether it does on this machine.

use super::counts::{CellGroup, OURS, between_builds, counted};
use super::derived::{agreement, cost, hot_share, judgements, share};
use super::nightly::nightly_bars;
use crate::findings::wording;
use crate::format::{self, count, percent};
use tenfold_record::{Called, ProfilerTest, SelfTest, Trial};
use tenfold_stats::{Estimate, Interval, fair_coin, proportion};

/// Fewer comparisons of identical sides say too little.
const FEWEST_SAME: usize = 2000;

/// Fewer comparisons of a planted slowdown say too little.
const FEWEST_PLANTED: usize = 100;

/// At most this share of false alarms, and its upper bound at most that.
pub const ALARMS: f64 = 0.01;
const ALARMS_BOUND: f64 = 0.015;

/// Fewer comparisons of builds say too little; what must be found on average; the slowdown planted and the share to be found.
const FEWEST_BUILDS: usize = 500;
const DETECTABLE: f64 = 0.02;
const BETWEEN_BUILDS: (f64, f64) = (0.02, 0.90);

/// Directions of false alarms differ where a fair coin would do so less often than this.
const ALIKE: f64 = 0.01;

/// The slowdowns with the seconds they must be found in, and the share that must be found.
const FOUND: [(f64, &str, f64); 2] = [(0.02, "3 s", 0.95), (0.01, "10 s", 0.90)];

/// Estimates are held against their bars from this time on, in seconds: the least in which a slowdown has to be found. In
/// less there are false alarms to count, but hardly the launches to estimate from.
pub const ESTIMATED_IN: f64 = 3.0;

/// The median error of the estimated ratio, at most.
pub const ERROR: f64 = 0.002;
/// The share of the 95 % intervals that hold the truth, between these.
pub const COVERAGE: (f64, f64) = (0.94, 0.98);

/// Pairs of counts that must be judged without an alarm, and counts of a cell that must be the same.
const JUDGED: usize = 500;
const COUNTS: usize = 20;

/// Fewer samples say too little.
const FEWEST_SAMPLES: usize = 100;

/// The share of samples in the known function, at least.
pub const HOT: f64 = 0.95;
/// Slowdown by a profiler, at most.
pub const OVERHEAD: f64 = 0.02;
/// Distance of our medians from others', at most.
pub const WITHIN: f64 = 0.02;

/// One thing that must be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What.
    pub what: String,
    /// The bar.
    pub wanted: String,
    /// What was found.
    pub found: String,
    /// Whether it is reached; `None` where too little was measured to say.
    pub reached: Option<bool>,
}

impl Bar {
    fn new(what: &str, wanted: String, found: String, reached: Option<bool>) -> Bar {
        Bar { what: what.to_string(), wanted, found, reached }
    }

    fn untested(what: &str, wanted: String) -> Bar {
        Bar::new(what, wanted, NOT_TESTED.to_string(), None)
    }
}

/// What is found of a bar for which nothing was measured.
const NOT_TESTED: &str = "not tested";

/// "met", "missed", "undecided" where too little was measured, or "untested".
pub fn reached(bar: &Bar) -> &'static str {
    match bar.reached {
        Some(true) => "met",
        Some(false) => "missed",
        None if bar.found == NOT_TESTED => "untested",
        None => "undecided",
    }
}

/// Every bar: of duels without a neighbour, of profilers, of other programs, of instructions, of simulated nights.
pub fn bars(test: &SelfTest) -> Vec<Bar> {
    let mut bars = vec![alarms(test)];
    bars.extend(FOUND.map(|(planted, seconds, least)| found(test, planted, seconds, least)));
    bars.extend(builds(test));
    bars.extend([error(test), coverage(test), instructions(test)]);
    bars.extend(test.profilers.iter().flat_map(profiler));
    bars.push(medians(test));
    bars.extend(nightly_bars(test));
    bars
}

fn quiet(trial: &Trial) -> bool {
    !trial.loaded
}

fn alarms(test: &SelfTest) -> Bar {
    let what = "false alarms between identical sides";
    let wanted = format!(
        "at most {} (upper bound {}) in {}+ comparisons, no bias",
        percent(ALARMS),
        percent(ALARMS_BOUND),
        count(FEWEST_SAME as u64)
    );
    let same = counted(test, OURS, CellGroup::All, |t| quiet(t) && t.planted == 0.0);
    let Ok(bound) = same.alarms_at_most() else { return Bar::untested(what, wanted) };
    let alarms = same.slower + same.faster;
    let found = format!(
        "{} ({alarms} of {}: {} slower, {} faster), upper bound {}",
        percent(same.alarms()),
        count(same.count as u64),
        same.slower,
        same.faster,
        percent(bound)
    );
    let alike = fair_coin::sign_test(same.slower, 0, same.faster) >= ALIKE;
    let surely_more = proportion::at_least(alarms, same.count, 0.95).is_ok_and(|least| least > ALARMS);
    let reached = match same.count >= FEWEST_SAME {
        true => Some(same.alarms() <= ALARMS && bound <= ALARMS_BOUND && alike),
        false => (surely_more || !alike).then_some(false),
    };
    Bar::new(what, wanted, found, reached)
}

/// The two bars for builds of one source: false alarms, and slowdowns found.
fn builds(test: &SelfTest) -> [Bar; 2] {
    let what = "false alarms between builds of one source";
    let wanted = format!(
        "at most {} in {FEWEST_BUILDS}+ comparisons; mean detectable change up to {}",
        percent(ALARMS),
        percent(DETECTABLE)
    );
    let same = between_builds(test, 0.0);
    let alarms = match (same.count, detectable(test)) {
        (0, _) | (_, None) => Bar::untested(what, wanted),
        (n, Some(detectable)) => {
            let alarms = same.slower + same.faster;
            let found =
                format!("{} ({alarms} of {n}); mean detectable change {}", percent(same.alarms()), percent(detectable));
            let reached = (n >= FEWEST_BUILDS).then_some(same.alarms() <= ALARMS && detectable <= DETECTABLE);
            Bar::new(what, wanted, found, reached)
        }
    };
    let what = format!("a slowdown of {} found between builds of one source", percent(BETWEEN_BUILDS.0));
    let wanted = format!("in {} or more", percent(BETWEEN_BUILDS.1));
    let planted = between_builds(test, BETWEEN_BUILDS.0);
    let power = match planted.count {
        0 => Bar::untested(&what, wanted),
        n => {
            let found = format!("{} of {n}", percent(planted.found()));
            Bar::new(&what, wanted, found, (n >= FEWEST_PLANTED).then_some(planted.found() >= BETWEEN_BUILDS.1))
        }
    };
    [alarms, power]
}

/// The difference that would have been found between builds to which nothing was planted, on average, which is infinite if none
/// would have been found in one of them; `None` without any.
fn detectable(test: &SelfTest) -> Option<f64> {
    let quiet = test.layouts.iter().filter(|t| t.planted == 0.0 && t.verdict == Called::NoDifference);
    let bounds: Vec<f64> = quiet.map(|t| t.detectable.unwrap_or(f64::INFINITY)).collect();
    (!bounds.is_empty()).then(|| bounds.iter().sum::<f64>() / bounds.len() as f64)
}

fn found(test: &SelfTest, planted: f64, seconds: &str, least: f64) -> Bar {
    let what = format!("a slowdown of {} found within {seconds}", percent(planted));
    let wanted = format!("in {} or more", percent(least));
    let of = |kind| counted(test, OURS, kind, |t| quiet(t) && t.planted == planted);
    let all = of(CellGroup::All);
    if all.count == 0 {
        return Bar::untested(&what, wanted);
    }
    // Workers on all cores leave none for whatever else runs: what is reached without them is told apart.
    let kinds: Vec<String> = [CellGroup::Serial, CellGroup::Threaded, CellGroup::Distributed]
        .into_iter()
        .map(|kind| (kind, of(kind)))
        .filter(|(_, trials)| trials.count > 0)
        .map(|(kind, trials)| format!("{} {} of {}", kind.name(), percent(trials.found()), count(trials.count as u64)))
        .collect();
    let found = format!("{} of {}: {}", percent(all.found()), count(all.count as u64), kinds.join(", "));
    Bar::new(&what, wanted, found, (all.count >= FEWEST_PLANTED).then_some(all.found() >= least))
}

fn error(test: &SelfTest) -> Bar {
    let what = "median error of the estimated ratio";
    let wanted = format!("at most {:.1} points, given {ESTIMATED_IN} s or more", 100.0 * ERROR);
    let trials = counted(test, OURS, CellGroup::All, |t| quiet(t) && t.given >= ESTIMATED_IN);
    match trials.median_error() {
        Ok(error) => {
            let reached = (trials.count >= FEWEST_PLANTED).then_some(error <= ERROR);
            Bar::new(what, wanted, format!("{:.2} points", 100.0 * error), reached)
        }
        Err(_) => Bar::untested(what, wanted),
    }
}

fn coverage(test: &SelfTest) -> Bar {
    let what = "95 % intervals that contain the true value";
    let wanted = format!("{} to {}, given {ESTIMATED_IN} s or more", percent(COVERAGE.0), percent(COVERAGE.1));
    let trials = counted(test, OURS, CellGroup::All, |t| quiet(t) && t.given >= ESTIMATED_IN);
    if trials.intervals == 0 {
        return Bar::untested(what, wanted);
    }
    let coverage = trials.coverage();
    // Among a hundred intervals chance alone takes the share out of the bar now and then: it is missed where that is not
    // the reason.
    let bounds = share(trials.covered, trials.intervals).and_then(|share| share.interval);
    let surely_out = bounds.is_some_and(|bounds| bounds.high < COVERAGE.0 || bounds.low > COVERAGE.1);
    let reached = match (COVERAGE.0..=COVERAGE.1).contains(&coverage) {
        true => (trials.intervals >= FEWEST_PLANTED).then_some(true),
        false => surely_out.then_some(false),
    };
    Bar::new(what, wanted, format!("{} of {}", percent(coverage), count(trials.intervals as u64)), reached)
}

fn instructions(test: &SelfTest) -> Bar {
    let what = "instructions of serial code";
    let wanted = format!("identical {COUNTS} times; +0.5 % always caught; no alarm in {JUDGED} pairs");
    let all = judgements(&test.instructions);
    if all.cells == 0 {
        return Bar::untested(what, wanted);
    }
    let found = format!(
        "identical in {} of {}, {} each; {} of {} caught; {} in {}",
        all.identical,
        format::counted(all.cells, "cell"),
        format::counted(all.counts, "time"),
        all.caught,
        all.planted,
        format::counted(all.alarms, "alarm"),
        format::counted(all.same, "pair")
    );
    let right = all.identical == all.cells && all.caught == all.planted && all.alarms == 0;
    let enough = all.counts >= COUNTS && all.same >= JUDGED && all.planted > 0;
    Bar::new(what, wanted, found, if right { enough.then_some(true) } else { Some(false) })
}

/// Where samples fall, what they cost, and whether it bears starting and stopping.
fn profiler(test: &ProfilerTest) -> Vec<Bar> {
    let mut bars = Vec::new();
    let hot: Vec<_> = test.sampled.iter().filter_map(hot_share).collect();
    if let Some(least) = hot.iter().min_by(|a, b| a.value.total_cmp(&b.value)) {
        let found = format!("{} of {}", percent(least.value), count(least.n as u64));
        let wanted = format!("{} or more", percent(HOT));
        let reached = (least.n >= FEWEST_SAMPLES).then_some(least.value >= HOT);
        bars.push(Bar::new(&format!("{}: samples in the known function", test.tool), wanted, found, reached));
    }
    if let Some(overhead) = &test.overhead {
        let cost = cost(overhead).map_monotone(|ratio| ratio - 1.0);
        let what = format!("{}: slowdown at {} Hz", test.tool, overhead.hz);
        let wanted = format!("at most {}", percent(OVERHEAD));
        // Where the interval holds the bar, it is not known on which side the cost is.
        let reached = cost.interval.and_then(|interval| match OVERHEAD {
            most if interval.high <= most => Some(true),
            most if interval.low > most => Some(false),
            _ => None,
        });
        bars.push(Bar::new(&what, wanted, wording::share(&cost), reached));
    }
    if let Some(cycles) = &test.cycles {
        let (crashes, refused) = (cycles.crashes.len(), cycles.refused.len());
        let crashed = format::counted(crashes, "crash");
        let found = format!("{} done, {crashed}, {refused} refused", count(cycles.cycles));
        let right = crashes == 0 && refused == 0;
        let reached = if right { (cycles.cycles >= 1000).then_some(true) } else { Some(false) };
        bars.push(Bar::new(
            &format!("{}: started and stopped", test.tool),
            "1,000 times without a crash".to_string(),
            found,
            reached,
        ));
    }
    bars
}

/// Whether the interval of every ratio lies within the bar. One that lies outside misses it; one that does neither says that
/// the machine was too restless, or the turns too few.
fn medians(test: &SelfTest) -> Bar {
    let what = "medians against criterion's and hyperfine's";
    let wanted = format!("the whole interval within {}", percent(WITHIN));
    let estimates: Vec<_> = test.agreements.iter().filter_map(|a| Some((a, agreement(a)?))).collect();
    let apart = |estimate: &Estimate| (estimate.value - 1.0).abs();
    let Some((worst, estimate)) = estimates.iter().max_by(|(_, a), (_, b)| apart(a).total_cmp(&apart(b))) else {
        return Bar::untested(what, wanted);
    };
    let verdicts: Vec<Option<bool>> = estimates.iter().map(|(_, estimate)| within(estimate)).collect();
    let found = format!(
        "{} of {} clearly within; largest difference: {} ({}, {})",
        verdicts.iter().filter(|verdict| **verdict == Some(true)).count(),
        verdicts.len(),
        wording::share(&estimate.map_monotone(|ratio| ratio - 1.0)),
        worst.work,
        worst.with
    );
    let reached = match verdicts.contains(&Some(false)) {
        true => Some(false),
        false => verdicts.iter().all(|verdict| *verdict == Some(true)).then_some(true),
    };
    Bar::new(what, wanted, found, reached)
}

/// Whether a ratio is within the bar; `None` where its interval holds an end of the bar, or is not known.
fn within(ratio: &Estimate) -> Option<bool> {
    let Interval { low, high, .. } = ratio.interval?;
    let (least, most) = (1.0 - WITHIN, 1.0 + WITHIN);
    if low >= least && high <= most { Some(true) } else { (high < least || low > most).then_some(false) }
}
