//! A git repository: which commit is meant, and its files in a work tree.

use super::output;
use crate::duel::Silence;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How long git may take: checking out a large tree from a slow disk.
const LIMIT: Duration = Duration::from_secs(300);

/// Git is asked before anything is measured: nobody waits for it long enough to stop it.
static NEVER: AtomicBool = AtomicBool::new(false);

/// A git repository.
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository around the current folder.
    ///
    /// # Errors
    /// There is none, or no git.
    pub fn here() -> Result<Repository, String> {
        let root = git(Path::new("."), &["rev-parse", "--show-toplevel"])?;
        Ok(Repository { root: PathBuf::from(root) })
    }

    /// Its folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The full name of the commit that `name` means.
    ///
    /// # Errors
    /// There is no such commit here.
    pub fn commit(&self, name: &str) -> Result<String, String> {
        if name.starts_with('-') {
            return Err(format!("'{name}' looks like an option"));
        }
        let commit = format!("{name}^{{commit}}");
        git(&self.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|_| {
            match self.is_shallow() {
                true => format!(
                    "git knows no revision '{name}' in this shallow clone: fetch what is older with `git fetch \
                     --unshallow` (in GitHub's checkout: fetch-depth: 0)"
                ),
                false => format!("git knows no revision '{name}'"),
            }
        })
    }

    /// Whether older commits are missing here, so that nobody can count those that lead to one.
    pub fn is_shallow(&self) -> bool {
        git(&self.root, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said == "true")
    }

    /// How many files differ from `commit` where it is checked out here; 0 for any other commit.
    pub fn changed(&self, commit: &str) -> usize {
        let is_here = git(&self.root, &["rev-parse", "HEAD"]).is_ok_and(|head| head == commit);
        let status = || git(&self.root, &["status", "--porcelain", "--untracked-files=no"]).unwrap_or_default();
        if is_here { status().lines().count() } else { 0 }
    }

    /// Whether the file `path` is part of `commit`.
    pub(super) fn has(&self, commit: &str, path: &str) -> bool {
        git(&self.root, &["cat-file", "-e", &format!("{commit}:{path}")]).is_ok()
    }

    /// The files of `commit` in the folder `tree`, until what is returned is dropped.
    pub(super) fn checked_out<'a>(&'a self, commit: &str, tree: &'a Path) -> Result<WorkTree<'a>, String> {
        // One of a program that was killed may be in the way.
        let guard = WorkTree { repository: self, folder: tree };
        guard.remove();
        git(&self.root, &["worktree", "add", "--detach", "--force", &tree.to_string_lossy(), commit])?;
        Ok(guard)
    }
}

/// A work tree that goes when it is dropped.
pub(super) struct WorkTree<'a> {
    repository: &'a Repository,
    folder: &'a Path,
}

impl WorkTree<'_> {
    fn remove(&self) {
        let _ = git(&self.repository.root, &["worktree", "remove", "--force", &self.folder.to_string_lossy()]);
        let _ = std::fs::remove_dir_all(self.folder);
        let _ = git(&self.repository.root, &["worktree", "prune"]);
    }
}

impl Drop for WorkTree<'_> {
    fn drop(&mut self) {
        self.remove();
    }
}

/// What git says; its complaint where it fails.
pub(super) fn git(folder: &Path, args: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(args);
    output(command, LIMIT, &NEVER).map(|said| said.trim().to_string()).map_err(|silence| match silence {
        Silence::Gone(why) => format!("{}: {why}", args[0]),
        Silence::Interrupted => "stopped".to_string(),
    })
}
