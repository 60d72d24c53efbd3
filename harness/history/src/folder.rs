//! A history as a folder: opened, appended to, pinned.
//!
//! ```text
//! tenfold-history/
//!   reference          the full hash of the pinned reference
//!   nights/ID.jsonl    a file a night, which is written once and never changed
//!   bisected/, flames/ what was found out of its changes
//! ```
//!
//! A file is written beside its place and put there whole, never in the place of another: two jobs at once lose nothing, whoever
//! reads meanwhile sees all of a night or none of it, and two histories merge as files do, in Git without a conflict.

use crate::text::{Reader, is_hash, is_name, written};
use crate::{History, HistoryError, Night};
use rayon::prelude::*;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

const ENDING: &str = "jsonl";

fn nights(folder: &Path) -> PathBuf {
    folder.join("nights")
}

fn reference(folder: &Path) -> PathBuf {
    folder.join("reference")
}

impl History {
    /// The history in `folder`; an empty one where there is no such folder yet.
    ///
    /// # Errors
    /// The first of the faults that [`check`](Self::check) finds.
    pub fn open(folder: &Path) -> Result<History, HistoryError> {
        let (history, faults) = History::check(folder);
        faults.into_iter().next().map_or(Ok(history), Err)
    }

    /// All that can be read of the history in `folder`, and every fault of the rest.
    pub fn check(folder: &Path) -> (History, Vec<HistoryError>) {
        let files = files(&nights(folder), ENDING);
        let files = files.map_err(|cause| HistoryError::Unreadable { path: nights(folder), cause });
        let read: Result<Vec<_>, _> = files.map(|files| files.par_iter().map(|path| read(path)).collect());
        let (mut history, mut faults) = (History::default(), Vec::new());
        for night in read.unwrap_or_else(|fault| vec![Err(fault)]) {
            night.map_or_else(|fault| faults.push(fault), |night| history.nights.push(night));
        }
        history.sort();
        pinned(folder).map_or_else(|fault| faults.push(fault), |reference| history.reference = reference);
        (history, faults)
    }

    /// Keeps a night, and tells its file. One that is kept already stays as it is.
    ///
    /// # Errors
    /// Another night has its name, it could not be read back, or the system refuses.
    pub fn append(folder: &Path, night: &Night) -> Result<PathBuf, HistoryError> {
        let text = keepable(night)?;
        let path = nights(folder).join(format!("{}.{ENDING}", night.id));
        match put(&path, &text)? {
            true => Ok(path),
            false if read(&path)? == *night => Ok(path),
            false => Err(HistoryError::Taken { path, id: night.id.clone() }),
        }
    }

    /// Pins the reference, or moves it: what later nights are measured against.
    ///
    /// # Errors
    /// It is not the full hash of a commit, or the system refuses.
    pub fn pin(folder: &Path, hash: &str) -> Result<(), HistoryError> {
        let path = reference(folder);
        if !is_hash(hash) {
            return Err(HistoryError::Reference { path, found: hash.to_string() });
        }
        let put = fs::create_dir_all(folder)
            .and_then(|()| beside(&path, &format!("{hash}\n")))
            .and_then(|file| file.persist(&path).map_err(|e| e.error));
        put.map_or_else(|cause| Err(HistoryError::Unwritable { path, cause }), |_| Ok(()))
    }
}

/// The text of a night, if it can be read back: a number that is none would be found when the next one looks for it.
pub(crate) fn keepable(night: &Night) -> Result<String, HistoryError> {
    let unkeepable = |cause: String| HistoryError::Unkeepable { id: night.id.clone(), cause };
    if !is_name(&night.id) {
        return Err(unkeepable("its name may only have letters, digits, '-', '_' and '.'".to_string()));
    }
    let text = written(night);
    let place = PathBuf::from(format!("{}.{ENDING}", night.id));
    let back = Reader::of(&place, text.as_bytes()).and_then(|mut reader| reader.night());
    match back {
        Ok(back) if back == *night => Ok(text),
        Ok(_) => Err(unkeepable("it would differ when read back".to_string())),
        Err(HistoryError::Corrupt { line, cause, .. }) => Err(unkeepable(format!("line {line}: {cause}"))),
        Err(other) => Err(unkeepable(other.to_string())),
    }
}

/// Puts a new file in its place, whole; `false` where one is there.
pub(crate) fn put(path: &Path, text: &str) -> Result<bool, HistoryError> {
    let put = fs::create_dir_all(path.parent().unwrap_or(path))
        .and_then(|()| beside(path, text))
        .and_then(|file| file.persist_noclobber(path).map_err(|e| e.error));
    match put {
        Ok(_) => Ok(true),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists && path.is_file() => Ok(false),
        Err(cause) => Err(HistoryError::Unwritable { path: path.to_path_buf(), cause }),
    }
}

