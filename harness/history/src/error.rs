//! Why a history does not answer.

use std::io;
use std::path::PathBuf;

/// Why a history cannot be read, or a night cannot be kept. Whatever it is, no file that was there was changed; of a merge that the
/// system broke off, the nights before are kept, and the same command adds the rest.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The system does not give it.
    #[error("cannot read {path}: {cause}")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The system does not take it.
    #[error(
        "cannot write {path}: {cause}. What was there before is unchanged; free some space or name another folder, then rerun the same command"
    )]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A newer version wrote it.
    #[error(
        "{path}:{line}: it has format {found}, and this program reads formats up to {known}: use the version of tenfold that wrote it"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The line that says so, counted from 1.
        line: usize,
        /// Its format.
        found: u64,
        /// The newest format that this program reads.
        known: u64,
    },
    /// A line of it is not as it was written.
    #[error(
        "{path}:{line}: {cause}. The file was left unchanged: restore it from a copy, or delete it if you can do without it"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        cause: String,
    },
    /// Its end is missing.
    #[error(
        "{path}:{line}: the file was cut off here, before {missing}. It was left unchanged: restore it from a copy, or delete it if you can do without it"
    )]
    Truncated {
        /// The file.
        path: PathBuf,
        /// The last line there is, counted from 1.
        line: usize,
        /// What should have come next.
        missing: String,
    },
    /// Its name is not that of the night in it.
    #[error("{path} holds night '{id}': rename it to {id}.jsonl")]
    Misnamed {
        /// The file.
        path: PathBuf,
        /// The night in it.
        id: String,
    },
    /// Two files hold one night.
    #[error("{path} and {other} both hold night '{id}': delete the one whose name differs from that")]
    Twice {
        /// The file of another name.
        path: PathBuf,
        /// The file of that name.
        other: PathBuf,
        /// The night in both.
        id: String,
    },
    /// The pinned reference is not a commit.
    #[error(
        "{path}: '{found}' is not the full hash of a commit (40 or 64 digits from 0 to f): write it there, or pin it with `tenfold nightly --reference REV`"
    )]
    Reference {
        /// The file.
        path: PathBuf,
        /// What it holds, or what was to be pinned.
        found: String,
    },
    /// Another night has this name.
    #[error(
        "night '{id}' is already in {path}, with different content: neither was changed. Keep one of them, or put the other into a folder of its own"
    )]
    Taken {
        /// The file that is there.
        path: PathBuf,
        /// The night.
        id: String,
    },
    /// A night that could not be read back.
    #[error("night '{id}' cannot be saved: {cause}")]
    Unkeepable {
        /// The night.
        id: String,
        /// What is wrong with it.
        cause: String,
    },
}
