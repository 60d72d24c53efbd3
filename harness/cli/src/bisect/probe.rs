//! Builds a commit and measures it against GOOD, as `compare` would.

use super::kept::{Kept, Skipped};
use crate::args::Bisect as Args;
use crate::compare::cells::{Asked, Cell, of_programs};
use crate::compare::fight::{Arena, Beside, settings};
use crate::compare::sides::Taken;
use crate::compare::{FEATURES, beginning, known, layouts};
use crate::fault::{mistake, stopped};
use crate::stop;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tenfold_analysis::comparison::{Standing, standings};
use tenfold_launch::duel::Silence;
use tenfold_launch::revision::{Programs, Repository};
use tenfold_measure::duel::protocol::Known;
use tenfold_plan::listed;
use tenfold_record::{Side, Store};

/// Builds of each revision, their code in other orders, as `compare` makes them.
const BUILDS: u64 = 2;

/// Seconds of a probe, or until its ratio is known to within half a per cent.
pub const SECONDS: f64 = 10.0;
const PRECISION: f64 = 0.5;

/// Longer reasons of git, cargo and kernels are cut.
const LONGEST: usize = 160;

/// What came of a commit.
pub enum Came {
    /// It was measured.
    Measured(Kept),
    /// It cannot be.
    Not(Skipped),
    /// GOOD's answer is wrong.
    GoodIsWrong(String),
    /// The program was told to stop.
    Stopped,
}

/// What it takes to measure commits against GOOD.
pub struct Bench<'a> {
    good: Taken,
    programs: Programs<'a>,
    /// GOOD against BAD; of other commits the builds alone differ.
    cell: Cell,
    store: Store,
    stop: &'a AtomicBool,
    /// How long the builds took that were made for it, in seconds.
    pub builds: Vec<f64>,
}

impl<'a> Bench<'a> {
    /// Builds GOOD and BAD, which must have the kernel and the variant.
    pub fn set_up(
        args: &Args,
        repository: &'a Repository,
        [good, bad]: [Taken; 2],
        stop: &'a AtomicBool,
    ) -> anyhow::Result<Bench<'a>> {
        let programs = Programs::of(repository, FEATURES, stop);
        let mut builds = Vec::new();
        let mut made = |name: &str, side: &Taken, place: u64| -> anyhow::Result<(Vec<PathBuf>, Vec<Known>)> {
            let made = made(&programs, commit(side), place, &mut builds).map_err(|silence| match silence {
                Silence::Gone(why) => mistake(format!("{name} ({}) cannot be built: {why}", side.described())),
                Silence::Interrupted => stopped(),
            })?;
            let known = known(&format!("{name} ({})", side.described()), &made, stop)?;
            has(&known, &format!("{name} ({})", side.described()), args)?;
            Ok((made, known))
        };
        let (a, of_a) = made("GOOD", &good, 0)?;
        let (b, of_b) = made("BAD", &bad, 1)?;
        let asked = Asked {
            sides: ["GOOD", "BAD"],
            kernels: std::slice::from_ref(&args.kernel),
            variants: std::slice::from_ref(&args.variant),
            set: &args.set,
            workers: args.workers,
        };
        let cell = of_programs(&asked, [a, b], &[of_a, of_b])?.0.swap_remove(0);
        let store = crate::stored::create(&args.out)?;
        Ok(Bench { good, programs, cell, store, stop, builds })
    }

    /// What is measured: "traffic threaded × 2 n=5000".
    pub fn cell(&self) -> String {
        let contest = &self.cell.contest;
        let params = contest.params.iter().map(|(name, value)| format!(" {name}={value}"));
        format!("{contest}{}", params.collect::<String>())
    }

    /// What builds are made with.
    pub fn key(&self) -> anyhow::Result<String> {
        self.programs.key().map_err(anyhow::Error::msg)
    }

    /// Whether `commit` is built.
    pub fn is_built(&self, commit: &str) -> bool {
        self.programs.is_kept(commit, &layouts(BUILDS, 1))
    }

    /// Measures `commit`, which is told as `name`, against GOOD.
    pub fn probe(&mut self, commit: &str, name: String) -> anyhow::Result<Came> {
        let skipped = |why: &str, is_wrong| {
            let why = brief(why);
            Ok(Came::Not(Skipped { commit: commit.to_string(), why, is_wrong }))
        };
        // GOOD too, which may have been removed meanwhile for builds of later commits.
        let good = made(&self.programs, self::commit(&self.good), 0, &mut self.builds);
        let both = good.and_then(|good| Ok([good, made(&self.programs, commit, 1, &mut self.builds)?]));
        let [a, b] = match both {
            Ok(both) => both,
            Err(Silence::Interrupted) => return Ok(Came::Stopped),
            Err(Silence::Gone(why)) => return skipped(&format!("does not build: {why}"), false),
        };
        (self.cell.programs[0].builds, self.cell.programs[1].builds) = (a, b);
        let sides = [self.good.clone(), Taken::Revision { name, commit: commit.to_string() }];
        let time = format!("{SECONDS} s, or until the interval is within {PRECISION} %");
        let parties = sides.map(|side| side.described());
        let comparison = beginning("bisect", None, time, BUILDS, parties, 0.0, Vec::new());
        let beside = Beside { instructions: false, stacks: false, ceilings: true };
        let mut arena = Arena::begin(comparison, beside, &mut self.store, self.stop)?;
        arena.cell(&self.cell, &settings(SECONDS, PRECISION / 100.0, 1), &mut self.store)?;
        let comparison = arena.comparison;
        let standings = standings(&comparison)?;
        let Some(standing) = standings.first().filter(|_| !stop::asked()) else { return Ok(Came::Stopped) };
        match &standing.standing {
            Standing::Wrong(Side::A, why) => return Ok(Came::GoodIsWrong(why.clone())),
            Standing::TooFast(Side::A, why) => anyhow::bail!("GOOD is too fast to be true: {why}"),
            Standing::Failed(Side::A, why) => anyhow::bail!("GOOD does not run: {why}"),
            Standing::Wrong(Side::B, why) => return skipped(&format!("its answer is wrong: {why}"), true),
            Standing::TooFast(Side::B, why) => return skipped(&format!("too fast to be true: {why}"), true),
            Standing::Failed(Side::B, why) => return skipped(&format!("does not run: {why}"), false),
            Standing::Stopped => return Ok(Came::Stopped),
            Standing::Faster | Standing::Slower { .. } | Standing::NoDifference { .. } => {}
        }
        let log_time = standing.finding.as_ref().map(|finding| finding.log_time()).transpose()?.flatten();
        let Some((log_ratio, error)) = log_time else {
            return skipped("too slow: one launch takes longer than a probe may", false);
        };
        let place = comparison.fingerprint.place();
        Ok(Came::Measured(Kept {
            commit: commit.to_string(),
            log_ratio,
            error,
            launches: standing.finding.as_ref().map_or(0, |finding| finding.logs.len()),
            comparison: comparison.id.clone(),
            boot: place.map_or(String::new(), |place| place.boot),
        }))
    }
}

