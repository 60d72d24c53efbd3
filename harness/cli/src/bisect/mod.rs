//! `tenfold bisect`: which commit made it slower, or faster?
//!
//! The search is [`tenfold_history::bisect`]; here commits are built and measured, and what is known is kept.
//!
//! | question | file |
//! |---|---|
//! | how is a commit built, and what is measured of it? | `way.rs` |
//! | how is it measured? | `probe.rs` |
//! | how is it resumed? | `kept.rs` |
//! | how is it told? | `tell.rs`, `json.rs` |

mod json;
mod kept;
mod probe;
mod tell;
mod way;

pub use tell::short;

use crate::args::Bisect as Args;
use crate::compare::sides::Taken;
use crate::fault::{FAILED, INTERRUPTED, mistake};
use crate::{nightly, stop};
use kept::{Kept, Record, Skipped, Subject};
use probe::{Bench, Came};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tenfold_analysis::format::counted;
use tenfold_history::bisect::{Costs, Ending, Probe, Search, Step};
use tenfold_history::{Bisected, Series};
use tenfold_launch::fingerprint;
use tenfold_launch::revision::{Logged, Repository};
use tenfold_measure::clock;
use tenfold_stats::ratio::SPREAD;

/// What a build takes, in seconds, where none was made yet.
const BUILD_SECONDS: f64 = 180.0;

/// Why a bisection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    /// It is known, or nothing that can be measured would tell more.
    Done,
    /// The time is up.
    TimeUp,
    /// It was told to stop.
    Stopped,
    /// GOOD or BAD gives a wrong answer, and so has no time.
    Wrong(String),
}

/// A bisection: what is searched, and what is known.
struct Bisection<'a> {
    args: &'a Args,
    /// The commits after GOOD, up to BAD.
    commits: Vec<Logged>,
    search: Search,
    record: Record,
    /// Where that is kept.
    file: PathBuf,
}

/// Finds the commit; ends with 0 where it did, with 3 where it could not say.
pub fn bisect(args: &Args) -> anyhow::Result<ExitCode> {
    let (begun, stop) = (Instant::now(), stop::listen());
    let repository = Repository::here().map_err(mistake)?;
    let hash = |name: &str| repository.commit(name).map_err(mistake);
    let (good, bad) = (hash(&args.good)?, hash(&args.bad)?);
    let commits = repository.line(&good, &bad).map_err(|why| mistake(format!("{} {}: {why}", args.good, args.bad)))?;
    eprintln!("{} after {} up to {}", counted(commits.len(), "commit"), tell::short(&good), tell::short(&bad));
    let revision = |name: &str, commit: &str| Taken::Revision { name: name.to_string(), commit: commit.to_string() };
    let ends = [revision(&args.good, &good), revision(&args.bad, &bad)];
    let mut bench = Bench::set_up(args, &repository, ends, stop)?;
    let mut bisection = Bisection::begun(args, good, commits, &bench)?;
    let why = bisection.search(&mut bench, begun)?;
    let ending = bisection.search.ending();
    if args.json {
        println!("{}", json::json(&bisection, &ending, &why));
    }
    if let Why::Wrong(reason) = why {
        error!("tenfold: {reason}; its time is not reported");
        return Ok(ExitCode::from(1));
    }
    if !args.json {
        tell::tell(&bisection, &ending, &why);
    }
    if why == Why::Done {
        bisection.keep(&repository, bench.way.series(), &ending)?;
    }
    Ok(ExitCode::from(match (why, ending) {
        (Why::Stopped, _) => INTERRUPTED,
        (_, Ending::Found { .. }) => 0,
        _ => FAILED,
    }))
}