/// The files in `folder` that end so, by name; none where there is no such folder. Hidden ones are those that are being written.
pub(crate) fn files(folder: &Path, ends: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    files.retain(|path| path.extension().is_some_and(|ending| ending == ends) && !is_hidden(path));
    files.sort();
    Ok(files)
}

/// The night of a file.
fn read(path: &Path) -> Result<Night, HistoryError> {
    let bytes = fs::read(path).map_err(|cause| HistoryError::Unreadable { path: path.to_path_buf(), cause })?;
    let mut reader = Reader::of(path, &bytes)?;
    let night = reader.night()?;
    reader.end()?;
    if path.file_stem().is_some_and(|stem| stem == night.id.as_str()) {
        return Ok(night);
    }
    let (path, id) = (path.to_path_buf(), night.id);
    let other = path.with_file_name(format!("{id}.{ENDING}"));
    Err(match other.exists() {
        true => HistoryError::Twice { path, other, id },
        false => HistoryError::Misnamed { path, id },
    })
}

/// The pinned reference.
fn pinned(folder: &Path) -> Result<Option<String>, HistoryError> {
    let path = reference(folder);
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).trim().to_string(),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(HistoryError::Unreadable { path, cause }),
    };
    match is_hash(&text) {
        true => Ok(Some(text)),
        // Of a file of something else, the beginning is enough.
        false => Err(HistoryError::Reference {
            path,
            found: text.lines().next().unwrap_or_default().chars().take(80).collect(),
        }),
    }
}

