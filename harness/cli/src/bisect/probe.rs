//! Builds a commit and measures it against GOOD, as `compare` would.

use super::kept::{Kept, Skipped};
use super::way::{BUILDS, Way};
use crate::args::Bisect as Args;
use crate::compare::beginning;
use crate::compare::fight::{Arena, Extras, settings};
use crate::compare::sides::Taken;
use crate::stop;
use std::sync::atomic::AtomicBool;
use tenfold_analysis::comparison::{Standing, standings};
use tenfold_launch::duel::Silence;
use tenfold_launch::revision::Repository;
use tenfold_record::{Side, Store};

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
    /// How they are built.
    pub way: Way<'a>,
    store: Store,
    stop: &'a AtomicBool,
    /// How long the builds took that were made for it, in seconds.
    pub builds: Vec<f64>,
}

impl<'a> Bench<'a> {
    /// Builds GOOD and BAD, which must have what is searched.
    pub fn set_up(
        args: &Args,
        repository: &'a Repository,
        [good, bad]: [Taken; 2],
        stop: &'a AtomicBool,
    ) -> anyhow::Result<Bench<'a>> {
        let mut builds = Vec::new();
        let (a, b) = (commit(&good), commit(&bad));
        let way = match &args.tracks {
            Some(file) => Way::track(args, file, repository, [a, b], &mut builds, stop)?,
            None => {
                let ends = [(a, good.described()), (b, bad.described())];
                let ends = ends.each_ref().map(|(commit, described)| (*commit, described.as_str()));
                Way::kernel(args, repository, ends, &mut builds, stop)?
            }
        };
        let store = crate::stored::create(&args.out)?;
        Ok(Bench { good, way, store, stop, builds })
    }

    /// Measures `commit`, which is told as `name`, against GOOD.
    pub fn probe(&mut self, commit: &str, name: String) -> anyhow::Result<Came> {
        let skipped = |why: &str, is_wrong| {
            let why = brief(why);
            Ok(Came::Not(Skipped { commit: commit.to_string(), why, is_wrong }))
        };
        let subject = match self.way.subject(self::commit(&self.good), commit, &mut self.builds) {
            Ok(subject) => subject,
            Err(Silence::Interrupted) => return Ok(Came::Stopped),
            Err(Silence::Gone(why)) => return skipped(&format!("does not build: {why}"), false),
        };
        let sides = [self.good.clone(), Taken::Revision { name, commit: commit.to_string() }];
        let time = format!("{SECONDS} s, or until the interval is within {PRECISION} %");
        let parties = sides.map(|side| side.described());
        let comparison = beginning("bisect", None, time, Some(BUILDS), parties, 0.0, Vec::new());
        let extras = Extras { instructions: false, stacks: false, ceilings: true };
        let mut arena = Arena::begin(comparison, extras, &mut self.store, self.stop)?;
        subject.fight(&settings(SECONDS, PRECISION / 100.0, 1), &mut arena, &mut self.store)?;
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
            return skipped("too slow: three launches take longer than a probe may", false);
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

fn commit(side: &Taken) -> &str {
    match side {
        Taken::Revision { commit, .. } => commit,
        _ => unreachable!("the ends of a bisection are revisions"),
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
