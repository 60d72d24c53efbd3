//! The source of what was measured, as it was compiled in.

use serde::{Deserialize, Serialize};

/// The source text of a variant. It is kept with the run, so that a report shows what was measured, whatever the program
/// that writes the report was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The kernel.
    pub kernel: String,
    /// The variant.
    pub variant: String,
    /// Its file, relative to the workspace: "kernels/heat/src/naive.rs".
    pub file: String,
    /// The text.
    pub text: String,
}
