//! Do others find the same times? criterion on variants, hyperfine on commands, in turns with this harness.

use super::Session;
use super::plan::Cell;
use crate::stop;
use anyhow::Context;
use rand::Rng;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tenfold_duel::{Runs, Source, Start, Trouble};
use tenfold_kernel::Rung;
use tenfold_measure::duel::{CommandLine, Commands, Silence};
use tenfold_measure::launch::{Ended, Launcher};
use tenfold_measure::order::{Order, Reply};
use tenfold_measure::pin;
use tenfold_measure::rivals::{self, Work, hyperfine};
use tenfold_measure::sampling::Protocol;
use tenfold_record::{Agreement, Side};
use tenfold_stats::median;

/// Seconds that either program samples for in a turn.
const SECONDS: f64 = 0.5;

/// Runs of a command in a turn, by either program.
const RUNS: u32 = 10;

/// More turns say little more.
const MOST_TURNS: usize = 40;

/// How long one launch may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The commands: of about a twentieth of a second, so that starting a process is not all there is to time.
const COMMANDS: [(&str, &str, Rung, &[&str]); 2] = [
    ("traffic", "naive", Rung::Naive, &["n=200000", "steps=50"]),
    ("mandelbrot", "naive", Rung::Naive, &["width=160", "height=160"]),
];

/// One work that two programs time.
enum Pairing {
    Criterion { rivals: PathBuf, cell: usize },
    Hyperfine { line: CommandLine },
}

/// Takes turns until the time is up.
pub fn agreement(session: &mut Session, until: Instant) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("this program is not to be found")?;
    let mut pairings = pairings(session, &program);
    eprintln!("{} works are timed by others as well", pairings.len());
    for turn in 0..MOST_TURNS {
        for (pairing, agreement) in &mut pairings {
            // The first turn is taken whatever the time.
            if stop::asked() || turn > 0 && Instant::now() >= until {
                break;
            }
            match taken(session, pairing, &program) {
                Ok((ours, (with, theirs))) => {
                    agreement.with = with;
                    agreement.ours.push(ours);
                    agreement.theirs.push(theirs);
                }
                Err(Silence::Interrupted) => break,
                Err(Silence::Gone(why)) => session.miss(&agreement.work.clone(), why),
            }
        }
    }
    let done = pairings.into_iter().map(|(_, agreement)| agreement).filter(|a| !a.ours.is_empty());
    session.test.agreements.extend(done);
    Ok(())
}

fn pairings(session: &mut Session, program: &Path) -> Vec<(Pairing, Agreement)> {
    let blank =
        |work: String, rung| Agreement { with: String::new(), work, rung, ours: Vec::new(), theirs: Vec::new() };
    let mut pairings = Vec::new();
    match rivals::find() {
        Ok(rivals) => pairings.extend(session.cells.iter().enumerate().filter_map(|(index, cell)| {
            // Ranks are started by our own means alone.
            let paired = cell.rung != Rung::Distributed;
            paired.then(|| {
                (Pairing::Criterion { rivals: rivals.clone(), cell: index }, blank(cell.name.clone(), cell.rung))
            })
        })),
        Err(why) => session.miss("the same variants timed by criterion", why),
    }
    match hyperfine::version() {
        Ok(_) => pairings.extend(COMMANDS.map(|(kernel, variant, rung, params)| {
            let mut args = vec!["exec".to_string(), kernel.to_string(), variant.to_string()];
            args.extend(params.iter().flat_map(|param| ["--set".to_string(), param.to_string()]));
            let work = format!("command {kernel} {variant}");
            let line = CommandLine { program: program.to_string_lossy().to_string(), args };
            (Pairing::Hyperfine { line }, blank(work, rung))
        })),
        Err(why) => session.miss("the same commands timed by hyperfine", why),
    }
    pairings
}

/// One turn, in random order: our median, and the other's with its name.
fn taken(session: &mut Session, pairing: &Pairing, program: &Path) -> Result<(f64, (String, f64)), Silence> {
    let ours_first: bool = session.rng.random();
    let stop = session.stop;
    match pairing {
        Pairing::Criterion { rivals, cell } => {
            let cell = &session.cells[*cell];
            let ours = || launched(program, cell, stop);
            let theirs = || rivals::time(rivals, work(cell), stop);
            in_order(ours_first, ours, theirs)
        }
        Pairing::Hyperfine { line } => {
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

fn work(cell: &Cell) -> Work {
    let prepare = &cell.program.prepare;
    Work {
        kernel: prepare.kernel.clone(),
        variant: prepare.variant.clone(),
        params: prepare.params.clone(),
        cpus: prepare.cpus.clone(),
        seconds: SECONDS,
    }
}

/// Our median of a run, from a launch as `tenfold run` makes them; its answer was judged.
fn launched(program: &Path, cell: &Cell, stop: &AtomicBool) -> Result<f64, Silence> {
    let gone = |why: String| Silence::Gone(why);
    let prepare = &cell.program.prepare;
    let kernel = tenfold_suite::kernel(&prepare.kernel).ok_or_else(|| gone("its kernel has gone".to_string()))?;
    let order = Order {
        kernel: prepare.kernel.clone(),
        variant: prepare.variant.clone(),
        rung: cell.rung,
        params: kernel.resolve(&prepare.params).map_err(|e| gone(e.to_string()))?,
        external: None,
        workers: prepare.workers,
        transport: None,
        cpus: prepare.cpus.clone(),
        full_check: false,
        protocol: Some(Protocol { seconds: SECONDS }),
        profile: None,
        trace: false,
        spawned: 0.0,
    };
    let launcher = Launcher { program: program.to_path_buf(), python: None, stop };
    match launcher.launch(&*kernel, &order, LIMIT) {
        Ended::Replied(Reply::Done(done)) if done.judgement.passed() => {
            let each = f64::from(done.iterations);
            middle(&done.samples.iter().map(|sample| sample.seconds / each).collect::<Vec<_>>())
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
