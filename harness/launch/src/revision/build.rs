//! Builds a revision in as many layouts as are wanted, and keeps the programs.

use super::key::{FLAGS, flags, key};
use super::output;
use super::repository::Repository;
use crate::duel::Silence;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

/// What is built: what is measured, and nothing else, so that most commits leave it as it was.
pub(super) const PACKAGE: &str = "tenfold-duelist";

/// How long a build may take.
const LIMIT: Duration = Duration::from_secs(3600);

/// How many revisions are kept; the one that was longest not asked for goes first.
const KEPT: usize = 12;

/// The programs of a revision, and where they are kept.
pub struct Programs<'a> {
    repository: &'a Repository,
    /// In the build folder, so that `cargo clean` removes them.
    cache: PathBuf,
    features: &'static str,
    stop: &'a AtomicBool,
    /// Found out once: it takes two processes.
    key: OnceLock<Result<String, String>>,
}

impl<'a> Programs<'a> {
    /// The programs of the revisions of `repository`, built with `features` (separated by commas).
    pub fn of(repository: &'a Repository, features: &'static str, stop: &'a AtomicBool) -> Programs<'a> {
        Programs { repository, cache: cache(repository), features, stop, key: OnceLock::new() }
    }

    /// What tells these builds from those of another compiler, linker, or other flags.
    ///
    /// # Errors
    /// There is no compiler.
    pub fn key(&self) -> Result<String, String> {
        self.key.get_or_init(|| key(self.features)).clone()
    }

    /// Whether [`of_commit`](Programs::of_commit) has nothing to build.
    pub fn is_kept(&self, commit: &str, layouts: &[u64]) -> bool {
        self.folder(commit).is_ok_and(|folder| kept(&folder, layouts).is_some())
    }

    /// Where the programs of `commit` are kept.
    fn folder(&self, commit: &str) -> Result<PathBuf, String> {
        Ok(self.cache.join(format!("{}-{}", &commit[..16.min(commit.len())], self.key()?)))
    }

    /// The programs of `commit`, one for each of `layouts`: its functions in the order that this number draws. Where the linker
    /// cannot do that, or no layout is given, one, in the order of the source. `say` is told before what takes minutes.
    ///
    /// # Errors
    /// The revision has no Tenfold; git or cargo fail: the message has the end of what they said; it was stopped.
    pub fn of_commit(&self, commit: &str, layouts: &[u64], say: &dyn Fn(&str)) -> Result<Vec<PathBuf>, Silence> {
        let folder = self.folder(commit).map_err(Silence::Gone)?;
        let trouble = |e: std::io::Error| Silence::Gone(format!("{}: {e}", folder.display()));
        fs::create_dir_all(&folder).map_err(trouble)?;
        // Held to the end: two that build share a folder and a work tree.
        let _alone = alone(&self.cache, self.stop, say)?;
        touch(&folder);
        if let Some(all) = kept(&folder, layouts) {
            return Ok(all);
        }
        if !self.repository.has_kernels(commit) {
            return Err(Silence::Gone(format!("it has no package {PACKAGE}, the program that is measured")));
        }
        say(&format!("building revision {}: this takes a few minutes, and is kept", &commit[..12.min(commit.len())]));
        let tree = self.cache.join("tree");
        self.repository.check_out(commit, &tree).map_err(Silence::Gone)?;
        self.prune(&folder);
        let mut programs = Vec::new();
        for &layout in layouts {
            match self.built(&tree, Some(layout)) {
                Ok(built) => programs.push(keep(&built, &folder, &name(layout)).map_err(trouble)?),
                Err(Silence::Gone(why)) if why.contains(SHUFFLE) => {
                    say("the linker cannot change the code layout (LLD can): one build per side");
                    programs.clear();
                    break;
                }
                Err(silence) => return Err(silence),
            }
        }
        if programs.is_empty() {
            programs.push(keep(&self.built(&tree, None)?, &folder, PLAIN).map_err(trouble)?);
            if !layouts.is_empty() {
                fs::write(folder.join(ONE_LAYOUT), "").map_err(trouble)?;
            }
        }
        Ok(programs)
    }

    /// Builds the program in `tree`; what revisions and layouts have in common is built once.
    fn built(&self, tree: &Path, layout: Option<u64>) -> Result<PathBuf, Silence> {
        let target = self.cache.join("build");
        let mut command = Command::new("cargo");
        command.args(["rustc", "--release", "--locked", "--quiet", "-p", PACKAGE]);
        if !self.features.is_empty() {
            command.args(["--features", self.features]);
        }
        if let Some(layout) = layout {
            command.args(["--", &format!("-Clink-arg=-Wl,{SHUFFLE}=.text*={layout}")]);
        }
        command.current_dir(tree).env("CARGO_TARGET_DIR", &target).env(FLAGS, flags());
        let program = target.join("release").join(PACKAGE);
        // What an earlier build left must not be taken for this one's.
        let _ = fs::remove_file(&program);
        output(command, LIMIT, self.stop)?;
        match program.is_file() {
            true => Ok(program),
            false => {
                Err(Silence::Gone("cargo built for another target: unset CARGO_BUILD_TARGET or build.target".into()))
            }
        }
    }

    /// Removes what was longest not asked for, beside `own`.
    fn prune(&self, own: &Path) {
        surplus(&self.cache, own, KEPT).into_iter().for_each(|path| drop(fs::remove_dir_all(path)));
    }
}

/// Where what was built of `repository` is kept.
pub(super) fn cache(repository: &Repository) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| repository.root().join("target")).join("compare")
}

