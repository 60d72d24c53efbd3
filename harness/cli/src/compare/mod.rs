//! `tenfold compare`: is B slower than A?
//!
//! | question | file |
//! |---|---|
//! | what are A and B? | `sides.rs` |
//! | which cells are compared? | `cells.rs` |
//! | how are they measured? | `fight.rs` |
//! | how is it told? | `tell.rs`, `json.rs` |

pub(crate) mod cells;
pub(crate) mod fight;
pub(crate) mod json;
pub(crate) mod sides;
pub(crate) mod tell;

use crate::args::{Compare as Args, Report};
use crate::fault::{INTERRUPTED, mistake, stopped};
use crate::lines::span;
use crate::stop;
use crate::written::whole;
use cells::{Asked, Chosen};
use fight::{Arena, Extras};
use sides::Taken;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_analysis::comparison::{CellStanding, regressed, standings};
use tenfold_analysis::format::counted;
use tenfold_launch::duel::{Opponent, Silence, duelist};
use tenfold_launch::fingerprint;
use tenfold_launch::revision::{Programs, Repository};
use tenfold_measure::clock;
use tenfold_measure::duel::protocol::{Answer, Ask, Known};
use tenfold_page::comparison::html;
use tenfold_record::Comparison;

/// Compares; ends with 1 where B is slower by more than the threshold, or an answer is wrong.
pub fn compare(args: &Args) -> anyhow::Result<ExitCode> {
    let sides = sides::taken(&args.a, &args.b, args.command)?;
    let asks = !(args.kernels.is_empty() && args.variants.is_empty() && args.set.is_empty()) || args.workers.is_some();
    if args.command && asks {
        return Err(mistake("--command: commands have no kernels, variants, params or workers"));
    }
    let stop = stop::listen();
    for (name, side) in ["A", "B"].iter().zip(&sides) {
        eprintln!("{name}: {}", side.described());
    }
    let (cells, left_out) = chosen(args, &sides, stop)?;
    let count = if args.command { 1 } else { cells.len() };
    if count > 0 {
        let time = span((count as f64 * args.seconds).ceil());
        eprintln!("{}: about {time}, up to four times as long on a noisy machine", counted(count, "cell"));
    }
    let mut store = crate::stored::create(&args.out)?;
    let extras = Extras { instructions: !args.no_instructions, stacks: !args.no_profile, ceilings: true };
    let mut arena = Arena::begin(begun(args, &sides, left_out), extras, &mut store, stop)?;
    fight::all(args, &sides, &cells, &mut arena, &mut store)?;
    let comparison = arena.comparison;
    let cells = standings(&comparison)?;
    match (args.json, args.markdown) {
        (true, _) => println!("{}", json::json(&comparison, &cells)),
        (_, true) => print!("{}", tenfold_analysis::comparison::markdown(&comparison, &cells)),
        _ => tell::tell(&comparison, &cells),
    }
    let page = args.out.out.join(format!("{}.html", comparison.id));
    written(&page, &comparison, &cells)?;
    if stop::asked() {
        return Ok(ExitCode::from(INTERRUPTED));
    }
    Ok(ExitCode::from(u8::from(regressed(&cells))))
}

