//! Do others find the same times? criterion on variants, hyperfine on commands, in turns with this harness.

use super::Session;
use crate::stop;
use anyhow::Context;
use rand::Rng;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_duel::{Runs, Source, Start, Trouble};
use tenfold_kernel::{Rung, Value};
use tenfold_measure::duel::{CommandLine, Commands, Silence};
use tenfold_measure::launch::{Ended, Launcher};
use tenfold_measure::order::{Order, Reply};
use tenfold_measure::pin;
use tenfold_measure::rivals::{self, Work, hyperfine};
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

/// The variants that criterion times too, with problems of about a millisecond. In smaller ones whether the branch
/// predictor knows the whole run by heart, and where the memory of a launch happens to lie, are much of the time. Ranks are
/// started by our own means alone: there are no distributed ones.
const VARIANTS: [(&str, &str, &[(&str, i64)]); 9] = [
    ("traffic", "naive", &[("n", 100_000), ("steps", 2)]),
    ("traffic", "vectorised-bytes", &[("n", 100_000), ("steps", 50)]),
    ("traffic", "threaded", &[("n", 1_000_000), ("steps", 100)]),
    ("heat", "naive", &[("n", 254), ("steps", 8)]),
    ("heat", "vectorised", &[("n", 254), ("steps", 20)]),
    ("heat", "threaded", &[("n", 510), ("steps", 20)]),
    ("mandelbrot", "naive", &[("width", 64), ("height", 64)]),
    ("mandelbrot", "vectorised", &[("width", 128), ("height", 128)]),
    ("mandelbrot", "threaded", &[("width", 128), ("height", 128)]),
];

/// The commands that hyperfine times too: a fiftieth and a tenth of a second.
const COMMANDS: [(&str, &str, &[&str]); 2] =
    [("mandelbrot", "naive", &["width=160", "height=160"]), ("traffic", "naive", &["n=200000", "steps=50"])];

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
    Hyperfine { line: CommandLine },
}

/// Takes turns until the time is up, and goes on with those there are.
pub fn agreement(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program is not to be found")?;
    let pairings = pairings(session, &program);
    eprintln!("{} works are timed by others as well", pairings.len());
    for turn in 0..MOST_TURNS {
        for pairing in &pairings {
            let kept = session.test.agreements.iter().find(|one| one.work == pairing.name);
            let before = kept.map_or(0, |one| one.ours.len());
            // The first turn is taken whatever the time.
            if before > turn || before > 0 && Instant::now() >= until {
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
    let index = all.iter().position(|one| one.work == pairing.name).unwrap_or_else(|| {
        let (work, rung, with) = (pairing.name.clone(), pairing.rung, with.to_string());
        all.push(Agreement { with, work, rung, ours: Vec::new(), theirs: Vec::new() });
        all.len() - 1
    });
    &mut all[index]
}

fn pairings(session: &mut Session, program: &Path) -> Vec<Pairing> {
    let mut pairings = Vec::new();
    match rivals::find() {
        Ok(rivals) => pairings.extend(VARIANTS.iter().filter_map(|(kernel, variant, params)| {
            let rung = rung(kernel, variant)?;
            let given = params.iter().map(|(name, value)| (name.to_string(), Value::Int(*value))).collect();
            let (workers, suffix) = match rung {
                Rung::Threaded => (pin::cores(), format!(" × {}", pin::cores())),
                _ => (1, String::new()),
            };
            let allowed = pin::allowed();
            let work = Work {
                kernel: kernel.to_string(),
                variant: variant.to_string(),
                params: given,
                cpus: allowed[allowed.len().saturating_sub(workers)..].to_vec(),
                seconds: SECONDS,
            };
            let name = format!("{kernel} {variant}{suffix}");
            Some(Pairing { name, rung, by: By::Criterion { rivals: rivals.clone(), work } })
        })),
        Err(why) => session.miss("the same variants timed by criterion", why),
    }
    match hyperfine::version() {
        Ok(_) => pairings.extend(COMMANDS.iter().filter_map(|(kernel, variant, params)| {
            let mut args = vec!["exec".to_string(), kernel.to_string(), variant.to_string()];
            args.extend(params.iter().flat_map(|param| ["--set".to_string(), param.to_string()]));
            let line = CommandLine { program: program.to_string_lossy().to_string(), args };
            let name = format!("command {kernel} {variant}");
            Some(Pairing { name, rung: rung(kernel, variant)?, by: By::Hyperfine { line } })
        })),
        Err(why) => session.miss("the same commands timed by hyperfine", why),
    }
    pairings
}

fn rung(kernel: &str, variant: &str) -> Option<Rung> {
    tenfold_suite::kernel(kernel)?.variants().iter().find(|info| info.name == variant).map(|info| info.rung)
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
            let cpu = pin::allowed().last().copied();
            let ours = || commanded(line, cpu);
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
    let kernel = tenfold_suite::kernel(&work.kernel).ok_or_else(|| gone("its kernel has gone".to_string()))?;
    let order = Order {
        kernel: work.kernel.clone(),
        variant: work.variant.clone(),
        rung,
        params: kernel.resolve(&work.params).map_err(|e| gone(e.to_string()))?,
        external: None,
        workers: work.cpus.len().max(1),
        transport: None,
        cpus: work.cpus.clone(),
        protocol: Some(Protocol { seconds: work.seconds }),
        profile: None,
        trace: false,
        spawned: 0.0,
        outputs: Default::default(),
    };
    let launcher = Launcher::new(program.to_path_buf(), stop);
    match launcher.launch(&*kernel, &order, LIMIT) {
        Ended::Replied(Reply::Done(done)) if done.judgement.passed() => {
            let each = f64::from(done.told.iterations);
            middle(&done.told.samples.iter().map(|sample| sample.seconds / each).collect::<Vec<_>>())
        }
        Ended::Replied(Reply::Done(_)) => Err(gone("its answer is wrong".to_string())),
        Ended::Replied(Reply::Failed { reason }) | Ended::Crashed(reason) => Err(gone(reason)),
        Ended::TimedOut => Err(gone(format!("it took longer than {} s", LIMIT.as_secs()))),
        Ended::Interrupted => Err(Silence::Interrupted),
    }
}

/// Our median of a command, as `tenfold compare --command` times it.
fn commanded(line: &CommandLine, cpu: Option<usize>) -> Result<f64, Silence> {
    let mut commands = Commands::new([line.clone(), line.clone()], cpu);
    let mut times = Vec::new();
    let mut take = || -> Result<(), Trouble> {
        commands.launch(Start { first: Side::A, padding: [0; 2] })?;
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
