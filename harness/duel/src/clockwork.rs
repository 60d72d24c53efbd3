//! Who runs when, and when it is enough.

use crate::builds::Deal;
use crate::calibrate::{BLOCK_SECONDS, calibrate};
use crate::finding::{Finding, found, launch_log};
use crate::looks::Plan;
use crate::source::{Runs, Source, Start, Trouble};
use rand::Rng;
use tenfold_record::{DuelEnd, DuelLaunch, Quad, Side};
use tenfold_stats::ratio::{Look, half_width};
use tenfold_stats::{Decision, StatsError};

/// The most padding in an environment, in bytes: a page, after which the layout repeats.
const MOST_PADDING: usize = 4096;

/// How a duel is fought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The time there is, in seconds.
    pub seconds: f64,
    /// The time of taking turns within one launch, in seconds. One quad is taken however long it is. Launches were measured to
    /// differ two to seven times as much as the quads of one, so that many short ones say more than few long ones.
    pub launch_seconds: f64,
    /// Half the width, as a share, at which the interval that decides is narrow enough (0.005 is half a per cent).
    pub precision: f64,
    /// Half the width beyond which the duel goes on when the time is up, for up to four times the time: on a machine as noisy
    /// as that, the time has told too little.
    pub too_wide: f64,
    /// Level of the intervals and rate of false alarms.
    pub decision: Decision,
    /// Runs added to B's blocks as a share of them, to see whether such a slowdown is found; 0 but in a self-test.
    pub planted: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seconds: 10.0,
            launch_seconds: 0.04,
            precision: 0.005,
            too_wide: f64::INFINITY,
            decision: Decision::default(),
            planted: 0.0,
        }
    }
}

/// A duel as it was fought.
#[derive(Clone, Debug, PartialEq)]
pub struct Fought {
    /// Runs in a block of either side, planted ones not counted.
    pub iterations: [u32; 2],
    /// How many builds of either side took part, where these are not one program.
    pub builds: Option<[usize; 2]>,
    /// The launches.
    pub launches: Vec<DuelLaunch>,
    /// After how many launches it was looked at, and the share of the alarm rate that could be spent by then.
    pub looks: Vec<(usize, f64)>,
    /// Why it ended.
    pub end: DuelEnd,
    /// How long it took, in seconds.
    pub wall_seconds: f64,
}

impl Fought {
    /// What it says; `None` where it ended before it was looked at.
    ///
    /// # Errors
    /// Times that make no sense.
    pub fn finding(&self, decision: Decision) -> Result<Option<Finding>, StatsError> {
        found(&self.launches, self.iterations, self.builds, &self.looks, decision)
    }

    /// The factor by which B's blocks were prolonged.
    pub fn planted_factor(&self, planted: f64) -> f64 {
        let runs = self.iterations[1];
        f64::from(runs + extra(runs, planted)) / f64::from(runs)
    }
}

/// Runs to add to a block of `runs`.
fn extra(runs: u32, planted: f64) -> u32 {
    (f64::from(runs) * planted).round() as u32
}

/// Fights a duel between the two sides of `source`.
pub fn duel(source: &mut impl Source, settings: &Settings, rng: &mut impl Rng) -> Fought {
    let begun = source.now();
    let mut fought = Fought {
        iterations: [0; 2],
        builds: source.builds(),
        launches: Vec::new(),
        looks: Vec::new(),
        end: DuelEnd::TimeUp,
        wall_seconds: 0.0,
    };
    let mut deal = Deal::new(source.builds().unwrap_or([1; 2]));
    let mut plan = Plan::new(settings.seconds);
    let mut logs = Vec::new();
    let mut runs = None;
    loop {
        match launch(source, settings, deal.next(rng), &mut runs, rng) {
            Ok(launch) => {
                fought.iterations = runs.map_or([0; 2], |runs| runs.map(|runs| runs.timed));
                // A time is never zero, so a launch always has its median.
                logs.push(launch_log(&launch, fought.iterations).unwrap_or(0.0));
                fought.launches.push(launch);
            }
            Err(trouble) => {
                fought.end = ended(trouble);
                break;
            }
        }
        let Some(look) = plan.due(source.now() - begun, fought.launches.len()) else { continue };
        let earlier = fought.looks.iter().map(|&(units, share)| Look { units, share });
        let looks: Vec<Look> = earlier.chain([look]).collect();
        let width = half_width(&logs, &looks, settings.decision).unwrap_or(f64::INFINITY);
        // A build that took no part yet says nothing of the others.
        let narrow = deal.all_met() && width <= settings.precision;
        // Only the width was looked at, so the look that decides is still to come.
        if look.share >= 1.0 && !narrow && width > settings.too_wide && plan.prolong() {
            continue;
        }
        fought.looks.push((look.units, look.share));
        if narrow || look.share >= 1.0 {
            fought.end = if narrow { DuelEnd::Narrow } else { DuelEnd::TimeUp };
            break;
        }
    }
    if matches!(fought.end, DuelEnd::Wrong { .. }) {
        // No time without a passed check.
        fought.launches.clear();
        fought.looks.clear();
    }
    fought.wall_seconds = source.now() - begun;
    fought
}

fn ended(trouble: Trouble) -> DuelEnd {
    match trouble {
        Trouble::Wrong { side, reason } => DuelEnd::Wrong { side, reason },
        Trouble::Failed { side, reason } => DuelEnd::Failed { side, reason },
        Trouble::Interrupted => DuelEnd::Interrupted,
    }
}

/// One launch: both sides are started, take turns, and are judged again.
fn launch(
    source: &mut impl Source,
    settings: &Settings,
    builds: [usize; 2],
    runs: &mut Option<[Runs; 2]>,
    rng: &mut impl Rng,
) -> Result<DuelLaunch, Trouble> {
    let first = either(rng);
    let padding = [rng.random_range(0..MOST_PADDING), rng.random_range(0..MOST_PADDING)];
    source.launch(Start { first, padding, builds })?;
    let [a, b] = match *runs {
        Some(known) => known,
        None => {
            // So many runs that the share planted is whole ones.
            let share = if settings.planted > 0.0 { (1.0 / settings.planted).ceil() as u32 } else { 1 };
            let found = calibrate(source)?.map(|runs| Runs { timed: runs.timed.next_multiple_of(share), ..runs });
            *runs.insert(found)
        }
    };
    let runs = [a, Runs { timed: b.timed + extra(b.timed, settings.planted), ..b }];
    source.stolen();
    let until = source.now() + settings.launch_seconds.max(BLOCK_SECONDS);
    let mut quads = Vec::new();
    while quads.is_empty() || source.now() < until {
        quads.push(quad(source, either(rng), runs)?);
    }
    source.part()?;
    Ok(DuelLaunch { first, padding, builds, quads })
}

fn either(rng: &mut impl Rng) -> Side {
    if rng.random() { Side::A } else { Side::B }
}

fn quad(source: &mut impl Source, begun_by: Side, runs: [Runs; 2]) -> Result<Quad, Trouble> {
    let other = begun_by.other();
    let mut quad = Quad { begun_by, seconds: [0.0; 4], switches: [0; 4], steal: 0.0 };
    for (place, side) in [begun_by, other, other, begun_by].into_iter().enumerate() {
        let block = source.block(side, runs[side.index()])?;
        (quad.seconds[place], quad.switches[place]) = (block.seconds, block.switches);
    }
    quad.steal = source.stolen();
    Ok(quad)
}
