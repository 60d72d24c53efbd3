//! Fights the duels, one after the other, and keeps each as it ends.

use super::cells::Cell;
use super::sides::Taken;
use super::tell;
use crate::args::Compare as Args;
use crate::stop;
use rand::SeedableRng;
use rand_pcg::Pcg64;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_analysis::comparison::{ALARM_RATE, needs_ceilings};
use tenfold_duel::{Finding, Fought, Settings, duel};
use tenfold_kernel::{Rung, Values, Workers};
use tenfold_launch::duel::{Commands, Invocation, Pair, Silence, instructions, profile};
use tenfold_launch::installed;
use tenfold_machine::{quota, worker_cpus};
use tenfold_measure::ceilings;
use tenfold_record::{Comparison, Contest, Demand, Duel, DuelEnd, Store};
use tenfold_stats::{Decision, Verdict};

/// How long a process of a duel may live: one launch, with the naive run it is judged by.
pub const LIMIT: Duration = Duration::from_secs(600);

/// Half the width beyond which a cell goes on when its time is up, where a larger threshold does not make it needless: any
/// narrower, and a difference of twice that counts as detectable.
pub const TOO_WIDE: f64 = 0.01;

/// How long either side of a changed cell is sampled.
const SAMPLING: Duration = Duration::from_secs(1);

/// What stacks of both sides take at least, with what perf needs to read them.
const LEAST_FOR_STACKS: Duration = Duration::from_secs(4);

/// Why a cell has no instructions, or no stacks.
const NO_TIME: &str = "no time was left for it: instructions and stacks may take a fifth of the minutes";

/// Fights all duels of a comparison.
pub fn all(
    args: &Args,
    sides: &[Taken; 2],
    cells: &[Cell],
    arena: &mut Arena<'_>,
    store: &mut Store,
) -> anyhow::Result<()> {
    let settings = Settings {
        too_wide: TOO_WIDE.max(args.threshold / 100.0),
        ..settings(args.seconds, args.precision / 100.0, cells.len().max(1))
    };
    if let [Taken::Command(a), Taken::Command(b)] = sides {
        let contest = Contest {
            kernel: String::new(),
            variants: [a.program.clone(), b.program.clone()],
            rungs: [Rung::External; 2],
            params: Values::new(),
            workers: [1; 2],
        };
        let cpu = worker_cpus(0).first().copied();
        return arena.commands(contest, [a.clone(), b.clone()], cpu, None, &settings, store);
    }
    for cell in cells {
        if stop::asked() {
            break;
        }
        arena.cell(cell, &settings, store)?;
    }
    Ok(())
}

/// The settings of each of `cells` duels. An interval is narrow enough only if it is so at the level that is left to one
/// of so many cells.
pub fn settings(seconds: f64, precision: f64, cells: usize) -> Settings {
    let decision = Decision { alarm_rate: ALARM_RATE / cells as f64, ..Decision::default() };
    Settings { seconds, precision, decision, ..Settings::default() }
}

/// What is found out of a cell beside its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extras {
    /// Instructions, of serial cells.
    pub instructions: bool,
    /// Stacks, of cells that changed.
    pub stacks: bool,
    /// Ceilings, where a side may be too fast to be true.
    pub ceilings: bool,
}

/// What the next cell may take beside its times, and what is no news of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spare {
    /// How long its instructions and stacks may take together.
    pub time: Duration,
    /// The logarithm of B's time over A's as it has been so far: stacks of what did not change since were kept before.
    pub known: Option<f64>,
}

/// A comparison while it is fought: every duel is kept in the store as it ends.
pub struct Arena<'a> {
    /// What was fought so far.
    pub comparison: Comparison,
    /// Of the next cell.
    pub spare: Spare,
    /// How long instructions and stacks of all cells took so far.
    pub beside_taken: Duration,
    extras: Extras,
    rng: Pcg64,
    stop: &'a AtomicBool,
}

