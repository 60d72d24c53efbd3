//! Why the store does not answer.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why the store does not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("cannot open the store {path}: {cause}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },
    /// The file is something else.
    #[error("{path} is not a Tenfold store: {what}. It was left unchanged")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// The file was written by a newer version.
    #[error(
        "the store {path} has layout {found}, and this program knows layouts up to {known}: use the version of tenfold that wrote it"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: i64,
        /// The newest layout that this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error(
        "the store {path} is damaged: {cause}. It was left unchanged: restore it from a copy, or name another folder"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// The disk is full.
    #[error(
        "no space is left for the store {path}. What was measured before is safe: free some space, then rerun the same command to resume"
    )]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file is gone, or another has taken its place, since it was opened.
    #[error("the store {path} was moved or deleted while it was in use. Nothing can be saved until it is back")]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// There is no such run.
    #[error("there is no run '{id}' in {path}{hint}")]
    NoRun {
        /// The name given.
        id: String,
        /// The file.
        path: PathBuf,
        /// The names there are.
        hint: String,
    },
    /// What was to be kept cannot be: a mistake of whoever measured it.
    #[error("this cannot be saved: {cause}")]
    Refused {
        /// What is wrong with it.
        cause: String,
    },
    /// The database failed in another way.
    #[error("the store {path} failed: {cause}. What was measured before is safe; rerun the same command to resume")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What the database said.
        cause: String,
    },
}

impl StoreError {
    /// Whether another file, or another folder, is what should have been named.
    pub fn is_wrong_place(&self) -> bool {
        matches!(self, StoreError::Open { .. } | StoreError::Foreign { .. })
    }
}

/// What the database said of the store at `path`.
pub(super) fn failed(path: &Path, error: rusqlite::Error) -> StoreError {
    let path = path.to_path_buf();
    let cause = error.to_string();
    match (error.sqlite_error_code(), error) {
        (Some(ErrorCode::DiskFull), _) => StoreError::Full { path },
        (Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase), _)
        | (
            None,
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..),
        ) => StoreError::Damaged { path, cause },
        (Some(ErrorCode::CannotOpen), _) => StoreError::Open { path, cause },
        _ => StoreError::Failed { path, cause },
    }
}
