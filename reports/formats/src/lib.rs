//! A run in the formats of other programs, and their results as runs.
//!
//! ```text
//! Run ──▶ Findings (tenfold-analysis) ──▶ Results ──▶ one Format ──▶ a file, or files of a folder
//! ```
//!
//! What has no number in the report has none here: a cell whose answer was wrong, or that is faster than the machine
//! allows, is written with its reason where the format can hold one and is left out where it cannot, never as a time.
//! The same run gives the same bytes.
//!
//! | question | file |
//! |---|---|
//! | what is there to write of a cell? | `results.rs` |
//! | what is a cell called in other programs? | `identity.rs` |
//! | what is a format, and which are there? | `format.rs` |
//! | what does a format write: a file, or files of a folder? | `written.rs` |
//! | what is there to write of a profile? | `profiles.rs`, `strings.rs` |
//! | what is a row of a table of samples? | `samples.rs` |
//! | how is one written? | `export/`, one file a format |
//! | how are results of others read? | `import/`, one file a program |

mod export;
mod format;
mod identity;
mod import;
mod profiles;
mod results;
mod samples;
mod strings;
mod written;

pub use export::result;
pub use format::{FORMATS, Format, FormatError, Holds, LEFT_OUT, find};
pub use identity::identity;
pub use import::{ImportError, Imported, import};
pub use results::{CellResult, Known, Results, Standing};
pub use samples::{COLUMNS, Column, Kind, Value};
pub use written::{Entry, Stream, Written};
