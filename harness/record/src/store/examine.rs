//! What a file is, before anything is done with it.
//!
//! It is read without a lock and without files beside it, wherever that can be, so that one that is refused stays as it is.

use super::{StoreError, failed, open};
use rusqlite::{Connection, ErrorCode};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// The newest layout, kept in the file's `user_version`.
pub(super) const LAYOUT: i64 = 2;

/// Marks a store in the file's `application_id`: "10fd". Layout 1 had no mark.
pub(super) const APPLICATION: i64 = 0x3130_6664;

/// The tables of layout 1. Its first ones had fewer, but always the first four.
pub(super) const TABLES_1: [&str; 14] = [
    "runs",
    "cells",
    "launches",
    "samples",
    "ceilings",
    "comparisons",
    "duels",
    "polls",
    "ballots",
    "profiles",
    "traces",
    "sources",
    "instructions",
    "medians",
];
const ALWAYS_1: usize = 4;

/// A file that can be a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It holds nothing yet.
    Empty,
    /// A store of this layout.
    Layout(i64),
}

/// Looks at the file at `path`.
pub(super) fn examine(path: &Path) -> Result<Found, StoreError> {
    if !is_filled(path)? {
        return Ok(Found::Empty);
    }
    let alone = !open::has_log(path) && !open::has_journal(path);
    let looked = match open::reading(path, alone).and_then(|db| look(&db)) {
        // Somebody began to write meanwhile.
        Err(_) if alone && open::has_log(path) => open::reading(path, false).and_then(|db| look(&db)),
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::ReadOnly) && open::has_journal(path) => {
            return broken_off(path);
        }
        looked => looked,
    };
    looked.map_err(|e| failed(path, e))?.judged(path)
}

/// A file whose last transaction was broken off, so that nobody can read it before that is taken back: first in a copy, since
/// it may be somebody else's file.
fn broken_off(path: &Path) -> Result<Found, StoreError> {
    let open = |e: std::io::Error| StoreError::Open { path: path.to_path_buf(), cause: e.to_string() };
    let folder = tempfile::tempdir().map_err(open)?;
    let copy = folder.path().join("copy");
    for ending in ["", "-journal"] {
        std::fs::copy(open::beside(path, ending), open::beside(&copy, ending)).map_err(open)?;
    }
    let taken_back = |path: &Path| open::take_back(path).and_then(|db| look(&db));
    taken_back(&copy).map_err(|e| failed(path, e))?.judged(path)?;
    taken_back(path).map_err(|e| failed(path, e))?.judged(path)
}

/// Whether there is anything in the file, as far as its first bytes and its length say: a SQLite file, and all of it.
fn is_filled(path: &Path) -> Result<bool, StoreError> {
    let open = |e: std::io::Error| StoreError::Open { path: path.to_path_buf(), cause: e.to_string() };
    let damaged = |cause: String| StoreError::Damaged { path: path.to_path_buf(), cause };
    let mut tries = 0;
    loop {
        let mut start = Vec::new();
        let file = File::open(path).map_err(open)?;
        let length = file.metadata().map_err(open)?.len();
        file.take(100).read_to_end(&mut start).map_err(open)?;
        if start.is_empty() && !open::has_log(path) {
            return Ok(false);
        }
        if open::has_journal(path) {
            // What stands there is not to be gone by: the journal has what stood there before.
            return Ok(true);
        }
        const MAGIC: &[u8] = b"SQLite format 3\0";
        if !start.starts_with(&MAGIC[..start.len().min(MAGIC.len())]) {
            return Err(foreign(path, "it is not an SQLite file".into()));
        }
        if start.len() < 100 {
            return Err(damaged(format!("it was cut off after {length} bytes")));
        }
        let number = |at: usize| u32::from_be_bytes([start[at], start[at + 1], start[at + 2], start[at + 3]]);
        let page = match u16::from_be_bytes([start[16], start[17]]) {
            1 => 65_536,
            bytes => u64::from(bytes),
        };
        // Of a file that an old version of SQLite has changed, the number of pages is not known.
        let pages = if number(24) == number(92) { u64::from(number(28)) } else { 0 };
        if length >= pages * page || open::has_log(path) {
            return Ok(true);
        }
        // A writer may have been between two of its steps.
        tries += 1;
        if tries == 3 {
            return Err(damaged(format!("it was cut off: {length} of {} bytes are there", pages * page)));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What the database says of itself.
struct Look {
    application: i64,
    version: i64,
    tables: Vec<String>,
    fault: Option<String>,
}

fn look(db: &Connection) -> rusqlite::Result<Look> {
    let pragma = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let tables = db.prepare(tables)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let check: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let fault = (check != "ok").then_some(check);
    Ok(Look { application: pragma("application_id")?, version: pragma("user_version")?, tables, fault })
}

impl Look {
    fn judged(self, path: &Path) -> Result<Found, StoreError> {
        let Look { application, version, tables, fault } = self;
        let is_table_1 = |name: &String| TABLES_1.contains(&name.as_str());
        let found = match (application, version) {
            (APPLICATION, found) if found > LAYOUT => {
                return Err(StoreError::Newer { path: path.to_path_buf(), found, known: LAYOUT });
            }
            (APPLICATION, LAYOUT) => Found::Layout(LAYOUT),
            (0, 0) if tables.is_empty() => Found::Empty,
            (0, 1)
                if tables.iter().all(is_table_1)
                    && TABLES_1[..ALWAYS_1].iter().all(|name| tables.iter().any(|table| table == name)) =>
            {
                Found::Layout(1)
            }
            _ => {
                let named: Vec<&str> = tables.iter().take(3).map(String::as_str).collect();
                let what = match named.is_empty() {
                    true => "a database of another program".to_string(),
                    false => format!("a database of another program, with tables like {}", named.join(", ")),
                };
                return Err(foreign(path, what));
            }
        };
        match fault {
            Some(cause) => Err(StoreError::Damaged { path: path.to_path_buf(), cause: cause.replace('\n', " ") }),
            None => Ok(found),
        }
    }
}

fn foreign(path: &Path, what: String) -> StoreError {
    StoreError::Foreign { path: path.to_path_buf(), what }
}
