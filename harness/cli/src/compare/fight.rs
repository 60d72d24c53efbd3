//! Fights the duels, one after the other, and keeps each as it ends.

use super::cells::Cell;
use super::sides::Taken;
use super::tell;
use crate::args::Compare as Args;
use crate::stop;
use rand::SeedableRng;
use rand_pcg::Pcg64;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_analysis::comparison::{ALARM_RATE, needs_ceilings};
use tenfold_duel::{Fought, Settings, duel};
use tenfold_kernel::{Rung, Values, Workers};
use tenfold_launch::duel::{CommandLine, Commands, Pair, Silence, instructions, profile};
use tenfold_launch::installed;
use tenfold_machine::{quota, worker_cpus};
use tenfold_measure::ceilings;
use tenfold_record::{Comparison, Contest, Demand, Duel, DuelEnd, Store};
use tenfold_stats::{Decision, Verdict};

/// How long a process of a duel may live: one launch, with the naive run it is judged by.
pub const LIMIT: Duration = Duration::from_secs(600);

/// How long either side of a changed cell is sampled.
const SAMPLING: Duration = Duration::from_secs(1);

/// Fights all duels of a comparison.
pub fn all(
    args: &Args,
    sides: &[Taken; 2],
    cells: &[Cell],
    arena: &mut Arena<'_>,
    store: &mut Store,
) -> anyhow::Result<()> {
    let settings = settings(args.seconds, args.precision / 100.0, cells.len().max(1));
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
pub struct Beside {
    /// Instructions, of serial cells.
    pub instructions: bool,
    /// Stacks, of cells that changed.
    pub stacks: bool,
    /// Ceilings, where a side may be too fast to be true.
    pub ceilings: bool,
}

/// A comparison while it is fought: every duel is kept in the store as it ends.
pub struct Arena<'a> {
    /// What was fought so far.
    pub comparison: Comparison,
    beside: Beside,
    rng: Pcg64,
    stop: &'a AtomicBool,
}

impl<'a> Arena<'a> {
    /// Begins `comparison` in the store.
    pub fn begin(
        comparison: Comparison,
        beside: Beside,
        store: &mut Store,
        stop: &'a AtomicBool,
    ) -> anyhow::Result<Arena<'a>> {
        store.begin_comparison(&comparison)?;
        let rng = Pcg64::seed_from_u64(comparison.seed);
        Ok(Arena { comparison, beside, rng, stop })
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
        let counted = if sound && self.beside.instructions { counted(cell, self.stop) } else { None };
        let changed = fought
            .finding(settings.decision)?
            .is_some_and(|f| !matches!(f.comparison.verdict, Verdict::NoDifference { .. }));
        let sampled = sound && changed && self.beside.stacks;
        let stacks = if sampled { stacks(cell, fought.iterations, self.stop) } else { None };
        self.keep(Duel { throttling, ..kept(contest, fought, counted, stacks, demands) }, store)
    }

    /// Fights two commands on `cpu`, on any where there is none; so many `builds` of either side, where the two are not one.
    pub fn commands(
        &mut self,
        contest: Contest,
        lines: [CommandLine; 2],
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
        if self.beside.ceilings && !stop::asked() && needs_ceilings(&self.comparison, &duel)? {
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
fn stacks(cell: &Cell, iterations: [u32; 2], stop: &AtomicBool) -> Option<Result<[String; 2], String>> {
    let of = |i: usize| profile::folded(&cell.programs[i], iterations[i], SAMPLING, LIMIT, stop);
    match of(0).and_then(|a| Ok([a, of(1)?])) {
        Ok(both) => Some(Ok(both)),
        Err(Silence::Gone(why)) => Some(Err(why)),
        Err(Silence::Interrupted) => None,
    }
}

/// Instructions of both sides of a serial cell; `None` where threads or ranks make counts unrepeatable, or it was stopped.
fn counted(cell: &Cell, stop: &AtomicBool) -> Option<Result<[u64; 2], String>> {
    if cell.contest.rungs.iter().any(|rung| rung.workers() != Workers::One) {
        return None;
    }
    if let Err(why) = installed::valgrind() {
        return Some(Err(format!("valgrind: {why}")));
    }
    let [a, b] = &cell.programs;
    let both = instructions::count(a, LIMIT, stop).and_then(|a| Ok([a, instructions::count(b, LIMIT, stop)?]));
    match both {
        Ok(both) => Some(Ok(both)),
        Err(Silence::Gone(why)) => Some(Err(why)),
        Err(Silence::Interrupted) => None,
    }
}
