//! A git repository: which commit is meant, and its files in a work tree.

use super::build::PACKAGE;
use super::output;
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

/// A commit, as git logs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Its full hash.
    pub hash: String,
    /// When it was committed, in seconds of Unix time.
    pub time: i64,
    /// Its message.
    pub message: String,
}

impl Logged {
    /// The first line of its message.
    pub fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }

    /// Reads `%H%n%ct%n%B`.
    fn read(record: &str) -> Option<Logged> {
        let (hash, rest) = record.trim_start().split_once('\n')?;
        let (time, message) = rest.split_once('\n').unwrap_or((rest, ""));
        Some(Logged { hash: hash.to_string(), time: time.parse().ok()?, message: message.trim().to_string() })
    }
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
                    "git knows no revision '{name}' in this shallow clone: fetch older commits with `git fetch \
                     --unshallow` (in GitHub's checkout: fetch-depth: 0)"
                ),
                false => format!("git knows no revision '{name}'"),
            }
        })
    }

    /// What git logs of `commit`.
    ///
    /// # Errors
    /// There is no such commit here.
    pub fn about(&self, commit: &str) -> Result<Logged, String> {
        let logged = self.log(&["-1", commit])?;
        logged.into_iter().next().ok_or_else(|| format!("git log shows nothing for {commit}"))
    }

    /// The commits that lead to `to` and not to `from`, the newest first.
    ///
    /// # Errors
    /// Either is not here.
    pub fn between(&self, from: &str, to: &str) -> Result<Vec<Logged>, String> {
        self.log(&[&format!("{from}..{to}")])
    }

    pub(super) fn log(&self, which: &[&str]) -> Result<Vec<Logged>, String> {
        let said = git(&self.root, &[&["log", "-z", "--format=%H%n%ct%n%B"], which, &["--"]].concat())?;
        Ok(said.split('\0').filter_map(Logged::read).collect())
    }

    /// How many commits lead to `commit` by first parents, itself included.
    ///
    /// # Errors
    /// It is not here.
    pub fn depth(&self, commit: &str) -> Result<u64, String> {
        let said = git(&self.root, &["rev-list", "--first-parent", "--count", commit, "--"])?;
        said.parse().map_err(|_| format!("rev-list: '{said}' is not a number"))
    }

    /// Whether older commits are missing here, so that nobody can count those that lead to one.
    pub fn is_shallow(&self) -> bool {
        git(&self.root, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said == "true")
    }

    /// Whether `commit` has kernels: some `Cargo.toml` makes the program that measures them.
    pub fn has_kernels(&self, commit: &str) -> bool {
        let line = format!("^name *= *\"{PACKAGE}\"");
        git(&self.root, &["grep", "-q", "-e", &line, commit, "--", "*Cargo.toml"]).is_ok()
    }

    /// How many files differ from `commit` where it is checked out here; 0 for any other commit.
    pub fn changed(&self, commit: &str) -> usize {
        let is_here = git(&self.root, &["rev-parse", "HEAD"]).is_ok_and(|head| head == commit);
        let status = || git(&self.root, &["status", "--porcelain", "--untracked-files=no"]).unwrap_or_default();
        if is_here { status().lines().count() } else { 0 }
    }

    /// The files of `commit` in the work tree `tree`, which stays until it is [removed](Repository::remove): of one that is there
    /// already only the files that differ are written, so that cargo builds only what they are part of.
    pub(super) fn check_out(&self, commit: &str, tree: &Path) -> Result<(), String> {
        let is_there = tree.join(".git").is_file();
        if is_there && git(tree, &["checkout", "--quiet", "--detach", "--force", commit]).is_ok() {
            return git(tree, &["clean", "-ffdq"]).map(drop);
        }
        // One whose making was interrupted may be in the way.
        self.remove(tree);
        git(&self.root, &["worktree", "add", "--detach", "--force", &tree.to_string_lossy(), commit]).map(drop)
    }

    /// Removes the work tree `tree`, if there is one.
    pub(super) fn remove(&self, tree: &Path) {
        let _ = git(&self.root, &["worktree", "remove", "--force", &tree.to_string_lossy()]);
        let _ = std::fs::remove_dir_all(tree);
        let _ = git(&self.root, &["worktree", "prune"]);
    }
}

/// What git says; its complaint where it fails.
pub(super) fn git(folder: &Path, args: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(args);
    let said = output(command, LIMIT, &NEVER).map_err(|silence| silence.of(args[0]).to_string())?;
    Ok(said.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logged_commit_has_its_whole_message() {
        let read = Logged::read("abc\n1700000000\nSubject\n\nBody [perf-ok: known]\n").unwrap();
        assert_eq!((read.hash.as_str(), read.time, read.subject()), ("abc", 1_700_000_000, "Subject"));
        assert!(read.message.ends_with("Body [perf-ok: known]"));
        // An empty message is one, and the newline before a record is not part of it.
        assert_eq!(Logged::read("\nabc\n7\n").unwrap().subject(), "");
        assert_eq!(Logged::read(""), None);
    }
}
