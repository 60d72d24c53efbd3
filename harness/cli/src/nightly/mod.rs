//! `tenfold nightly`: is this revision slower than those before it?
//!
//! The revision is measured against a pinned reference in one job, so what is kept are ratios, which survive a change of machine.
//!
//! | question | file |
//! |---|---|
//! | what is measured? | `wanted.rs`: `subjects.rs`, from `kernels.rs` and `tracks.rs` (`criterion.rs`) |
//! | in which order, for how long? | `plan.rs` within `budget.rs` |
//! | is the night to be believed? | `sentinels.rs` |
//! | what is kept of it? | `night.rs`, `kept.rs` |
//! | what does it come to, how is it told? | `verdict.rs`, `tell.rs` |

mod budget;
mod criterion;
mod kept;
pub(crate) mod kernels;
pub(crate) mod night;
pub(crate) mod plan;
mod sentinels;
pub(crate) mod subjects;
mod tell;
pub(crate) mod tracks;
mod verdict;
pub(crate) mod wanted;

use crate::accepted::accepted;
use crate::args::Nightly as Args;
use crate::compare::beginning;
use crate::compare::fight::{Arena, Extras, Spare, settings};
use crate::fault::{INTERRUPTED, mistake};
use crate::lines::{self, paragraph};
use crate::{site, stop, stored};
pub(crate) use budget::Budget;
use plan::{Bout, Past, Plan};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use subjects::Subject;
use tell::Whole;
use tenfold_analysis::comparison::standings;
use tenfold_history::changes::{changes, void};
use tenfold_history::{Accepted, Commit, History, Night, Sentinel};
use tenfold_launch::revision::Repository;
use tenfold_record::{Comparison, Store};
use wanted::Wanted;

/// A cell is measured until its ratio is known to this share of the threshold, or its time is up.
pub(crate) const PRECISION: f64 = 0.25;

/// Why a cell was left out when time ran out.
pub(crate) const NO_TIME: &str = "no time was left for it: give it more --minutes";

