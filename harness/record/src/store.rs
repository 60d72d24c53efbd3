//! The store: one SQLite file that holds runs.
//!
//! A launch is written with its samples in one transaction, so a run killed at any moment loses at most the launch in
//! flight. Writers wait for each other; readers open the file read-only and wait for nobody.
//!
//! | question | file |
//! |---|---|
//! | is a file a store, whole, and of which layout? | `store/examine.rs` |
//! | how is one opened, on which file system? | `store/open.rs` |
//! | what is in it? | `store/schema.sql` |
//! | how does an older layout become this one? | `store/migrate.rs` |
//! | which attempts at a launch count? | `store/attempts.rs` |
//! | how does a run come back? | `store/reading.rs` |
//! | which runs are there, and how do they go? | `store/shelf.rs` |
//! | how are results of other programs taken in? | `store/importing.rs` |

use crate::pack::{packed, unpacked};
use crate::{Ceiling, Cell, Fingerprint, Instructions, Launch, Profile, Run, RunState, Trace, is_name};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

mod attempts;
mod comparisons;
mod error;
mod examine;
mod importing;
mod medians;
mod migrate;
mod open;
mod polls;
mod reading;
mod shelf;

pub use error::StoreError;
use error::failed;
pub use importing::Importing;
pub use shelf::{Contents, SessionSummary, Summary};

/// A store of runs.
pub struct Store {
    path: PathBuf,
    db: Connection,
    /// Which file it is, where it is written to: what is moved or deleted meanwhile is noticed.
    written: Option<open::FileIdentity>,
}

impl Store {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it can be written to.
    pub fn is_writable(&self) -> bool {
        self.written.is_some()
    }

    /// Lets the file grow to so many pages of 4 KiB at the most, as a quota would: for tests.
    #[doc(hidden)]
    pub fn limit_pages(&self, most: u32) {
        let _ = self.db.pragma_update(None, "max_page_count", most);
    }

    /// Begins a run with its first session: writes everything known before its first launch, and takes in what people have
    /// guessed.
    pub fn begin(&mut self, run: &Run) -> Result<(), StoreError> {
        named(&run.id)?;
        self.write(|tx| {
            insert_run(tx, run)?;
            polls::take_in(tx, run)
        })
    }

    /// Goes on with a run: in the session that it has, or in a new one with `fingerprint` where the machine was started since.
    pub fn resume(&mut self, run: &str, fingerprint: &Fingerprint, now_ms: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute("UPDATE runs SET state = ? WHERE id = ?", params![json(&RunState::Unfinished), run])?;
            let newest = "SELECT fingerprint FROM sessions WHERE run = ? ORDER BY id DESC LIMIT 1";
            let before: Fingerprint = tx.query_row(newest, [run], |row| parse(&row.get::<_, String>(0)?))?;
            match before.place() == fingerprint.place() {
                true => Ok(()),
                false => insert_session(tx, run, fingerprint, now_ms),
            }
        })
    }

    /// Adds one launch with its samples to the newest session of its run.
    pub fn add_launch(&mut self, run: &str, launch: &Launch) -> Result<(), StoreError> {
        sound(launch)?;
        self.write(|tx| insert_launch(tx, run, launch))
    }

    /// Adds (or replaces) the profile of a cell.
    pub fn add_profile(&mut self, run: &str, profile: &Profile) -> Result<(), StoreError> {
        let add = "INSERT OR REPLACE INTO profiles (run, cell, profile) VALUES (?, ?, ?)";
        self.write(|tx| tx.execute(add, params![run, profile.cell.0, keep(tx, &json(profile))?]).map(drop))
    }

    /// Adds (or replaces) the trace of a cell.
    pub fn add_trace(&mut self, run: &str, trace: &Trace) -> Result<(), StoreError> {
        let add = "INSERT OR REPLACE INTO traces (run, cell, trace) VALUES (?, ?, ?)";
        self.write(|tx| tx.execute(add, params![run, trace.cell.0, keep(tx, &json(trace))?]).map(drop))
    }

    /// Adds the instructions of a variant.
    pub fn add_instructions(&mut self, run: &str, instructions: &Instructions) -> Result<(), StoreError> {
        let add = "INSERT INTO instructions (run, instructions) VALUES (?, ?)";
        self.write(|tx| tx.execute(add, params![run, json(instructions)]).map(drop))
    }

    /// Adds ceilings, measured again, to those that the run began with.
    pub fn add_ceilings(&mut self, run: &str, ceilings: &[Ceiling]) -> Result<(), StoreError> {
        self.write(|tx| insert_ceilings(tx, run, ceilings))
    }

    /// Marks a run as finished.
    pub fn finish(&mut self, run: &str) -> Result<(), StoreError> {
        let finish = "UPDATE runs SET state = ? WHERE id = ?";
        self.write(|tx| tx.execute(finish, params![json(&RunState::Finished), run]).map(drop))
    }

    /// Reads.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        read(&self.db).map_err(|e| failed(&self.path, e))
    }

    /// Writes in one transaction, which holds whole or not at all.
    fn write<T>(&mut self, change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        self.still_there()?;
        let done = || -> rusqlite::Result<T> {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = change(&tx)?;
            tx.commit()?;
            Ok(answer)
        };
        done().map_err(|e| failed(&self.path, e))
    }
}