/// The programs of one side; the time of a build is added to `builds`.
fn made(programs: &Programs<'_>, commit: &str, side: u64, builds: &mut Vec<f64>) -> Result<Vec<PathBuf>, Silence> {
    let (layouts, begun) = (layouts(BUILDS, side), Instant::now());
    let is_kept = programs.is_kept(commit, &layouts);
    let made = programs.of_commit(commit, &layouts, &|line| eprintln!("{line}"));
    if !is_kept && made.is_ok() {
        builds.push(begun.elapsed().as_secs_f64());
    }
    made
}

fn commit(side: &Taken) -> &str {
    match side {
        Taken::Revision { commit, .. } => commit,
        _ => unreachable!("the ends of a bisection are revisions"),
    }
}

/// Refuses a kernel or a variant that the program of `side` does not have.
fn has(known: &[Known], side: &str, args: &Args) -> anyhow::Result<()> {
    let (kernel, variant) = (&args.kernel, &args.variant);
    let kernels: Vec<&str> = known.iter().map(|known| known.kernel.as_str()).collect();
    let Some(found) = known.iter().find(|known| known.kernel == *kernel) else {
        return Err(mistake(format!("{side} has no kernel '{kernel}' ({})", listed(kernel, &kernels))));
    };
    let variants: Vec<&str> = found.variants.iter().map(|(name, _)| name.as_str()).collect();
    match variants.contains(&variant.as_str()) {
        true => Ok(()),
        false => Err(mistake(format!("{side}: {kernel} has no variant '{variant}' ({})", listed(variant, &variants)))),
    }
}

/// What tells most of a long reason: its first line from the first error on, or its first line.
fn brief(why: &str) -> String {
    let (head, rest) = why.split_once(": ").unwrap_or(("", why));
    let fault = rest.lines().find_map(|line| line.find("error").map(|at| &line[at..]));
    let line = fault.or(rest.lines().next()).unwrap_or(rest).trim();
    let told = if head.is_empty() { line.to_string() } else { format!("{head}: {line}") };
    match told.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &told[..end]),
        None => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_cargo_said_the_first_error_is_told() {
        let said = "does not build: cargo: it ended with status 101: warning: unused\n  --> a.rs\nerror[E0425]: cannot find x\n";
        assert_eq!(brief(said), "does not build: error[E0425]: cannot find x");
        let one_line = "does not build: cargo: it ended with status 101: error: expected one of";
        assert_eq!(brief(one_line), "does not build: error: expected one of");
        assert_eq!(brief("does not run: it ended"), "does not run: it ended");
        assert_eq!(brief(&"x".repeat(400)).chars().count(), LONGEST + 1);
    }
}
