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
}

impl<'a> Trees<'a> {
    /// The work trees of `repository`.
    pub fn of(repository: &'a Repository, stop: &'a AtomicBool) -> Trees<'a> {
        Trees { repository, cache: cache(repository).join("trees"), stop }
    }

    /// A work tree of `commit` in which all of `steps` were taken, one after the other. `say` is told before what takes minutes.
    ///
    /// # Errors
    /// Git or a step fails: the message has the end of what it said; it was stopped.
    pub fn of_commit(&self, commit: &str, steps: &[Step], say: &dyn Fn(&str)) -> Result<PathBuf, Silence> {
        let tree = self.cache.join(name(commit, steps));
        let trouble = |e: std::io::Error| Silence::Gone(format!("{}: {e}", tree.display()));
        fs::create_dir_all(&self.cache).map_err(trouble)?;
        let _alone = alone(&self.cache, self.stop, say)?;
        // Only what was built to its end is used again.
        let mark = tree.with_extension("built");
        if tree.is_dir() && mark.is_file() {
            touch(&tree);
            return Ok(tree);
        }
        let _ = fs::remove_file(&mark);
        say(&format!("building {} in a work tree of its own, which is kept", &commit[..12.min(commit.len())]));
        self.repository.check_out(commit, &tree).map_err(Silence::Gone)?;
        for old in surplus(&self.cache, &tree, KEPT) {
            self.repository.remove(&old);
            let _ = fs::remove_file(old.with_extension("built"));
        }
        for step in steps {
            self.take(&tree, step)?;
        }
        File::create(&mark).map_err(trouble)?;
        Ok(tree)
    }

    fn take(&self, tree: &Path, step: &Step) -> Result<(), Silence> {
        let mut command = Command::new("sh");
        // What is built belongs into the work tree, where the commands that are measured look for it.
        command.args(["-c", &step.command]).current_dir(tree.join(&step.folder)).env_remove("CARGO_TARGET_DIR");
        match output(command, LIMIT, self.stop) {
            Err(Silence::Gone(why)) => Err(Silence::Gone(format!("`{}`: {why}", step.command))),
            other => other.map(drop),
        }
    }
}

/// The folder's name: of the same length for every commit, as the length of a path moves the stack.
fn name(commit: &str, steps: &[Step]) -> String {
    // Without a compiler of Rust's, another one builds.
    let mut digest = Sha256::new_with_prefix(key("").unwrap_or_default());
    for step in steps {
        digest.update(format!("{}\0{}\0", step.folder.display(), step.command));
    }
    let digits: String = digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{digits}", &commit[..16.min(commit.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_to_build_is_another_tree() {
        let step = |folder: &str, command: &str| Step { folder: folder.into(), command: command.to_string() };
        let one = name("0123456789abcdef0123", &[step("", "make")]);
        assert!(one.starts_with("0123456789abcdef-") && one.len() == 25, "{one}");
        assert_eq!(one, name("0123456789abcdef0123", &[step("", "make")]));
        for other in [vec![step("", "make all")], vec![step("x", "make")], vec![step("", "make"), step("", "make")]] {
            assert_ne!(one, name("0123456789abcdef0123", &other));
        }
    }
}
