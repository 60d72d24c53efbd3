//! Do others find the same times? criterion on variants, hyperfine on commands, in turns with this harness.

use super::plan::{firsts, manned};
use super::{Session, found_or};
use crate::stop;
use anyhow::Context;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_analysis::format::counted;
use tenfold_duel::{Runs, Source, Start, Trouble};
use tenfold_kernel::{AnyKernel, Rung, Values, VariantInfo};
use tenfold_launch::Launcher;
use tenfold_launch::duel::{Commands, Invocation, Silence};
use tenfold_launch::rivals::{self, Work, hyperfine};
use tenfold_machine::worker_cpus;
use tenfold_measure::order::Order;
use tenfold_measure::sampling::Protocol;
use tenfold_record::{Agreement, Side};
use tenfold_stats::median;

/// Seconds that either program samples for in a turn: short, so that what the machine does meanwhile meets both.
const SECONDS: f64 = 0.1;

/// Runs of a command in a turn, by either program.
const RUNS: u32 = 5;

/// More turns say little more.
const MOST_TURNS: usize = 200;

/// How long one launch may take.
const LIMIT: Duration = Duration::from_secs(60);

/// So many kernels are timed by others too, drawn by the first sitting's seed: what each takes is the same whatever their
/// number.
const KERNELS: usize = 3;

/// How many times its small problem a rung is given, so that a run takes about a millisecond. In shorter ones whether the branch
/// predictor knows the whole run by heart, and where the memory of a launch happens to lie, are much of the time. Ranks are
/// started by our own means alone: there are no distributed ones.
const ENLARGED: [(Rung, usize); 3] = [(Rung::Naive, 4), (Rung::Vectorised, 16), (Rung::Threaded, 32)];

/// The same of the commands that hyperfine times too, of as many kernels, each by its naive variant: hundredths of a second,
/// and tenths.
const COMMANDS: [usize; 2] = [16, 128];

/// One work that two programs time.
struct Pairing {
    /// What it is called.
    name: String,
    rung: Rung,
    by: By,
}

/// The other program, and what it is given.
enum By {
    Criterion { rivals: PathBuf, work: Work },
    Hyperfine { line: Invocation },
}

/// Takes turns until the time is up, and goes on with those there are.
pub fn agreement(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program cannot be found")?;
    let pairings = pairings(session, &program);
    eprintln!("timing {} with other tools too", counted(pairings.len(), "workload"));
    for turn in 0..MOST_TURNS {
        for pairing in &pairings {
            let kept = session.test.agreements.iter().find(|one| one.work == pairing.name);
            let before = kept.map_or(0, |one| one.ours.len());
            // The first turn is taken whatever the time.
            if before > turn || turn > 0 && Instant::now() >= until {
                continue;
            }
            if stop::asked() {
                return Ok(());
            }
            match taken(session, pairing) {
                Ok((ours, (with, theirs))) => {
                    let kept = kept_of(&mut session.test.agreements, pairing, &with);
                    kept.ours.push(ours);
                    kept.theirs.push(theirs);
                }
                Err(Silence::Interrupted) => return Ok(()),
                Err(Silence::Gone(why)) => session.miss(&pairing.name, why),
            }
            session.keeper.keep_if_due(&session.test)?;
        }
    }
    Ok(())
}

/// The turns that were taken, none at first.
fn kept_of<'a>(all: &'a mut Vec<Agreement>, pairing: &Pairing, with: &str) -> &'a mut Agreement {
    let (work, rung, with) = (pairing.name.clone(), pairing.rung, with.to_string());
    let none = Agreement { with, work, rung, ours: Vec::new(), theirs: Vec::new() };
    found_or(all, |one| one.work == pairing.name, none)
}

fn pairings(session: &mut Session, program: &Path) -> Vec<Pairing> {
    let mut kernels = tenfold_suite::kernels();
    kernels.shuffle(&mut Pcg64::seed_from_u64(session.test.sittings[0].seed));
    kernels.truncate(KERNELS);
    let mut pairings = Vec::new();
    match rivals::find() {
        Ok(rivals) => pairings.extend(kernels.iter().flat_map(|kernel| by_criterion(&**kernel, &rivals))),
        Err(why) => session.miss("the same variants timed by criterion", why),
    }
    match hyperfine::version() {
        Ok(_) => {
            let enlarged = kernels.iter().zip(COMMANDS);
            pairings.extend(enlarged.filter_map(|(kernel, times)| by_hyperfine(&**kernel, times, program)));
        }
        Err(why) => session.miss("the same commands timed by hyperfine", why),
    }
    pairings
}

