//! How commits are built, and what is measured of them: a variant of a kernel, or something that a file of tracks names.

use crate::args::Bisect as Args;
use crate::compare::cells::{Asked, Cell, of_programs};
use crate::compare::{FEATURES, known, layouts};
use crate::fault::{mistake, stopped};
use crate::nightly::subjects::{COMMAND, Subject};
use crate::nightly::{commit, kernels, night::series, tracks};
use crate::stop;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tenfold_history::Series;
use tenfold_launch::duel::Silence;
use tenfold_launch::revision::{Programs, Repository, Trees};
use tenfold_measure::duel::protocol::Known;
use tenfold_plan::{Tracks, listed};

/// Builds of each revision, their code in other orders, as `compare` makes them.
pub const BUILDS: u64 = 2;

/// What the ends of the range are called.
const SIDES: [&str; 2] = ["GOOD", "BAD"];

/// How commits are built, and what is measured of them.
pub enum Way<'a> {
    /// A variant of a kernel.
    Kernel {
        /// The programs of the commits.
        programs: Programs<'a>,
        /// GOOD against BAD; of other commits the builds alone differ.
        cell: Box<Cell>,
    },
    /// A command, or a benchmark of criterion's.
    Track {
        /// The work trees of the commits.
        trees: Trees<'a>,
        /// The repository.
        repository: &'a Repository,
        /// What is measured, and nothing else.
        tracks: Tracks,
        /// Its series.
        series: Series,
        /// Whether to stop.
        stop: &'a AtomicBool,
    },
}