/// Measures a night.
pub fn nightly(args: &Args) -> anyhow::Result<ExitCode> {
    let stop = stop::listen();
    let mut budget = Budget::begin(args.minutes);
    let repository = repository()?;
    let history = History::open(&args.at.history)?;
    let revision = commit(&repository, &args.revision)?;
    let reference = reference(args, &repository, &history, &revision)?;
    eprintln!(
        "reference: {} ({})\nrevision:  {} ({})",
        reference.short(),
        reference.subject,
        revision.short(),
        revision.subject
    );

    let revisions = [&reference, &revision];
    let wanted = Wanted {
        kernels: &args.kernels,
        builds: args.builds,
        tracks: args.tracks.as_deref(),
        sides: ["the reference", "the revision"],
        meets_itself: true,
    };
    let (subjects, left_out) = wanted.subjects(&repository, revisions, stop)?;
    // Before the time is shared out: a fingerprint asks many programs.
    let begun = begun(args, revisions, left_out);
    if let Some(said) = budget.built(budget.taken()) {
        eprintln!("{}", paragraph(&said));
    }
    let mut store = stored::create(&args.out)?;
    let job = Job { args, subjects: &subjects, history: &history, revisions, budget: &budget, stop };
    let fought = job.fought(begun, &mut store)?;
    if stop::asked() {
        let kept = &fought.comparison.id;
        let said = format!("stopped: the measurements are kept as {kept}; the night is not in the history");
        eprintln!("{}", paragraph(&said));
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let Fought { comparison, sentinels } = &fought;
    let cells = standings(comparison)?;
    let (observations, without) = night::observations(&cells);
    let mut night = Night {
        id: night::id(comparison.started_ms, &revision, comparison.seed),
        started_ms: comparison.started_ms,
        seconds: budget.taken().as_secs_f64(),
        machine: night::machine(&comparison.fingerprint),
        void: None,
        accepted: accepted_by(&repository, &history, &reference, &revision),
        sentinels: sentinels.clone(),
        observations,
        left_out: comparison.left_out.iter().cloned().chain(without).collect(),
        revision,
        reference,
    };
    night.void = match night.observations.iter().any(|observation| verdict::says_something(&observation.outcome)) {
        true => void(&history, &night),
        false => Some("nothing was measured".to_string()),
    };
    let file = kept::append(&args.at.history, &night, history.reference.as_deref())?;
    if let Err(why) = kept::flames(&args.at.history, &night, &cells) {
        eprintln!("{}", paragraph(&format!("no flamegraph of this night: {why:#}")));
    }
    eprintln!("night: {}", file.display());
    let (known, before) = (changes(&history), history);
    let history = History::open(&args.at.history)?;
    let changes = changes(&history);
    let threshold = args.threshold / 100.0;
    let told = kept::told(&history, &changes, &before, &known, threshold);
    let verdict = verdict::verdict(&night, &told, threshold);
    let nights = history.nights.iter().filter(|other| other.void.is_none() && other.machine.key == night.machine.key);
    let nights = nights.count();
    let whole = Whole { night: &night, comparison, nights, cells: &cells, told: &told, verdict: &verdict };
    match args.json {
        true => println!("{}", whole.json()),
        false => whole.tell(),
    }
    site::write(&args.at.history, &history, &changes, &args.site)?;
    eprintln!("dashboard: {}", args.site.join("index.html").display());
    Ok(ExitCode::from(verdict.code()))
}

/// The repository around the current folder, with all its commits.
fn repository() -> anyhow::Result<Repository> {
    let repository = Repository::here().map_err(mistake)?;
    match repository.is_shallow() {
        true => Err(mistake(
            "this is a shallow clone, in which commits cannot be ordered: fetch the rest with `git fetch --unshallow` \
             (in GitHub's checkout: fetch-depth: 0)",
        )),
        false => Ok(repository),
    }
}

/// The commit that `name` means.
pub(crate) fn commit(repository: &Repository, name: &str) -> anyhow::Result<Commit> {
    repository.commit(name).and_then(|hash| night::commit(repository, &hash)).map_err(mistake)
}

/// What the night is measured against: what is named, else what is pinned, else the revision's parent.
fn reference(args: &Args, repository: &Repository, history: &History, revision: &Commit) -> anyhow::Result<Commit> {
    match (&args.reference, &history.reference) {
        (Some(named), _) => commit(repository, named),
        (None, Some(pinned)) => commit(repository, pinned).map_err(|why| {
            mistake(format!(
                "the reference pinned in {}: {why}; --reference REV pins another",
                args.at.history.display()
            ))
        }),
        (None, None) => commit(repository, &format!("{}^", revision.hash)).map_err(|_| {
            mistake(format!(
                "{} has no parent to measure it against: name a reference with --reference REV",
                revision.short()
            ))
        }),
    }
}

/// What commits since the revision measured before accept; since the reference where none was, or where it is not here any more.
fn accepted_by(repository: &Repository, history: &History, reference: &Commit, revision: &Commit) -> Vec<Accepted> {
    let before = history.nights.iter().map(|night| &night.revision).rfind(|before| before.depth < revision.depth);
    let since = |from: &Commit| repository.between(&from.hash, &revision.hash).ok();
    let commits = before.and_then(since).or_else(|| since(reference)).unwrap_or_default();
    accepted(&commits)
}

/// A comparison of the revision against the reference, and one of the reference against itself.
fn begun(args: &Args, revisions: [&Commit; 2], left_out: Vec<(String, String)>) -> [Comparison; 2] {
    let Args { minutes, builds, threshold, .. } = args;
    let called = |what: &str, commit: &Commit| format!("{what} {} ({})", commit.short(), commit.subject);
    let (reference, revision) = (called("reference", revisions[0]), called("revision", revisions[1]));
    let time = format!("{} for all cells, builds included", lines::minutes(*minutes));
    let parties = [reference.clone(), revision];
    let night = beginning("nightly", None, time, Some(*builds), parties, threshold / 100.0, left_out);
    let itself = Comparison {
        id: night.id.replacen("nightly", "sentinels", 1),
        parties: [reference.clone(), format!("{reference}, in different layouts")],
        left_out: Vec::new(),
        ..night.clone()
    };
    [night, itself]
}

/// What there is to measure in a night.
struct Job<'a> {
    args: &'a Args,
    subjects: &'a [Subject],
    history: &'a History,
    /// Reference and revision.
    revisions: [&'a Commit; 2],
    budget: &'a Budget,
    stop: &'a AtomicBool,
}

/// What was measured.
struct Fought {
    comparison: Comparison,
    sentinels: Vec<Sentinel>,
}

impl Job<'_> {
    /// Measures what most needs it until the time is up.
    fn fought(&self, [night, itself]: [Comparison; 2], store: &mut Store) -> anyhow::Result<Fought> {
        let Job { subjects, history, stop, .. } = *self;
        let threshold = self.args.threshold / 100.0;
        let all = Extras { instructions: true, stacks: true, ceilings: true };
        let times = Extras { instructions: false, stacks: false, ceilings: false };
        let mut arena = Arena::begin(night, all, store, stop)?;
        let mut against_itself = Arena::begin(itself, times, store, stop)?;
        let sentinels = sentinels::of_night(subjects.len(), history.nights.len());
        let past = self.past();
        let mut plan = Plan::of(&past, &sentinels, self.budget.left());
        while let Some((bout, seconds)) = plan.next(self.budget.left()) {
            let settings = |cells| settings(seconds.times, PRECISION * threshold, cells);
            match bout {
                Bout::Cell(cell) => {
                    arena.spare = Spare { time: Duration::from_secs_f64(seconds.beside), known: past[cell].level };
                    subjects[cell].fight(&settings(subjects.len()), &mut arena, store)?;
                    plan.took_beside(arena.beside_taken.as_secs_f64());
                }
                Bout::Sentinel(cell) => {
                    subjects[cell].sentinel().fight(&settings(sentinels.len()), &mut against_itself, store)?;
                }
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
        let mut comparison = arena.comparison;
        comparison.left_out.extend(plan.rest().map(|cell| (subjects[cell].name(), NO_TIME.to_string())));
        let sentinels = night::sentinels(&standings(&against_itself.comparison)?);
        Ok(Fought { comparison, sentinels })
    }

    /// What the nights so far say of each subject: those that count, and whose ratios are on one scale.
    fn past(&self) -> Vec<Past> {
        let on_scale = |night: &&Night| night.void.is_none() && night.reference.hash == self.revisions[0].hash;
        let nights: Vec<&Night> = self.history.nights.iter().filter(on_scale).collect();
        self.subjects.iter().map(|subject| Past::of(&nights, &|series| subject.is_of(series))).collect()
    }
}