/// A run's name becomes the name of a file, so it must be no path.
fn named(id: &str) -> Result<(), StoreError> {
    match is_name(id) {
        true => Ok(()),
        false => {
            Err(StoreError::Refused { cause: format!("'{id}' is not a valid name for a run: {}", crate::run::NAMES) })
        }
    }
}

fn sound(launch: &Launch) -> Result<(), StoreError> {
    launch.samples.fault().map_or(Ok(()), |cause| Err(StoreError::Refused { cause }))
}

fn insert_run(db: &Connection, run: &Run) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO runs (id, started_ms, state, seed, experiment) VALUES (?, ?, ?, ?, ?)",
        params![run.id, run.started_ms, json(&run.state), run.seed as i64, json(&run.experiment)],
    )?;
    insert_session(db, &run.id, &run.fingerprint, run.started_ms)?;
    run.cells.iter().try_for_each(|measured| insert_cell(db, run, &measured.cell))?;
    insert_ceilings(db, &run.id, &run.ceilings)?;
    for source in &run.sources {
        let blob = keep(db, &json(source))?;
        db.execute("INSERT INTO sources (run, source) VALUES (?, ?)", params![run.id, blob])?;
    }
    Ok(())
}

fn insert_cell(db: &Connection, run: &Run, cell: &Cell) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO cells (run, key, identity, cell) VALUES (?, ?, ?, ?)")?;
    insert.execute(params![run.id, cell.key.0, run.identity_of(cell), json(cell)]).map(drop)
}

fn insert_session(db: &Connection, run: &str, print: &Fingerprint, started_ms: i64) -> rusqlite::Result<()> {
    let boot = match print.place() {
        None => None,
        Some(place) => {
            let add = "INSERT INTO machines (identity, name) VALUES (?, ?)
                       ON CONFLICT (identity) DO UPDATE SET name = excluded.name RETURNING id";
            let machine: i64 = db.query_row(add, params![place.machine, print.machine], |row| row.get(0))?;
            let add = "INSERT INTO boots (machine, boot) VALUES (?, ?)
                       ON CONFLICT (machine, boot) DO UPDATE SET boot = excluded.boot RETURNING id";
            Some(db.query_row(add, params![machine, place.boot], |row| row.get::<_, i64>(0))?)
        }
    };
    let source = |name: &str| print.get("source", name).unwrap_or_default();
    let add = "INSERT INTO revisions (revision, program) VALUES (?, ?)
               ON CONFLICT (revision, program) DO UPDATE SET program = excluded.program RETURNING id";
    let revision: i64 = db.query_row(add, params![source("revision"), source("program digest")], |row| row.get(0))?;
    db.execute(
        "INSERT INTO sessions (run, boot, revision_id, started_ms, fingerprint) VALUES (?, ?, ?, ?, ?)",
        params![run, boot, revision, started_ms, json(print)],
    )
    .map(drop)
}

fn insert_launch(db: &Connection, run: &str, launch: &Launch) -> rusqlite::Result<()> {
    let session: i64 = db
        .prepare_cached("SELECT id FROM sessions WHERE run = ? ORDER BY id DESC LIMIT 1")?
        .query_row([run], |row| row.get(0))?;
    let (round, cell) = (launch.round, launch.cell.0);
    let attempt: u32 = db
        .prepare_cached(
            "SELECT coalesce(max(attempt) + 1, 0) FROM attempts WHERE session = ? AND round = ? AND cell = ?",
        )?
        .query_row(params![session, round, cell], |row| row.get(0))?;
    let head = Launch { samples: Default::default(), ..launch.clone() };
    db.prepare_cached(
        "INSERT INTO attempts (session, round, cell, attempt, outcome, head, samples) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        session,
        round,
        cell,
        attempt,
        launch.outcome.kind(),
        packed(json(&head).as_bytes()),
        launch.samples.block()
    ])
    .map(drop)
}

fn insert_ceilings(db: &Connection, run: &str, ceilings: &[Ceiling]) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO ceilings (run, ceiling) VALUES (?, ?)")?;
    ceilings.iter().try_for_each(|ceiling| insert.execute(params![run, json(ceiling)]).map(drop))
}

/// Keeps `text` once, however often it is kept; the blob that holds it.
fn keep(db: &Connection, text: &str) -> rusqlite::Result<i64> {
    let digest = Sha256::digest(text);
    let known = db
        .prepare_cached("SELECT id FROM blobs WHERE digest = ?")?
        .query_row([&digest[..]], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO blobs (digest, content) VALUES (?, ?)")?
        .execute(params![&digest[..], packed(text.as_bytes())])?;
    Ok(db.last_insert_rowid())
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("a record serialises to memory")
}

fn parse<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|e| unreadable(e.to_string()))
}

/// JSON that was [`packed`].
fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> rusqlite::Result<T> {
    let bytes = unpacked(bytes).map_err(unreadable)?;
    serde_json::from_slice(&bytes).map_err(|e| unreadable(e.to_string()))
}

fn unreadable(cause: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, cause.into())
}