/// Tells a comparison of the store again, and writes its page.
pub fn again(comparison: &Comparison, args: &Report) -> anyhow::Result<ExitCode> {
    let cells = standings(comparison)?;
    match args.json {
        true => println!("{}", json::json(comparison, &cells)),
        false => tell::tell(comparison, &cells),
    }
    if !args.terminal {
        let beside = || args.out.out.join(format!("{}.html", comparison.id));
        written(&args.html.clone().unwrap_or_else(beside), comparison, &cells)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the page of a comparison.
pub(crate) fn written(page: &Path, comparison: &Comparison, cells: &[CellStanding<'_>]) -> anyhow::Result<()> {
    whole(page, html(comparison, cells)?.as_bytes())?;
    eprintln!("page: {}", page.display());
    Ok(())
}

fn begun(args: &Args, sides: &[Taken; 2], left_out: Vec<(String, String)>) -> Comparison {
    let parties = [sides[0].described(), sides[1].described()];
    let time = format!(
        "{} s per cell, less once the interval is within {} %, up to four times as long while it is not within {} %",
        args.seconds,
        args.precision,
        args.threshold.max(100.0 * fight::TOO_WIDE)
    );
    let is_built = sides.iter().any(|side| matches!(side, Taken::Revision { .. }));
    beginning("compare", args.seed, time, is_built.then_some(args.builds), parties, args.threshold / 100.0, left_out)
}

/// A comparison without duels, of a verb that gives each cell its `time`, with so many builds of each revision, if any is built.
pub(crate) fn beginning(
    verb: &str,
    seed: Option<u64>,
    time: String,
    builds: Option<u64>,
    parties: [String; 2],
    threshold: f64,
    left_out: Vec<(String, String)>,
) -> Comparison {
    let started_ms = clock::unix_ms();
    let seed = seed.unwrap_or_else(clock::seed);
    let mut protocol = vec![("seed", seed.to_string()), ("time", time)];
    protocol.extend(builds.map(|builds| ("builds", format!("{builds} of each revision, each in a different layout"))));
    protocol.extend([
        (
            "turns",
            "two processes on the same CPUs, ABBA or BAAB, blocks of a few milliseconds, each after untimed runs"
                .to_string(),
        ),
        ("alarms", "at most one in a hundred cells, and one in a hundred of those called changed".to_string()),
    ]);
    Comparison {
        id: format!("{verb}-{started_ms}-{:04x}", seed & 0xffff),
        started_ms,
        seed,
        parties,
        threshold,
        fingerprint: fingerprint::take(&protocol),
        duels: Vec::new(),
        left_out,
    }
}

/// The cells to compare. Commands have none: they are one duel of their own.
fn chosen(args: &Args, sides: &[Taken; 2], stop: &AtomicBool) -> anyhow::Result<Chosen> {
    match sides {
        [Taken::Command(_), _] => Ok((Vec::new(), Vec::new())),
        [Taken::Variant { .. }, _] => cells::of_variants(&asked(args), std::env::current_exe()?, sides),
        [a, b] => {
            let programs = programs(args, [a, b], stop)?;
            let called = [format!("A ({})", a.described()), format!("B ({})", b.described())];
            in_common(&asked(args), programs, &called, stop)
        }
    }
}

fn asked(args: &Args) -> Asked<'_> {
    let Args { kernels, variants, set, workers, .. } = args;
    Asked { sides: ["A", "B"], kernels, variants, set, workers: *workers }
}

/// The cells that the programs of both sides have, each side called as in `called` where it does not answer.
pub(crate) fn in_common(
    asked: &Asked<'_>,
    programs: [Vec<PathBuf>; 2],
    called: &[String; 2],
    stop: &AtomicBool,
) -> anyhow::Result<Chosen> {
    let known = [known(&called[0], &programs[0], stop)?, known(&called[1], &programs[1], stop)?];
    let (cells, left_out) = cells::of_programs(asked, programs, &known)?;
    match cells.is_empty() {
        false => Ok((cells, left_out)),
        true => Err(mistake("the two sides have no cell in common")),
    }
}

/// The programs of either side; a revision is built, in layouts of its own, where it was not before.
fn programs(args: &Args, sides: [&Taken; 2], stop: &AtomicBool) -> anyhow::Result<[Vec<PathBuf>; 2]> {
    let of = |side: &Taken, place: u64| match side {
        Taken::Program(path) => Ok(vec![path.clone()]),
        Taken::Revision { name, commit } => built(name, commit, &layouts(args.builds, place), stop),
        Taken::Variant { .. } | Taken::Command(_) => Ok(vec![std::env::current_exe()?]),
    };
    Ok([of(sides[0], 0)?, of(sides[1], 1)?])
}

/// The layouts of one of two sides. They draw other numbers: one commit twice is two sources.
pub(crate) fn layouts(builds: u64, side: u64) -> Vec<u64> {
    match builds {
        1 => Vec::new(),
        builds => (1..=builds).map(|i| builds * side + i).collect(),
    }
}

/// The features that revisions are built with: those of this program.
pub(crate) const FEATURES: &str = if cfg!(feature = "mpi") { "mpi" } else { "" };

/// Programs of a revision.
pub(crate) fn built(name: &str, commit: &str, layouts: &[u64], stop: &AtomicBool) -> anyhow::Result<Vec<PathBuf>> {
    let repository = Repository::here().map_err(mistake)?;
    let changed = repository.changed(commit);
    if changed > 0 {
        let (files, are) = (counted(changed, "changed file"), if changed == 1 { "is" } else { "are" });
        eprintln!("{name}: {files} {are} not committed, and not part of it");
    }
    let programs = Programs::of(&repository, FEATURES, stop).of_commit(commit, layouts, &|line| eprintln!("{line}"));
    programs.map_err(|silence| match silence {
        Silence::Gone(why) => mistake(format!("revision {name} cannot be built: {why}")),
        Silence::Interrupted => stopped(),
    })
}

/// The kernels that a program has.
pub(crate) fn known(side: &str, builds: &[PathBuf], stop: &AtomicBool) -> anyhow::Result<Vec<Known>> {
    const LIMIT: Duration = Duration::from_secs(30);
    let opponent = Opponent::start(duelist(&builds[0], 0), LIMIT, stop);
    let answer = opponent.and_then(|mut opponent| opponent.ask(&Ask::List));
    match answer {
        Ok(Answer::Kernels(known)) => Ok(known),
        Ok(_) => Err(mistake(format!("{side}: it does not list its kernels"))),
        Err(Silence::Interrupted) => Err(stopped()),
        Err(Silence::Gone(why)) => Err(mistake(format!("{side}: {why}"))),
    }
}