impl<'a> Bisection<'a> {
    /// Takes up what was measured before.
    fn begun(args: &'a Args, good: String, commits: Vec<Logged>, bench: &Bench<'_>) -> anyhow::Result<Bisection<'a>> {
        let hashes: Vec<String> = commits.iter().map(|commit| commit.hash.clone()).collect();
        let machine = fingerprint::take(&[]).place().map_or(String::new(), |place| place.machine);
        let bad = hashes.last().cloned().unwrap_or_default();
        let subject = Subject { ends: [good, bad], cell: bench.way.name(), machine, key: bench.way.key()? };
        let file = Record::file(&args.out.out, &subject);
        let record = match args.fresh {
            true => Record::new(subject),
            false => Record::open(&file, &subject, &hashes)?,
        };
        let search = Search::new(commits.len(), args.confidence / 100.0, SPREAD);
        if !record.probes.is_empty() || !record.skipped.is_empty() {
            let (probes, skipped) = (counted(record.probes.len(), "probe"), counted(record.skipped.len(), "commit"));
            eprintln!("resuming: {probes} and {skipped} skipped (--fresh starts over)");
        }
        let mut bisection = Bisection { args, commits, search, record, file };
        let Record { probes, skipped, .. } = bisection.record.clone();
        probes.iter().for_each(|probe| bisection.observe(probe));
        skipped.iter().for_each(|skipped| bisection.skip(skipped));
        Ok(bisection)
    }

    /// Measures until it is known, the time since `begun` is up, or it is told to stop.
    fn search(&mut self, bench: &mut Bench<'_>, begun: Instant) -> anyhow::Result<Why> {
        let limit = Duration::from_secs_f64(60.0 * self.args.minutes);
        // What a probe takes in truth, starts and reference answers included.
        let mut probing = Vec::new();
        loop {
            let made = [&self.record.builds[..], &bench.builds[..]].concat();
            let costs = Costs { build: mean(&made, BUILD_SECONDS), probe: mean(&probing, probe::SECONDS) };
            let commit = match self.search.next(costs, |commit| bench.way.is_built(self.hash(commit))) {
                Step::Probe(commit) => commit,
                Step::End(_) => return Ok(Why::Done),
            };
            let is_built = bench.way.is_built(self.hash(commit));
            let expected = costs.probe + if is_built { 0.0 } else { costs.build };
            // One probe at least, however little time there is: or rerunning would not help.
            if !probing.is_empty() && begun.elapsed() + Duration::from_secs_f64(expected) > limit {
                return Ok(Why::TimeUp);
            }
            let hash = self.hash(commit).to_string();
            let (before, built) = (Instant::now(), bench.builds.len());
            match bench.probe(&hash, format!("{commit} of {}", self.commits.len()))? {
                Came::Stopped => return Ok(Why::Stopped),
                Came::GoodIsWrong(why) => return Ok(Why::Wrong(format!("GOOD's answer is wrong: {why}"))),
                Came::Not(bad) if commit == self.commits.len() => {
                    return match bad.is_wrong {
                        true => Ok(Why::Wrong(format!("BAD: {}", bad.why))),
                        false => Err(anyhow::anyhow!("BAD {}", bad.why)),
                    };
                }
                Came::Measured(kept) => {
                    let building: f64 = bench.builds[built..].iter().sum();
                    probing.push(before.elapsed().as_secs_f64() - building);
                    self.observe(&kept);
                    self.record.probes.push(kept);
                    tell::progress(self, commit);
                }
                Came::Not(skipped) => {
                    eprintln!("{}", tell::skipped(self, commit, &skipped.why));
                    self.skip(&skipped);
                    self.record.skipped.push(skipped);
                }
            }
            self.record.builds = [&self.record.builds[..], &bench.builds[..]].concat();
            bench.builds.clear();
            self.record.write(&self.file)?;
        }
    }

    /// Keeps the commits that were found in the history, where there is one: the dashboard shows them beside the change.
    fn keep(&self, repository: &Repository, series: Series, ending: &Ending) -> anyhow::Result<()> {
        let (places, probability) = match ending {
            Ending::Found { commit, probability } => (vec![*commit], *probability),
            Ending::OneOf { commits, probability } => (commits.clone(), *probability),
            Ending::Same { .. } | Ending::Several { .. } => return Ok(()),
        };
        let folder = &self.args.at.history;
        let Some(size) = self.search.size().filter(|_| folder.is_dir()) else { return Ok(()) };
        let commit = |place: usize| nightly::commit(repository, self.hash(place));
        let (good, bad, found_ms) = (commit(0)?, commit(self.commits.len())?, clock::unix_ms());
        let found = Bisected {
            id: format!("{found_ms}-{}-{}", good.short(), bad.short()),
            found_ms,
            series,
            good,
            bad,
            commits: places.into_iter().map(commit).collect::<anyhow::Result<_>>()?,
            probability,
            log_size: size.log_ratio,
            interval: size.interval,
            builds: self.revisions(),
        };
        let says_the_same = |known: &Bisected| {
            (&known.series, &known.good, &known.bad, &known.commits)
                == (&found.series, &found.good, &found.bad, &found.commits)
        };
        if !Bisected::all(folder)?.iter().any(says_the_same) {
            eprintln!("kept: {}: `tenfold site` shows it on the dashboard", found.keep(folder)?.display());
        }
        Ok(())
    }

    fn observe(&mut self, kept: &Kept) {
        let commit = self.place(&kept.commit);
        self.search.observe(Probe { commit, log_ratio: kept.log_ratio, error: kept.error });
    }

    fn skip(&mut self, skipped: &Skipped) {
        self.search.skip(self.place(&skipped.commit));
    }

    /// The place of a commit: 1 is the first after GOOD.
    fn place(&self, hash: &str) -> usize {
        self.commits.iter().position(|other| other.hash == hash).map_or(0, |index| index + 1)
    }

    /// The hash of the commit at `place`; GOOD has the place 0.
    fn hash(&self, place: usize) -> &str {
        place.checked_sub(1).map_or(&self.record.subject.ends[0], |index| &self.commits[index].hash)
    }

    fn subject(&self, place: usize) -> &str {
        place.checked_sub(1).map_or("", |index| self.commits[index].subject())
    }

    /// How many revisions were built, or should have been: GOOD, BAD, and those between.
    fn revisions(&self) -> usize {
        let probes = self.record.probes.iter().map(|probe| &probe.commit);
        let all: BTreeSet<&String> = probes.chain(self.record.skipped.iter().map(|skipped| &skipped.commit)).collect();
        1 + all.len()
    }
}

fn mean(values: &[f64], otherwise: f64) -> f64 {
    if values.is_empty() { otherwise } else { values.iter().sum::<f64>() / values.len() as f64 }
}
