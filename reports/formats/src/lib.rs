//! A run in the formats of other programs, and their results as runs; a history in the formats of other programs.
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
//! | what is a family of metrics? | `exposition.rs` |
//! | how is one written? | `export/`, one file a format |
//! | how are results of others read? | `import/`, one file a program |
//! | how is a history of nights written, and a feed of its changes? | `history/`, one file a format |

mod export;
mod exposition;
mod format;
mod history;
mod identity;
mod import;
mod profiles;
mod results;
mod samples;
mod strings;
mod written;

pub use export::result;
pub use format::{FORMATS, Format, FormatError, Holds, LEFT_OUT, find};
pub use history::{HISTORY_FORMATS, HistoryFormat, feed};
pub use identity::identity;
pub use import::{ImportError, import};
pub use results::{CellOutcome, CellResult, Known, Results};
pub use samples::{COLUMNS, Column, ColumnType, Value};
pub use written::{Entry, Stream, Written};
