//! What a format is, and the list of them.

use crate::export;
use crate::{Results, Written};

/// Why a run cannot be written in a format.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The format holds profiles, and the run has none.
    #[error("{format} holds profiles, but run {run} has none: run it again without --quick and --no-profile")]
    NoProfile {
        /// The format.
        format: &'static str,
        /// The run.
        run: String,
    },
    /// The format holds one night, and the history has none to write.
    #[error("{format} holds one night, but this history has none that is valid (not void)")]
    NoNight {
        /// The format.
        format: &'static str,
    },
    /// The format tells its reader of a commit, and the run names none.
    #[error(
        "{format} needs a commit, but run {run} names none: its revision is '{revision}', not the 40 digits of a commit \
         (build tenfold in a git checkout and run again)"
    )]
    NoCommit {
        /// The format.
        format: &'static str,
        /// The run.
        run: String,
        /// What stands in the commit's place.
        revision: String,
    },
    /// A file that is to be added to was written by something else.
    #[error("{path} exists but was not written by tenfold: {cause}; name another folder")]
    Foreign {
        /// Its path in the folder.
        path: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A profile's stacks are damaged.
    #[error("the profile of {cell} cannot be read: {cause}")]
    Stacks {
        /// The cell.
        cell: String,
        /// What is wrong with them.
        cause: tenfold_profile::FoldedError,
    },
    /// What is written to takes no more.
    #[error(transparent)]
    Output(#[from] std::io::Error),
    /// A writer failed: a mistake in this crate or in a library.
    #[error("{format} cannot be written: {cause}")]
    Failed {
        /// The format.
        format: &'static str,
        /// What went wrong.
        cause: String,
    },
}

impl FormatError {
    /// A writer's failure.
    pub(crate) fn failed(format: &'static str, cause: impl std::fmt::Display) -> FormatError {
        FormatError::Failed { format, cause: cause.to_string() }
    }
}

/// What a format can hold of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Every cell: its number, or why it has none.
    Reasons,
    /// Cells with a number alone; the others are left out.
    Numbers,
    /// Profiles.
    Profiles,
}

/// A format of another program.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What reads it, in a few words.
    pub reader: &'static str,
    /// What it can hold.
    pub holds: Holds,
    /// Whether the bytes are no text, and not for a terminal.
    pub is_binary: bool,
    /// The run in this format; [`FormatError`] where the run has nothing that the format holds.
    pub write: for<'r> fn(&'r Results<'_>) -> Result<Written<'r>, FormatError>,
}

/// Every format. A new one is a file in `export/` and an entry here.
pub const FORMATS: &[Format] = &[
    export::csv::FORMAT,
    export::json::FORMAT,
    #[cfg(feature = "parquet")]
    export::parquet::FORMAT,
    export::google_benchmark::FORMAT,
    export::hyperfine::FORMAT,
    export::github_action::FORMAT,
    export::bencher::FORMAT,
    export::asv::FORMAT,
    export::openmetrics::FORMAT,
    export::folded::FORMAT,
    export::speedscope::FORMAT,
    export::firefox::FORMAT,
    export::pprof::FORMAT,
];

/// The names of formats that this build leaves out.
pub const LEFT_OUT: &[&str] = if cfg!(feature = "parquet") { &[] } else { &["parquet"] };

/// The format of a name.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