/// The linker's option for drawing the order of sections, of which each function has one.
const SHUFFLE: &str = "--shuffle-sections";

/// The name of a program whose functions lie in the order of the source.
const PLAIN: &str = PACKAGE;

/// A file that says that the linker knew no other layout.
const ONE_LAYOUT: &str = "one-layout";

/// The name of a program whose functions lie in the order that a number draws.
fn name(layout: u64) -> String {
    format!("{PACKAGE}-{layout}")
}

/// The programs that are kept in `folder`, where none of those wanted is missing.
fn kept(folder: &Path, layouts: &[u64]) -> Option<Vec<PathBuf>> {
    let program = |name: &str| Some(folder.join(name)).filter(|program| program.is_file());
    match layouts {
        [] => Some(vec![program(PLAIN)?]),
        _ if folder.join(ONE_LAYOUT).is_file() => Some(vec![program(PLAIN)?]),
        _ => layouts.iter().map(|&layout| program(&name(layout))).collect(),
    }
}

/// Copies `built` to `name` in `folder`.
fn keep(built: &Path, folder: &Path, name: &str) -> std::io::Result<PathBuf> {
    // Beside it first: a program that was half copied must not be taken for one.
    let (part, program) = (folder.join("part"), folder.join(name));
    fs::copy(built, &part)?;
    fs::rename(&part, &program)?;
    Ok(program)
}

/// Notes that `folder` was asked for now.
pub(super) fn touch(folder: &Path) {
    // Only the order of pruning hangs on it.
    let _ = File::open(folder).and_then(|file| file.set_modified(SystemTime::now()));
}

/// Waits until nobody else builds into `cache`.
pub(super) fn alone(cache: &Path, stop: &AtomicBool, say: &dyn Fn(&str)) -> Result<File, Silence> {
    let path = cache.join("lock");
    let gone = |e: std::io::Error| Silence::Gone(format!("{}: {e}", path.display()));
    let file = File::create(&path).map_err(gone)?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(e)) => return Err(gone(e)),
            Err(TryLockError::WouldBlock) if stop.load(Ordering::Relaxed) => return Err(Silence::Interrupted),
            Err(TryLockError::WouldBlock) => {
                if !told {
                    say("waiting for another comparison to finish building");
                }
                told = true;
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

/// The folders of revisions in `cache` that are more than `kept` with `own`, those that were longest not asked for.
pub(super) fn surplus(cache: &Path, own: &Path, kept: usize) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache).into_iter().flatten().flatten();
    let revision = |path: &PathBuf| {
        path.is_dir() && path != own && path.file_name().is_some_and(|name| name.to_string_lossy().contains('-'))
    };
    let mut others: Vec<(SystemTime, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(revision)
        .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
        .collect();
    others.sort();
    let surplus = (others.len() + 1).saturating_sub(kept);
    others.into_iter().take(surplus).map(|(_, path)| path).collect()
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_again_also_where_the_linker_knows_one_layout() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            fs::write(folder.path().join(name), "").unwrap();
            folder.path().join(name)
        };
        let kept = |layouts: &[u64]| kept(folder.path(), layouts);
        assert_eq!((kept(&[]), kept(&[1, 2])), (None, None));
        let first = write(&name(1));
        assert_eq!(kept(&[1, 2]), None, "one of two is not enough");
        let second = write(&name(2));
        assert_eq!((kept(&[1, 2]), kept(&[3])), (Some(vec![first, second]), None));
        let plain = write(PLAIN);
        assert_eq!((kept(&[]), kept(&[3])), (Some(vec![plain.clone()]), None));
        write(ONE_LAYOUT);
        assert_eq!(kept(&[3, 4]), Some(vec![plain]));
    }
}
