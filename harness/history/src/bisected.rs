//! What bisections of changes found, kept beside the nights.
//!
//! ```text
//! tenfold-history/bisected/ID.json    a line: {"format":1,"id":…}
//! ```
//!
//! As those of nights, a file is written once, whole, and never changed.

use crate::folder::{files, put};
use crate::text::{FORMAT, Reader, is_hash, is_name, line};
use crate::{Commit, HistoryError, Series};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FOLDER: &str = "bisected";

const ENDING: &str = "json";

/// The commits that may have changed a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bisected {
    /// Its name, unique, and that of its file.
    pub id: String,
    /// When it was found, in milliseconds of Unix time.
    pub found_ms: i64,
    /// Of what.
    pub series: Series,
    /// The last revision that was known not to have the change.
    pub good: Commit,
    /// One that was known to have it.
    pub bad: Commit,
    /// The commit that made it, or those of which one did.
    pub commits: Vec<Commit>,
    /// The probability of that.
    pub probability: f64,
    /// Logarithm of the time after it over the time before it.
    pub log_size: f64,
    /// Its interval of 95 %.
    pub interval: [f64; 2],
    /// How many revisions were built.
    pub builds: usize,
}

/// As it is written.
#[derive(Serialize)]
struct Kept<'a> {
    format: u64,
    #[serde(flatten)]
    found: &'a Bisected,
}

impl Bisected {
    /// All that are kept in the history in `folder`, the earliest first; none where there is no history.
    ///
    /// # Errors
    /// A file cannot be read, is newer, damaged or cut off.
    pub fn all(folder: &Path) -> Result<Vec<Bisected>, HistoryError> {
        let place = folder.join(FOLDER);
        let files = files(&place, ENDING).map_err(|cause| HistoryError::Unreadable { path: place, cause })?;
        let mut all = files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
        all.sort_by(|a, b| (a.found_ms, &a.id).cmp(&(b.found_ms, &b.id)));
        Ok(all)
    }

    /// Keeps it in the history in `folder`, and tells its file. One that is kept already stays as it is.
    ///
    /// # Errors
    /// Another one has its name, or the system refuses.
    pub fn keep(&self, folder: &Path) -> Result<PathBuf, HistoryError> {
        let path = folder.join(FOLDER).join(format!("{}.{ENDING}", self.id));
        match put(&path, &line(&Kept { format: FORMAT, found: self }))? {
            true => Ok(path),
            false if read(&path)? == *self => Ok(path),
            false => Err(HistoryError::Taken { path, id: self.id.clone() }),
        }
    }
}

fn read(path: &Path) -> Result<Bisected, HistoryError> {
    let bytes = std::fs::read(path).map_err(|cause| HistoryError::Unreadable { path: path.to_path_buf(), cause })?;
    let mut reader = Reader::of(path, &bytes)?;
    let found: Bisected = reader.header("the line of the bisection")?;
    if found.commits.is_empty() {
        return Err(reader.corrupt("it names no commit".to_string()));
    }
    if !is_name(&found.id) {
        return Err(reader.corrupt(format!("'{}' is not a valid name of a bisection", found.id)));
    }
    let commits = [&found.good, &found.bad].into_iter().chain(&found.commits);
    if let Some(wrong) = commits.map(|commit| &commit.hash).find(|hash| !is_hash(hash)) {
        return Err(reader.corrupt(format!("'{wrong}' is not the full hash of a commit")));
    }
    reader.end()?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{commit, series};

    fn found(ms: i64) -> Bisected {
        Bisected {
            id: format!("{ms}-of-test"),
            found_ms: ms,
            series: series("flow", "naive"),
            good: commit(2),
            bad: commit(6),
            commits: vec![commit(4)],
            probability: 0.99,
            log_size: 0.1,
            interval: [0.09, 0.11],
            builds: 4,
        }
    }

    #[test]
    fn what_was_found_is_kept_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Bisected::all(folder.path()).unwrap(), []);
        let [early, late] = [found(100), found(2000)];
        late.keep(folder.path()).unwrap();
        let file = early.keep(folder.path()).unwrap();
        assert_eq!(early.keep(folder.path()).unwrap(), file);
        assert_eq!(Bisected::all(folder.path()).unwrap(), [early.clone(), late]);
        let other = Bisected { builds: 5, ..early };
        assert!(matches!(other.keep(folder.path()), Err(HistoryError::Taken { .. })));
    }

    #[test]
    fn a_file_that_is_not_as_it_was_written_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = found(100).keep(folder.path()).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        for (text, said) in [
            (text[..text.len() / 2].to_string(), "cut off here, before the line of the bisection"),
            (text.replace("\"format\":1", "\"format\":2"), "it has format 2"),
            (text.replace("\"builds\":4", "\"builds\":-4"), "invalid value"),
            (text.replace("100-of-test", "../../100-of-test"), "is not a valid name of a bisection"),
            (text.replace(&commit(4).hash, "ä"), "'ä' is not the full hash of a commit"),
            (text.clone() + "\n", "nothing should follow"),
        ] {
            std::fs::write(&file, text).unwrap();
            let refused = Bisected::all(folder.path()).unwrap_err().to_string();
            assert!(refused.contains(said), "{refused}");
        }
    }
}