/// A hidden file in `folder`, to be put in the place of another there once it is whole.
pub fn hidden(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".part");
    // Readable by whoever may read what the user writes, unlike other temporary files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// A hidden file beside `path` that holds `text`, to be put in its place.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut file = hidden(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{commit, hash, hostile, night, observed, series};
    use tempfile::TempDir;

    fn kept(nights: &[Night]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        nights.iter().for_each(|night| drop(History::append(folder.path(), night).unwrap()));
        folder
    }

    fn fault(folder: &TempDir) -> String {
        let root = folder.path().display().to_string();
        History::open(folder.path()).unwrap_err().to_string().replace(&root, "F")
    }

    #[test]
    fn nights_are_kept_and_read_back_in_the_order_of_commits() {
        // A later job may measure an older commit, and one commit may be measured twice.
        let again = Night { id: "again".to_string(), started_ms: night(3).started_ms + 1, ..night(3) };
        let folder = kept(&[night(4), again.clone(), night(2), night(3), hostile()]);
        History::pin(folder.path(), &hash(1)).unwrap();
        let history = History::open(folder.path()).unwrap();
        assert_eq!(history.nights, [night(2), night(3), again, night(4), hostile()]);
        assert_eq!(history.reference, Some(hash(1)));
    }

    #[test]
    fn where_nothing_is_yet_the_history_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("a/b");
        assert_eq!(History::open(&missing).unwrap(), History::default());
        History::append(&missing, &night(1)).unwrap();
        assert_eq!(History::open(&missing).unwrap().nights, [night(1)]);
    }

    #[test]
    fn a_night_is_kept_once_and_never_replaced() {
        let folder = kept(&[night(2)]);
        let path = History::append(folder.path(), &night(2)).unwrap();
        let other = Night { seconds: 1.0, ..night(2) };
        let said = History::append(folder.path(), &other).unwrap_err().to_string();
        assert!(
            said.starts_with("night 'night-2' is already in ") && said.contains("with different content"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(path).unwrap(), written(&night(2)));
        assert_eq!(fs::read_dir(folder.path().join("nights")).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn what_could_not_be_read_back_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let of = |ratio: f64| Night { observations: vec![observed(series("flow", "naive"), ratio)], ..night(2) };
        let twice = [0.0, 1.0].map(|ratio| observed(series("flow", "naive"), ratio)).into();
        for (night, said) in [
            (of(f64::NAN), "night 'night-2' cannot be saved: line 2: invalid type: null, expected f64"),
            (of(f64::INFINITY), "night 'night-2' cannot be saved: line 2: invalid type: null, expected f64"),
            (
                Night { id: "../night".to_string(), ..night(2) },
                "night '../night' cannot be saved: its name may only have letters, digits, '-', '_' and '.'",
            ),
            (
                Night { observations: twice, ..night(2) },
                "night 'night-2' cannot be saved: line 3: 'flow naive (n=8)' has been observed twice by this line",
            ),
        ] {
            let told = History::append(folder.path(), &night).unwrap_err().to_string();
            assert!(told.starts_with(said), "{told}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn the_reference_moves_and_is_the_full_hash_of_a_commit() {
        let folder = kept(&[]);
        History::pin(folder.path(), &hash(1)).unwrap();
        History::pin(folder.path(), &hash(2)).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("reference")).unwrap(), format!("{}\n", hash(2)));
        for wrong in ["", "HEAD", &hash(1)[..39], &hash(1).replace('0', "X")] {
            assert!(matches!(History::pin(folder.path(), wrong), Err(HistoryError::Reference { .. })), "{wrong}");
        }
        assert_eq!(History::open(folder.path()).unwrap().reference, Some(hash(2)));
        fs::write(folder.path().join("reference"), "<<<<<<< ours\nx\n").unwrap();
        assert!(fault(&folder).starts_with("F/reference: '<<<<<<< ours' is not the full hash of a commit"));
    }

    #[test]
    fn every_fault_is_told_with_its_file_and_nothing_is_changed() {
        let folder = kept(&[night(2), night(3), night(4)]);
        let file = |name: &str| folder.path().join("nights").join(name);
        let cut = &written(&night(2))[..500];
        fs::write(file("night-2.jsonl"), cut).unwrap();
        fs::copy(file("night-3.jsonl"), file("copy.jsonl")).unwrap();
        fs::rename(file("night-4.jsonl"), file("moved.jsonl")).unwrap();
        // What is being written, and what is not ours.
        fs::write(file(".x.jsonl"), cut).unwrap();
        fs::write(file("notes.txt"), cut).unwrap();
        let (history, faults) = History::check(folder.path());
        assert_eq!(history.nights, [night(3)]);
        let root = folder.path().display().to_string();
        let told: Vec<String> = faults.iter().map(|fault| fault.to_string().replace(&root, "F")).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(
            told[0],
            "F/nights/copy.jsonl and F/nights/night-3.jsonl both hold night 'night-3': delete the one whose name differs from that"
        );
        assert_eq!(told[1], "F/nights/moved.jsonl holds night 'night-4': rename it to night-4.jsonl");
        assert!(told[2].starts_with("F/nights/night-2.jsonl:2: the file was cut off here"), "{}", told[2]);
        assert_eq!(fault(&folder), told[0]);
        assert_eq!(fs::read_to_string(file("night-2.jsonl")).unwrap(), cut);
    }

    #[test]
    fn what_the_system_refuses_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken");
        fs::write(&taken, "").unwrap();
        assert!(matches!(History::open(&taken), Err(HistoryError::Unreadable { .. })));
        assert!(matches!(History::append(&taken, &night(2)), Err(HistoryError::Unwritable { .. })));
        assert!(matches!(History::pin(&taken, &hash(1)), Err(HistoryError::Unwritable { .. })));
        // A folder in the place of a night is not a night that is there already.
        fs::create_dir_all(folder.path().join("nights/night-2.jsonl")).unwrap();
        assert!(matches!(History::append(folder.path(), &night(2)), Err(HistoryError::Unwritable { .. })));
    }

    #[test]
    fn jobs_at_once_lose_nothing_and_one_of_two_that_collide_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let collided: usize = std::thread::scope(|scope| {
            let jobs: Vec<_> = (0..8_u64)
                .map(|job| {
                    scope.spawn(move || {
                        for index in 0..20 {
                            History::append(path, &night(10 + 8 * index + job)).unwrap();
                            // Whoever reads meanwhile finds whole nights only.
                            History::open(path).unwrap();
                        }
                        let own = Night { id: "one".to_string(), seconds: job as f64, revision: commit(5), ..night(5) };
                        match History::append(path, &own) {
                            Ok(_) => 0,
                            Err(HistoryError::Taken { .. }) => 1,
                            Err(other) => panic!("{other}"),
                        }
                    })
                })
                .collect();
            jobs.into_iter().map(|job| job.join().unwrap()).sum()
        });
        assert_eq!(collided, 7);
        let depths: Vec<u64> = History::open(path).unwrap().nights.iter().map(|night| night.revision.depth).collect();
        assert_eq!(depths, [5].into_iter().chain(10..170).collect::<Vec<_>>());
    }

    #[cfg(unix)]
    #[test]
    fn a_night_may_be_read_by_whoever_may_read_the_users_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = kept(&[night(2)]);
        let plain = folder.path().join("plain");
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&folder.path().join("nights/night-2.jsonl")), mode(&plain));
    }
}
