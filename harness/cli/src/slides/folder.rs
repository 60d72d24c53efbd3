//! The folder of a deck: it holds the newest deck, whole, and what its owner put there.
//!
//! ```text
//! everything new ──▶ .tenfold-new ──▶ renamed into place ──▶ what an earlier deck had beyond it is removed
//! ```
//!
//! Which files are ours is written down beside them, with their digests. A file that is not on the list, or that was changed
//! since, belongs to the folder's owner: it is neither removed nor replaced.

use crate::fault::mistake;
use crate::written::whole;
use anyhow::Context;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// A file of the deck: its name in the deck's folder, and what is in it.
pub type File = (String, Vec<u8>);

/// The list of files written, in the form of sha256sum.
const LIST: &str = ".tenfold-files";

/// Where a deck is put together.
const NEW: &str = ".tenfold-new";

/// Makes `folder` hold exactly `files` beside what is its owner's; returns the files of an earlier deck that were changed
/// since and are kept. A mistake or a fault leaves the folder as it was.
pub fn write(folder: &Path, files: &[File]) -> anyhow::Result<Vec<PathBuf>> {
    let before = List::read(&folder.join(LIST))?;
    let foreign = files.iter().map(|(name, bytes)| (name, folder.join(name), bytes)).find(|(name, path, bytes)| {
        path.exists() && fs::read(path).map_or(true, |there| there != **bytes && !before.has(name, &there))
    });
    if let Some((_, path, _)) = foreign {
        return Err(mistake(format!(
            "{} would be replaced, but `tenfold slides` did not write it like this: rename it, or move it to another folder",
            path.display()
        )));
    }
    let new = folder.join(NEW);
    let written = put_together(&new, files).and_then(|()| move_in(folder, &new, files, before));
    // After a success it is empty, after a fault of no use.
    let _ = fs::remove_dir_all(&new);
    if written.is_err() {
        // Goes only if there was nothing in it before.
        let _ = fs::remove_dir(folder);
    }
    written
}

/// Removes the deck in `folder`, and the folder where nothing is left in it: what is its owner's stays.
pub fn remove(folder: &Path) -> anyhow::Result<()> {
    if folder.join(LIST).exists() && write(folder, &[])?.is_empty() {
        fs::remove_file(folder.join(LIST)).with_context(|| format!("cannot remove {}", folder.join(LIST).display()))?;
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

fn put_together(new: &Path, files: &[File]) -> anyhow::Result<()> {
    if new.exists() {
        fs::remove_dir_all(new).with_context(|| format!("cannot remove {}", new.display()))?;
    }
    for (name, bytes) in files {
        let file = new.join(name);
        folder_of(&file)?;
        whole(&file, bytes)?;
    }
    Ok(())
}

fn move_in(folder: &Path, new: &Path, files: &[File], before: List) -> anyhow::Result<Vec<PathBuf>> {
    for (name, _) in files {
        folder_of(&folder.join(name))?;
    }
    let now = List::of(files);
    // If this is cut short, the next deck knows the files of both.
    now.with(&before).write(&folder.join(LIST))?;
    for (name, _) in files {
        let file = folder.join(name);
        fs::rename(new.join(name), &file).with_context(|| format!("cannot write {}", file.display()))?;
    }
    let mut kept = Vec::new();
    for name in before.0.keys().filter(|name| !now.0.contains_key(*name)) {
        let file = folder.join(name);
        let Ok(there) = fs::read(&file) else { continue };
        if !before.has(name, &there) {
            kept.push(file);
            continue;
        }
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        if let Some(parent) = file.parent().filter(|parent| *parent != folder) {
            // Goes only if it is empty now.
            let _ = fs::remove_dir(parent);
        }
    }
    now.write(&folder.join(LIST))?;
    Ok(kept)
}

/// Makes the folder that `file` is to lie in.
fn folder_of(file: &Path) -> anyhow::Result<()> {
    let parent = file.parent().unwrap_or(file);
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))
}

/// Files written, with the digests of what was written into each.
#[derive(Default)]
struct List(BTreeMap<String, Vec<String>>);

impl List {
    fn of(files: &[File]) -> List {
        List(files.iter().map(|(name, bytes)| (name.clone(), vec![digest(bytes)])).collect())
    }

    /// The list in a file; an empty one where there is none.
    fn read(file: &Path) -> anyhow::Result<List> {
        if !file.exists() {
            return Ok(List::default());
        }
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut list = List::default();
        for (digest, name) in text.lines().filter_map(|line| line.split_once("  ")) {
            // A name that leads out of the folder was not written here.
            if Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
                list.0.entry(name.to_string()).or_default().push(digest.to_string());
            }
        }
        Ok(list)
    }

    fn write(&self, file: &Path) -> anyhow::Result<()> {
        let lines = self.0.iter().flat_map(|(name, digests)| digests.iter().map(move |d| format!("{d}  {name}\n")));
        whole(file, lines.collect::<String>().as_bytes())
    }

    /// The files of both.
    fn with(&self, other: &List) -> List {
        let mut both = List(self.0.clone());
        for (name, digests) in &other.0 {
            both.0.entry(name.clone()).or_default().extend(digests.iter().cloned());
        }
        both
    }

    /// Whether these bytes were written into this file.
    fn has(&self, name: &str, bytes: &[u8]) -> bool {
        self.0.get(name).is_some_and(|digests| digests.contains(&digest(bytes)))
    }
}

