//! The formats, one file each.

pub mod asv;
pub mod bencher;
pub mod csv;
pub mod firefox;
pub mod folded;
pub mod github_action;
pub mod google_benchmark;
pub mod hyperfine;
pub mod json;
pub mod openmetrics;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod pprof;
pub mod speedscope;

pub(crate) use bencher::fitting;
pub use json::result;

use crate::Written;
use crate::written::pretty;
use serde_json::Value;
use time::OffsetDateTime;

/// Nanoseconds in a second.
pub(crate) const NANOSECONDS: f64 = 1e9;

/// A moment as RFC 3339 has it, in UTC: "2026-11-21T08:12:33Z".
pub(crate) fn rfc3339(unix_ms: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(unix_ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = moment.to_calendar_date();
    let (hour, minute, second) = moment.to_hms();
    format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", u8::from(month))
}

/// A file that holds a JSON document.
fn document<'r>(value: &Value) -> Written<'r> {
    Written::bytes(pretty(value))
}

/// The bytes of a run in a format of one file.
#[cfg(test)]
fn bytes(format: &crate::Format, run: &tenfold_record::Run) -> Vec<u8> {
    let results = crate::Results::of(run);
    let mut bytes = Vec::new();
    match (format.write)(&results).unwrap() {
        Written::File(write) => write(&mut bytes).unwrap(),
        Written::Folder(_) => panic!("{}: no file", format.name),
    }
    bytes
}