fn by_criterion(kernel: &dyn AnyKernel, rivals: &Path) -> Vec<Pairing> {
    let pairing = |info: VariantInfo| {
        let (rung, times) = ENLARGED.into_iter().find(|(rung, _)| *rung == info.rung)?;
        let (name, _, cpus) = manned(kernel, &info);
        let (kernel_name, variant) = (kernel.name().to_string(), info.name.to_string());
        let params = enlarged(kernel, times);
        let work = Work { kernel: kernel_name, variant, params, cpus, seconds: SECONDS };
        Some(Pairing { name, rung, by: By::Criterion { rivals: rivals.to_path_buf(), work } })
    };
    firsts(kernel).into_iter().filter_map(pairing).collect()
}

fn by_hyperfine(kernel: &dyn AnyKernel, times: usize, program: &Path) -> Option<Pairing> {
    let naive = firsts(kernel).into_iter().find(|info| info.rung == Rung::Naive)?;
    let set =
        enlarged(kernel, times).into_iter().flat_map(|(name, value)| ["--set".to_string(), format!("{name}={value}")]);
    let args = ["exec", kernel.name(), naive.name].map(String::from).into_iter().chain(set).collect();
    let line = Invocation { program: program.to_string_lossy().to_string(), args, folder: None };
    let name = format!("command {} {}", kernel.name(), naive.name);
    Some(Pairing { name, rung: naive.rung, by: By::Hyperfine { line } })
}

/// The small problem so many times as large, or as it is where its limits do not allow that.
fn enlarged(kernel: &dyn AnyKernel, times: usize) -> Values {
    kernel.grow(&kernel.small(), times).unwrap_or_else(|_| kernel.small())
}

/// One turn, in random order: our median, and the other's with its name.
fn taken(session: &mut Session, pairing: &Pairing) -> Result<(f64, (String, f64)), Silence> {
    let ours_first: bool = session.rng.random();
    let stop = session.stop;
    match &pairing.by {
        By::Criterion { rivals, work } => {
            // The same machine code for both: the program that asks criterion is also ours to launch.
            let ours = || launched(rivals, work, pairing.rung, stop);
            let theirs = || rivals::time(rivals, work.clone(), stop);
            in_order(ours_first, ours, theirs)
        }
        By::Hyperfine { line } => {
            let cpu = worker_cpus(0).first().copied();
            let ours = || commanded(line, cpu, stop);
            let theirs = || {
                let times = hyperfine::times(line, RUNS, cpu).map_err(Silence::Gone)?;
                let version = hyperfine::version().map_err(Silence::Gone)?;
                Ok((version, middle(&times)?))
            };
            in_order(ours_first, ours, theirs)
        }
    }
}

fn in_order<A, B>(
    first: bool,
    ours: impl FnOnce() -> Result<A, Silence>,
    theirs: impl FnOnce() -> Result<B, Silence>,
) -> Result<(A, B), Silence> {
    if first {
        let ours = ours()?;
        Ok((ours, theirs()?))
    } else {
        let theirs = theirs()?;
        Ok((ours()?, theirs))
    }
}

/// Our median of a run, from a launch as `tenfold run` makes them, but of `program`; its answer was judged.
fn launched(program: &Path, work: &Work, rung: Rung, stop: &AtomicBool) -> Result<f64, Silence> {
    let gone = |why: String| Silence::Gone(why);
    let kernel = tenfold_suite::kernel(&work.kernel).ok_or_else(|| gone("its kernel is gone".to_string()))?;
    let params = kernel.resolve(&work.params).map_err(|e| gone(e.to_string()))?;
    let order = Order {
        cpus: work.cpus.clone(),
        protocol: Some(Protocol::lasting(work.seconds, work.cpus.len())),
        ..Order::of(&work.kernel, &work.variant, rung, params, work.cpus.len().max(1))
    };
    let done = Launcher::new(program.to_path_buf(), stop).launch(&*kernel, &order, LIMIT).done(LIMIT)?;
    if !done.judgement.passed() {
        return Err(gone("its answer is wrong".to_string()));
    }
    let each = f64::from(done.told.iterations);
    middle(&done.told.samples.iter().map(|sample| sample.seconds / each).collect::<Vec<_>>())
}

/// Our median of a command, as `tenfold compare --command` times it.
fn commanded(line: &Invocation, cpu: Option<usize>, stop: &AtomicBool) -> Result<f64, Silence> {
    let mut commands = Commands::new([line.clone(), line.clone()], cpu, LIMIT, stop);
    let mut times = Vec::new();
    let mut take = || -> Result<(), Trouble> {
        commands.launch(Start { first: Side::A, padding: [0; 2], builds: [0; 2] })?;
        for _ in 0..RUNS {
            times.push(commands.block(Side::A, Runs { warming: 0, timed: 1 })?.seconds);
        }
        Ok(())
    };
    match take() {
        Ok(()) => middle(&times),
        Err(Trouble::Interrupted) => Err(Silence::Interrupted),
        Err(Trouble::Wrong { reason, .. } | Trouble::Failed { reason, .. }) => Err(Silence::Gone(reason)),
    }
}

fn middle(times: &[f64]) -> Result<f64, Silence> {
    median(times).map_err(|e| Silence::Gone(e.to_string()))
}