impl<'a> Arena<'a> {
    /// Begins `comparison` in the store.
    pub fn begin(
        comparison: Comparison,
        extras: Extras,
        store: &mut Store,
        stop: &'a AtomicBool,
    ) -> anyhow::Result<Arena<'a>> {
        store.begin_comparison(&comparison)?;
        let rng = Pcg64::seed_from_u64(comparison.seed);
        let spare = Spare { time: Duration::MAX, known: None };
        Ok(Arena { comparison, spare, beside_taken: Duration::ZERO, extras, rng, stop })
    }

    /// Fights a cell.
    pub fn cell(&mut self, cell: &Cell, settings: &Settings, store: &mut Store) -> anyhow::Result<()> {
        let mut pair = Pair::new(cell.programs.clone(), LIMIT, self.stop);
        let quota = quota::Watch::begin();
        let fought = duel(&mut pair, settings, &mut self.rng);
        let throttling = quota.since();
        let mut contest = cell.contest.clone();
        if let Some([(params, _), _]) = pair.ready() {
            contest.params = params.clone();
        }
        let demands = pair.bounds().map(|bounds| bounds.into_iter().map(Demand::from).collect());
        drop(pair);
        let sound = matches!(fought.end, DuelEnd::Narrow | DuelEnd::TimeUp);
        let begun = Instant::now();
        let left = || self.spare.time.saturating_sub(begun.elapsed()).min(LIMIT);
        let counted = if sound && self.extras.instructions { counted(cell, &left, self.stop) } else { None };
        let changed = fought.finding(settings.decision)?.is_some_and(|finding| self.is_news(&finding));
        let sampled = sound && changed && self.extras.stacks;
        let stacks = if sampled { stacks(cell, fought.iterations, &left, self.stop) } else { None };
        self.beside_taken += begun.elapsed();
        self.keep(Duel { throttling, ..kept(contest, fought, counted, stacks, demands) }, store)
    }

    /// Whether a difference was found that is not known yet.
    fn is_news(&self, finding: &Finding) -> bool {
        // The ratio is A's time over B's.
        let interval = finding.comparison.ratio.interval;
        let is_known = |log: f64| interval.is_some_and(|interval| interval.contains((-log).exp()));
        !matches!(finding.comparison.verdict, Verdict::NoDifference { .. }) && !self.spare.known.is_some_and(is_known)
    }

    /// Fights two commands on `cpu`, on any where there is none; so many `builds` of either side, where the two are not one.
    pub fn commands(
        &mut self,
        contest: Contest,
        lines: [Invocation; 2],
        cpu: Option<usize>,
        builds: Option<[usize; 2]>,
        settings: &Settings,
        store: &mut Store,
    ) -> anyhow::Result<()> {
        let mut source = Commands::new(lines, cpu, LIMIT, self.stop);
        let quota = quota::Watch::begin();
        let fought = duel(&mut source, settings, &mut self.rng);
        let throttling = quota.since();
        self.keep(Duel { throttling, builds, ..kept(contest, fought, None, None, Default::default()) }, store)
    }

    /// Keeps a duel that was fought.
    pub fn keep(&mut self, mut duel: Duel, store: &mut Store) -> anyhow::Result<()> {
        if self.extras.ceilings && !stop::asked() && needs_ceilings(&self.comparison, &duel)? {
            eprintln!("measuring ceilings");
            duel.ceilings = ceilings::measure();
        }
        store.add_duel(&self.comparison.id, &duel)?;
        tell::progress(&duel);
        self.comparison.duels.push(duel);
        Ok(())
    }

    /// Numbers drawn for it.
    pub fn rng(&mut self) -> &mut Pcg64 {
        &mut self.rng
    }

    /// Whether to stop.
    pub fn stop(&self) -> &'a AtomicBool {
        self.stop
    }
}

fn kept(
    contest: Contest,
    fought: Fought,
    instructions: Option<Result<[u64; 2], String>>,
    stacks: Option<Result<[String; 2], String>>,
    demands: [Vec<Demand>; 2],
) -> Duel {
    Duel {
        contest,
        iterations: fought.iterations,
        builds: fought.builds,
        launches: fought.launches,
        looks: fought.looks,
        end: fought.end,
        wall_seconds: fought.wall_seconds,
        throttling: None,
        instructions,
        stacks,
        demands,
        ceilings: Vec::new(),
    }
}

/// Folded stacks of both sides; `None` where it was stopped.
fn stacks(
    cell: &Cell,
    iterations: [u32; 2],
    left: &dyn Fn() -> Duration,
    stop: &AtomicBool,
) -> Option<Result<[String; 2], String>> {
    if left() < LEAST_FOR_STACKS {
        return Some(Err(NO_TIME.to_string()));
    }
    let of = |i: usize| profile::folded(&cell.programs[i], iterations[i], SAMPLING, left(), stop);
    Silence::told(of(0).and_then(|a| Ok([a, of(1)?])))
}

/// Instructions of both sides of a serial cell; `None` where threads or ranks make counts unrepeatable, or it was stopped.
fn counted(cell: &Cell, left: &dyn Fn() -> Duration, stop: &AtomicBool) -> Option<Result<[u64; 2], String>> {
    if cell.contest.rungs.iter().any(|rung| rung.workers() != Workers::One) {
        return None;
    }
    if let Err(why) = installed::valgrind() {
        return Some(Err(format!("valgrind: {why}")));
    }
    let [a, b] = &cell.programs;
    let both = instructions::count(a, left(), stop).and_then(|a| Ok([a, instructions::count(b, left(), stop)?]));
    let why = |why| if left().is_zero() { NO_TIME.to_string() } else { why };
    Silence::told(both).map(|told| told.map_err(why))
}
