//! Work trees in which commands of the user's build a revision. They are kept, for what was built lies in them.

use super::build::{alone, cache, surplus, touch};
use super::key::key;
use super::output;
use super::repository::Repository;
use crate::duel::Silence;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How long a command may build.
const LIMIT: Duration = Duration::from_secs(3600);

/// How many work trees are kept: each has all that was built in it.
const KEPT: usize = 4;

/// A command that builds, and the folder of the work tree in which it is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Relative to the work tree.
    pub folder: PathBuf,
    /// A line for the shell.
    pub command: String,
}

/// The work trees of a repository.
pub struct Trees<'a> {
    repository: &'a Repository,
    cache: PathBuf,
    stop: &'a AtomicBool,
    /// Compiler, flags and settings, found out once: it takes two processes.
    tools: OnceLock<String>,
}

impl<'a> Trees<'a> {
    /// The work trees of `repository`.
    pub fn of(repository: &'a Repository, stop: &'a AtomicBool) -> Trees<'a> {
        Trees { repository, cache: cache(repository).join("trees"), stop, tools: OnceLock::new() }
    }

    /// What tells a build by `steps` from another one.
    pub fn key(&self, steps: &[Step]) -> String {
        // Without a compiler of Rust's, another one builds.
        digits(self.tools.get_or_init(|| key("").unwrap_or_default()), steps)
    }

    /// Whether [`of_commit`](Trees::of_commit) has nothing to build.
    pub fn is_kept(&self, commit: &str, steps: &[Step]) -> bool {
        let tree = self.tree(commit, steps);
        tree.is_dir() && mark(&tree).is_file()
    }

    /// Where it is built: a path of the same length for every commit, as its length moves the stack.
    fn tree(&self, commit: &str, steps: &[Step]) -> PathBuf {
        self.cache.join(format!("{}-{}", &commit[..16.min(commit.len())], self.key(steps)))
    }

    /// A work tree of `commit` in which all of `steps` were taken, one after the other. `say` is told before what takes minutes.
    ///
    /// # Errors
    /// Git or a step fails: the message has the end of what it said; it was stopped.
    pub fn of_commit(&self, commit: &str, steps: &[Step], say: &dyn Fn(&str)) -> Result<PathBuf, Silence> {
        let tree = self.tree(commit, steps);
        let trouble = |e: std::io::Error| Silence::Gone(format!("{}: {e}", tree.display()));
        fs::create_dir_all(&self.cache).map_err(trouble)?;
        // Not every project ignores `target`.
        fs::write(self.cache.join(".gitignore"), "*\n").map_err(trouble)?;
        let _alone = alone(&self.cache, self.stop, say)?;
        if self.is_kept(commit, steps) {
            touch(&tree);
            return Ok(tree);
        }
        let _ = fs::remove_file(mark(&tree));
        say(&format!("building {} in a work tree of its own, which is kept", &commit[..12.min(commit.len())]));
        self.repository.check_out(commit, &tree).map_err(Silence::Gone)?;
        for old in surplus(&self.cache, &tree, KEPT) {
            self.repository.remove(&old);
            let _ = fs::remove_file(mark(&old));
        }
        for step in steps {
            self.take(&tree, step)?;
        }
        File::create(mark(&tree)).map_err(trouble)?;
        Ok(tree)
    }

    fn take(&self, tree: &Path, step: &Step) -> Result<(), Silence> {
        let mut command = Command::new("sh");
        // What is built belongs into the work tree, where the commands that are measured look for it.
        command.args(["-c", &step.command]).current_dir(tree.join(&step.folder)).env_remove("CARGO_TARGET_DIR");
        let taken = output(command, LIMIT, self.stop).map(drop);
        taken.map_err(|silence| silence.of(&format!("`{}`", step.command)))
    }
}

/// A file that says that all was built: only what was built to its end is used again.
fn mark(tree: &Path) -> PathBuf {
    tree.with_extension("built")
}

/// Eight digits that stand for `tools` and `steps`.
fn digits(tools: &str, steps: &[Step]) -> String {
    let mut digest = Sha256::new_with_prefix(tools);
    for step in steps {
        digest.update(format!("{}\0{}\0", step.folder.display(), step.command));
    }
    tenfold_kernel::hex(&digest.finalize()[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_to_build_is_another_tree() {
        let step = |folder: &str, command: &str| Step { folder: folder.into(), command: command.to_string() };
        let one = digits("cc", &[step("", "make")]);
        assert_eq!((one.len(), &one), (8, &digits("cc", &[step("", "make")])));
        assert_ne!(one, digits("gcc", &[step("", "make")]));
        for other in [vec![step("", "make all")], vec![step("x", "make")], vec![step("", "make"), step("", "make")]] {
            assert_ne!(one, digits("cc", &other));
        }
    }
}
