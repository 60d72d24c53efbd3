//! Fights the duels, one cell after the other, and keeps each as it ends.

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
use tenfold_launch::duel::{Commands, Pair, Silence, instructions, profile};
use tenfold_launch::installed;
use tenfold_machine::{quota, worker_cpus};
use tenfold_measure::ceilings;
use tenfold_record::{Comparison, Contest, Demand, Duel, DuelEnd, Store};
use tenfold_stats::{Decision, Verdict};

/// How long a process of a duel may live: one launch, with the naive run it is judged by.
const LIMIT: Duration = Duration::from_secs(600);

/// How long either side of a changed cell is sampled.
const SAMPLING: Duration = Duration::from_secs(1);

/// Fights all duels of `comparison`.
pub fn all(
    args: &Args,
    sides: &[Taken; 2],
    cells: &[Cell],
    comparison: &mut Comparison,
    store: &mut Store,
    stop: &AtomicBool,
) -> anyhow::Result<()> {
    let mut rng = Pcg64::seed_from_u64(comparison.seed);
    let settings = settings(args, cells.len().max(1));
    let mut keep = |mut duel: Duel| -> anyhow::Result<()> {
        if !stop::asked() && needs_ceilings(comparison, &duel)? {
            eprintln!("measuring ceilings");
            duel.ceilings = ceilings::measure();
        }
        store.add_duel(&comparison.id, &duel)?;
        tell::progress(&duel);
        comparison.duels.push(duel);
        Ok(())
    };
    if let [Taken::Command(a), Taken::Command(b)] = sides {
        let mut source = Commands::new([a.clone(), b.clone()], worker_cpus(0).first().copied(), LIMIT, stop);
        let quota = quota::Watch::begin();
        let fought = duel(&mut source, &settings, &mut rng);
        let throttling = quota.since();
        let contest = Contest {
            kernel: String::new(),
            variants: [a.program.clone(), b.program.clone()],
            rungs: [Rung::External; 2],
            params: Values::new(),
            workers: [1; 2],
        };
        return keep(Duel { throttling, ..kept(contest, fought, None, None, Default::default()) });
    }
    for cell in cells {
        if stop::asked() {
            break;
        }
        let mut pair = Pair::new(cell.programs.clone(), LIMIT, stop);
        let quota = quota::Watch::begin();
        let fought = duel(&mut pair, &settings, &mut rng);
        let throttling = quota.since();
        let mut contest = cell.contest.clone();
        if let Some([(params, _), _]) = pair.ready() {
            contest.params = params.clone();
        }
        let demands = pair.bounds().map(|bounds| bounds.into_iter().map(Demand::from).collect());
        drop(pair);
        let sound = matches!(fought.end, DuelEnd::Narrow | DuelEnd::TimeUp);
        let counted = if sound && !args.no_instructions { counted(cell, stop) } else { None };
        let changed = fought
            .finding(settings.decision)?
            .is_some_and(|f| !matches!(f.comparison.verdict, Verdict::NoDifference { .. }));
        let stacks = if sound && changed && !args.no_profile { stacks(cell, fought.iterations, stop) } else { None };
        keep(Duel { throttling, ..kept(contest, fought, counted, stacks, demands) })?;
    }
    Ok(())
}

/// The settings of each of `cells` duels. An interval is narrow enough only if it is so at the level that is left to one
/// of so many cells.
fn settings(args: &Args, cells: usize) -> Settings {
    Settings {
        seconds: args.seconds,
        precision: args.precision / 100.0,
        decision: Decision { alarm_rate: ALARM_RATE / cells as f64, ..Decision::default() },
        ..Settings::default()
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