impl<'a> Way<'a> {
    /// Builds the kernel's programs at both ends of the range, which must have the variant; builds are told in seconds.
    pub fn kernel(
        args: &Args,
        repository: &'a Repository,
        ends: [(&str, &str); 2],
        builds: &mut Vec<f64>,
        stop: &'a AtomicBool,
    ) -> anyhow::Result<Way<'a>> {
        kernels::required(repository, ends[1].0)?;
        let programs = Programs::of(repository, FEATURES, stop);
        let mut end = |place: usize| -> anyhow::Result<(Vec<PathBuf>, Vec<Known>)> {
            let (commit, described) = ends[place];
            let called = format!("{} ({described})", SIDES[place]);
            let made = made(&programs, commit, place as u64, builds).map_err(|silence| match silence {
                Silence::Gone(why) => mistake(format!("{called} cannot be built: {why}")),
                Silence::Interrupted => stopped(),
            })?;
            let known = known(&called, &made, stop)?;
            has(&known, &called, args)?;
            Ok((made, known))
        };
        let ((a, of_a), (b, of_b)) = (end(0)?, end(1)?);
        let asked = Asked {
            sides: SIDES,
            kernels: std::slice::from_ref(&args.kernel),
            variants: std::slice::from_ref(&args.variant),
            set: &args.set,
            workers: args.workers,
        };
        let cell = of_programs(&asked, [a, b], &[of_a, of_b])?.0.swap_remove(0);
        Ok(Way::Kernel { programs, cell: Box::new(cell) })
    }

    /// Builds what `file` says of the track at both ends of the range; builds are told in seconds.
    pub fn track(
        args: &Args,
        file: &Path,
        repository: &'a Repository,
        [good, bad]: [&str; 2],
        builds: &mut Vec<f64>,
        stop: &'a AtomicBool,
    ) -> anyhow::Result<Way<'a>> {
        if !args.set.is_empty() || args.workers.is_some() {
            return Err(mistake("--tracks: a command or a benchmark has no params and no workers to set"));
        }
        let series =
            Series { group: args.kernel.clone(), name: args.variant.clone(), problem: String::new(), workers: 1 };
        let tracks = only(tracks::read(file)?, &series, file)?;
        let way = Way::Track { trees: Trees::of(repository, stop), repository, tracks, series, stop };
        way.tracked(SIDES, [good, bad], builds)?;
        Ok(way)
    }

    /// What is measured: "traffic threaded × 2 n=5000".
    pub fn name(&self) -> String {
        match self {
            Way::Kernel { cell, .. } => {
                let params = cell.contest.params.iter().map(|(name, value)| format!(" {name}={value}"));
                format!("{}{}", cell.contest, params.collect::<String>())
            }
            Way::Track { series, .. } => series.to_string(),
        }
    }

    /// The series that nights follow it by.
    pub fn series(&self) -> Series {
        match self {
            Way::Kernel { cell, .. } => series(&cell.contest),
            Way::Track { series, .. } => series.clone(),
        }
    }

    /// What builds are made with.
    pub fn key(&self) -> anyhow::Result<String> {
        match self {
            Way::Kernel { programs, .. } => programs.key().map_err(anyhow::Error::msg),
            // A command that was changed is another subject, even if it is built alike.
            Way::Track { trees, tracks, .. } => Ok(format!("{} {tracks:?}", trees.key(&tracks::steps(tracks)))),
        }
    }

    /// Whether `commit` is built.
    pub fn is_built(&self, commit: &str) -> bool {
        match self {
            Way::Kernel { programs, .. } => programs.is_kept(commit, &layouts(BUILDS, 1)),
            Way::Track { trees, tracks, .. } => trees.is_kept(commit, &tracks::steps(tracks)),
        }
    }

    /// `commit` against `good`, which may have been removed meanwhile for builds of later commits; builds are told in seconds.
    pub fn subject(&self, good: &str, commit: &str, builds: &mut Vec<f64>) -> Result<Subject, Silence> {
        match self {
            Way::Kernel { programs, cell } => {
                let good = made(programs, good, 0, builds)?;
                let mut cell = cell.clone();
                (cell.programs[0].builds, cell.programs[1].builds) = (good, made(programs, commit, 1, builds)?);
                Ok(Subject::Kernel { cell, other: Vec::new() })
            }
            Way::Track { .. } => {
                let found = self.tracked(["GOOD", "the commit"], [good, commit], builds);
                found.map_err(|fault| match stop::asked() {
                    true => Silence::Interrupted,
                    false => Silence::Gone(fault.to_string()),
                })
            }
        }
    }

    /// The track of both commits, which are called as in `sides`.
    fn tracked(&self, sides: [&str; 2], [good, bad]: [&str; 2], builds: &mut Vec<f64>) -> anyhow::Result<Subject> {
        let Way::Track { repository, tracks, series, stop, .. } = self else {
            unreachable!("a kernel has programs of its own")
        };
        let (is_built, begun) = (self.is_built(good) && self.is_built(bad), Instant::now());
        let commits = [commit(repository, good)?, commit(repository, bad)?];
        let (subjects, left_out) = tracks::subjects(tracks, sides, repository, commits.each_ref(), stop)?;
        if !is_built {
            builds.push(begun.elapsed().as_secs_f64());
        }
        let why = || left_out.iter().map(|(what, why)| format!("{what}: {why}")).collect::<Vec<_>>().join("; ");
        let found = subjects.into_iter().find(|subject| subject.is_of(series));
        found.ok_or_else(|| mistake(format!("{series} is not in both revisions. {}", why()).trim_end()))
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

/// Of `tracks` the one that `series` follows.
fn only(mut tracks: Tracks, series: &Series, file: &Path) -> anyhow::Result<Tracks> {
    if series.group != COMMAND {
        tracks.commands.clear();
        return match tracks.criterion {
            Some(_) => Ok(tracks),
            None => Err(mistake(format!(
                "--tracks {}: it has no [criterion], and '{}' is not 'command'",
                file.display(),
                series.group
            ))),
        };
    }
    let names: Vec<String> = tracks.commands.iter().map(|track| track.name.clone()).collect();
    tracks.criterion = None;
    tracks.commands.retain(|track| track.name == series.name);
    match tracks.commands.is_empty() {
        false => Ok(tracks),
        true => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let known = listed(&series.name, &names);
            Err(mistake(format!("--tracks {}: there is no [track.{}] ({known})", file.display(), series.name)))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_file_only_what_is_searched_is_built() {
        let text = "[track.a]\ncommand = \"a\"\n[track.b]\ncommand = \"b\"\n[criterion]\n";
        let tracks = tenfold_plan::tracks("t.toml", text).unwrap();
        let series = |group: &str, name: &str| Series {
            group: group.into(),
            name: name.into(),
            problem: String::new(),
            workers: 1,
        };
        let only = |tracks: &Tracks, group, name| only(tracks.clone(), &series(group, name), Path::new("t.toml"));
        let command = only(&tracks, "command", "b").unwrap();
        assert_eq!((command.commands.len(), command.commands[0].name.as_str(), command.criterion), (1, "b", None));
        let bench = only(&tracks, "sort", "quick/10").unwrap();
        assert!(bench.commands.is_empty() && bench.criterion.is_some());
        let refused = only(&tracks, "command", "c").unwrap_err().to_string();
        assert!(refused.starts_with("--tracks t.toml: there is no [track.c] (allowed: a, b)"), "{refused}");
        let none = Tracks { criterion: None, ..tracks };
        assert!(only(&none, "sort", "quick/10").unwrap_err().to_string().contains("it has no [criterion]"));
    }
}
