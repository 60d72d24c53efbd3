//! The commits between two, along the line of first parents.

use super::repository::{Repository, git};

/// A commit of a line: its full hash, and the first line of its message.
pub type Titled = (String, String);

impl Repository {
    /// The commits after `good` up to `bad`, the oldest first, each the first parent of the next: what was merged counts as one.
    ///
    /// # Errors
    /// They are no such line: `good` comes after `bad`, lies on another branch, or was merged.
    pub fn line(&self, good: &str, bad: &str) -> Result<Vec<Titled>, String> {
        let is_ancestor = |old: &str, new: &str| git(self.root(), &["merge-base", "--is-ancestor", old, new]).is_ok();
        if good == bad {
            return Err("GOOD and BAD are the same commit".to_string());
        }
        if !is_ancestor(good, bad) {
            return Err(match (is_ancestor(bad, good), self.is_shallow()) {
                (true, _) => "GOOD is newer than BAD: swap them".to_string(),
                (_, true) => {
                    "GOOD is not an ancestor of BAD in this shallow clone: fetch what lies between with `git fetch \
                              --unshallow` (in GitHub's checkout: fetch-depth: 0)"
                        .to_string()
                }
                _ => "GOOD is not an ancestor of BAD".to_string(),
            });
        }
        let range = format!("{good}..{bad}");
        let list = ["rev-list", "--first-parent", "--reverse", "--format=%H %P%x00%s", &range];
        let listed = git(self.root(), &list)?;
        // Lines of git's own, "commit 1a2b3c…", have no such mark.
        let records: Vec<(&str, &str)> = listed.lines().filter_map(|line| line.split_once('\0')).collect();
        let names = |record: &str| record.split(' ').map(str::to_string).collect::<Vec<_>>();
        let first = records.first().and_then(|(first, _)| names(first).into_iter().nth(1));
        match first {
            Some(parent) if parent == good => {
                Ok(records.iter().map(|(of_it, subject)| (names(of_it).swap_remove(0), subject.to_string())).collect())
            }
            parent => Err(format!(
                "GOOD was merged into the line of BAD: name a commit of that line{}",
                parent.map_or(String::new(), |parent| format!(", such as {}", &parent[..12.min(parent.len())]))
            )),
        }
    }
}