fn digest(bytes: &[u8]) -> String {
    tenfold_kernel::hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(named: &[(&str, &str)]) -> Vec<File> {
        named.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec())).collect()
    }

    /// Names and contents of all files under `folder`, without the list.
    fn there(folder: &Path) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
                match entry.is_dir() {
                    true => folders.push(entry),
                    false => {
                        let name = entry.strip_prefix(folder).unwrap().to_str().unwrap().to_string();
                        found.push((name, fs::read_to_string(&entry).unwrap()));
                    }
                }
            }
        }
        found.retain(|(name, _)| name != LIST);
        found.sort();
        found
    }

    fn pairs(named: &[(&str, &str)]) -> Vec<(String, String)> {
        named.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect()
    }

    #[test]
    fn what_an_earlier_deck_left_goes_and_what_is_the_owners_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("slides");
        let all = [("deck.html", "1"), ("figures/a.svg", "a"), ("figures/b.svg", "b"), ("figures/c.svg", "c")];
        assert!(write(&at, &files(&all)).unwrap().is_empty());
        fs::write(at.join("figures/mine.svg"), "mine").unwrap();
        fs::write(at.join("figures/b.svg"), "b, retouched").unwrap();
        let kept = write(&at, &files(&[("deck.md", "2"), ("figures/c.svg", "c")])).unwrap();
        assert_eq!(kept, [at.join("figures/b.svg")]);
        let expected =
            [("deck.md", "2"), ("figures/b.svg", "b, retouched"), ("figures/c.svg", "c"), ("figures/mine.svg", "mine")];
        assert_eq!(there(&at), pairs(&expected));
        fs::remove_file(at.join("figures/b.svg")).unwrap();
        fs::remove_file(at.join("figures/mine.svg")).unwrap();
        write(&at, &files(&[("deck.md", "3")])).unwrap();
        assert_eq!(there(&at), pairs(&[("deck.md", "3")]));
        assert!(!at.join("figures").exists(), "an empty folder says nothing");
    }

    #[test]
    fn a_deck_that_is_removed_takes_its_folder_along_unless_something_else_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("slides");
        let deck = files(&[("deck.html", "1"), ("figures/a.svg", "a")]);
        write(&at, &deck).unwrap();
        fs::write(at.join("mine"), "mine").unwrap();
        remove(&at).unwrap();
        assert_eq!(there(&at), pairs(&[("mine", "mine")]));
        remove(&at).unwrap();
        assert!(at.join("mine").exists(), "where no deck is, nothing is removed");
        fs::remove_file(at.join("mine")).unwrap();
        write(&at, &deck).unwrap();
        remove(&at).unwrap();
        assert!(!at.exists());
    }

    #[test]
    fn a_file_of_the_owners_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        write(at, &files(&[("deck.html", "1"), ("deck.md", "1")])).unwrap();
        fs::write(at.join("deck.md"), "by hand").unwrap();
        let fault = write(at, &files(&[("deck.html", "2"), ("deck.md", "2")])).unwrap_err().to_string();
        assert!(fault.contains("deck.md would be replaced") && fault.contains("rename it"), "{fault}");
        assert_eq!(there(at), pairs(&[("deck.html", "1"), ("deck.md", "by hand")]));
    }

    #[test]
    fn a_fault_leaves_the_folder_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("slides");
        write(&at, &files(&[("deck.html", "1")])).unwrap();
        fs::write(at.join("figures"), "a file, where a folder is to be").unwrap();
        let before = there(&at);
        assert!(write(&at, &files(&[("deck.html", "2"), ("figures/a.svg", "a")])).is_err());
        assert_eq!(there(&at), before);
        let nowhere = at.join("figures/slides");
        assert!(write(&nowhere, &files(&[("deck.html", "1")])).is_err() && !nowhere.exists());
    }

    #[test]
    fn a_deck_that_was_cut_short_is_cleared_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        write(at, &files(&[("deck.html", "1"), ("figures/a.svg", "a")])).unwrap();
        // As a program leaves it that ended between the list of both and the last file.
        let second = files(&[("deck.html", "2"), ("figures/b.svg", "b")]);
        List::of(&second).with(&List::read(&at.join(LIST)).unwrap()).write(&at.join(LIST)).unwrap();
        fs::write(at.join("deck.html"), "2").unwrap();
        fs::create_dir(at.join(NEW)).unwrap();
        fs::write(at.join(NEW).join("half"), "b").unwrap();
        assert!(write(at, &files(&[("deck.html", "3")])).unwrap().is_empty());
        assert_eq!(there(at), pairs(&[("deck.html", "3")]));
    }

    #[test]
    fn a_list_leads_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("slides");
        fs::create_dir(&at).unwrap();
        fs::write(folder.path().join("mine"), "mine").unwrap();
        fs::write(at.join(LIST), format!("{}  ../mine\n", digest(b"mine"))).unwrap();
        write(&at, &files(&[("deck.html", "1")])).unwrap();
        assert!(folder.path().join("mine").exists());
    }
}
