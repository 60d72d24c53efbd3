//! What a format is, and the list of them.

use crate::Results;
use crate::export::{Csv, Json};

/// Why a run cannot be written in a format.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// A writer failed: a mistake in this crate or in a library.
    #[error("{format} cannot be written: {cause}")]
    Failed {
        /// The format.
        format: &'static str,
        /// What went wrong.
        cause: String,
    },
}

/// A format of another program.
pub trait Format: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// What reads it, in a few words.
    fn reader(&self) -> &'static str;

    /// Whether it holds why a cell has no number. Cells without one are left out of those that do not.
    fn holds_reasons(&self) -> bool {
        true
    }

    /// Whether the bytes are no text, and not for a terminal.
    fn is_binary(&self) -> bool {
        false
    }

    /// The run in this format.
    ///
    /// # Errors
    /// [`FormatError`] where the run has nothing that the format holds, or a writer fails.
    fn write(&self, results: &Results<'_>) -> Result<Vec<u8>, FormatError>;
}

/// Every format. A new one is a file in `export/` and an entry here.
pub const FORMATS: &[&dyn Format] = &[&Csv, &Json];

/// The format of a name.
pub fn find(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}
