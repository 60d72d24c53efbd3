//! The commits between two, along the line of first parents.

use super::repository::{Logged, Repository, git};

impl Repository {
    /// The commits after `good` up to `bad`, the oldest first, each the first parent of the next: what was merged counts as one.
    ///
    /// # Errors
    /// They are no such line: `good` comes after `bad`, lies on another branch, or was merged.
    pub fn line(&self, good: &str, bad: &str) -> Result<Vec<Logged>, String> {
        let is_ancestor = |old: &str, new: &str| git(self.root(), &["merge-base", "--is-ancestor", old, new]).is_ok();
        if good == bad {
            return Err("GOOD and BAD are the same commit".to_string());
        }
        if !is_ancestor(good, bad) {
            return Err(match (is_ancestor(bad, good), self.is_shallow()) {
                (true, _) => "GOOD is newer than BAD: swap them".to_string(),
                (_, true) => {
                    "GOOD is not an ancestor of BAD in this shallow clone: fetch the commits between with `git fetch \
                              --unshallow` (in GitHub's checkout: fetch-depth: 0)"
                        .to_string()
                }
                _ => "GOOD is not an ancestor of BAD".to_string(),
            });
        }
        let range = format!("{good}..{bad}");
        let commits = self.log(&["--first-parent", "--reverse", &range])?;
        let first = commits.first().ok_or("there is no commit between GOOD and BAD")?;
        match git(self.root(), &["rev-parse", &format!("{}^", first.hash)])? {
            parent if parent == good => Ok(commits),
            parent => Err(format!(
                "GOOD was merged into the line of BAD: name a commit of that line, such as {}",
                &parent[..12.min(parent.len())]
            )),
        }
    }
}
