//! The store: one SQLite file that holds runs.
//!
//! A launch is written with its samples in one transaction, so a run killed at any moment loses at most the launch in
//! flight. Writers wait for each other; readers never block.

use crate::{Ceiling, Experiment, Instructions, Launch, Measured, Profile, Run, RunState, Trace};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OpenFlags, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

mod comparisons;
mod medians;
mod polls;
mod reading;

/// Version of the schema, kept in the file's `user_version`.
const SCHEMA: i64 = 1;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why the store does not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("cannot open the store {path}: {cause}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the database said.
        cause: String,
    },
    /// The file was written by another version.
    #[error("the store {path} has layout {found}, this program knows layout {SCHEMA}: use the version that wrote it")]
    Version {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: i64,
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
    /// The disk is full, or the file is damaged or gone.
    #[error("the store {path} failed: {cause}. What was written before is safe; the same command resumes")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What the database said.
        cause: String,
    },
}

/// A run in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The run's name.
    pub id: String,
    /// When it started, in milliseconds of Unix time.
    pub started_ms: i64,
    /// Whether it has all its rounds.
    pub state: RunState,
    /// The experiment.
    pub experiment: Experiment,
    /// The machine, as people know it.
    pub machine: String,
    /// Launches it holds, those that failed included.
    pub launches: u64,
}

/// A store of runs.
pub struct Store {
    path: PathBuf,
    db: Connection,
}

impl Store {
    /// Opens the store at `path`, making it (and its folder) where there is none.
    pub fn create(path: &Path) -> Result<Store, StoreError> {
        let fail = |cause: String| StoreError::Open { path: path.to_path_buf(), cause };
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| fail(format!("{}: {e}", folder.display())))?;
        }
        Store::connect(path, OpenFlags::default())
    }

    /// Opens the store at `path`, which must exist.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Store, StoreError> {
        let fail = |e: rusqlite::Error| StoreError::Open { path: path.to_path_buf(), cause: e.to_string() };
        let db = Connection::open_with_flags(path, flags).map_err(fail)?;
        db.busy_timeout(PATIENCE).map_err(fail)?;
        let found: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fail)?;
        if found != 0 && found != SCHEMA {
            return Err(StoreError::Version { path: path.to_path_buf(), found });
        }
        // Write-ahead logging: a killed writer leaves a file that opens as it was after its last transaction.
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")
            .map_err(fail)?;
        db.execute_batch(include_str!("schema.sql")).map_err(fail)?;
        db.pragma_update(None, "user_version", SCHEMA).map_err(fail)?;
        Ok(Store { path: path.to_path_buf(), db })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a run: writes everything known before its first launch, and takes in what people have guessed.
    pub fn begin(&mut self, run: &Run) -> Result<(), StoreError> {
        let path = self.path.clone();
        let write = |db: &mut Connection| -> rusqlite::Result<()> {
            let tx = db.transaction()?;
            tx.execute(
                "INSERT INTO runs (id, started_ms, state, seed, experiment, fingerprint) VALUES (?, ?, ?, ?, ?, ?)",
                params![
                    run.id,
                    run.started_ms,
                    json(&run.state),
                    run.seed as i64,
                    json(&run.experiment),
                    json(&run.fingerprint)
                ],
            )?;
            for Measured { cell, .. } in &run.cells {
                tx.execute(
                    "INSERT INTO cells (run, key, cell) VALUES (?, ?, ?)",
                    params![run.id, cell.key.0, json(cell)],
                )?;
            }
            insert_ceilings(&tx, &run.id, &run.ceilings)?;
            for source in &run.sources {
                tx.execute("INSERT INTO sources (run, source) VALUES (?, ?)", params![run.id, packed(&json(source))])?;
            }
            polls::take_in(&tx, run)?;
            tx.commit()
        };
        write(&mut self.db).map_err(|e| failed(&path, e))
    }

    /// Adds one launch with its samples.
    pub fn add_launch(&mut self, run: &str, launch: &Launch) -> Result<(), StoreError> {
        let path = self.path.clone();
        let write = |db: &mut Connection| -> rusqlite::Result<()> {
            let head = Launch { samples: Vec::new(), ..launch.clone() };
            let tx = db.transaction()?;
            tx.execute(
                "INSERT INTO launches (run, cell, round, head) VALUES (?, ?, ?, ?)",
                params![run, launch.cell.0, launch.round, json(&head)],
            )?;
            let id = tx.last_insert_rowid();
            let mut insert = tx.prepare(
                "INSERT INTO samples (launch, batch, rank, start, seconds, steal, switches) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?;
            for s in &launch.samples {
                insert.execute(params![id, s.index, s.rank, s.start, s.seconds, s.steal, s.switches])?;
            }
            drop(insert);
            tx.commit()
        };
        write(&mut self.db).map_err(|e| failed(&path, e))
    }

    /// Adds (or replaces) the profile of a cell.
    pub fn add_profile(&mut self, run: &str, profile: &Profile) -> Result<(), StoreError> {
        self.db
            .execute(
                "INSERT OR REPLACE INTO profiles (run, cell, profile) VALUES (?, ?, ?)",
                params![run, profile.cell.0, packed(&json(profile))],
            )
            .map(drop)
            .map_err(|e| failed(&self.path, e))
    }

    /// Adds (or replaces) the trace of a cell.
    pub fn add_trace(&mut self, run: &str, trace: &Trace) -> Result<(), StoreError> {
        self.db
            .execute(
                "INSERT OR REPLACE INTO traces (run, cell, trace) VALUES (?, ?, ?)",
                params![run, trace.cell.0, packed(&json(trace))],
            )
            .map(drop)
            .map_err(|e| failed(&self.path, e))
    }

    /// Adds the instructions of a variant.
    pub fn add_instructions(&mut self, run: &str, instructions: &Instructions) -> Result<(), StoreError> {
        self.db
            .execute("INSERT INTO instructions (run, instructions) VALUES (?, ?)", params![run, json(instructions)])
            .map(drop)
            .map_err(|e| failed(&self.path, e))
    }

    /// Adds ceilings, measured again, to those that the run began with.
    pub fn add_ceilings(&mut self, run: &str, ceilings: &[Ceiling]) -> Result<(), StoreError> {
        let path = self.path.clone();
        let write = |db: &mut Connection| -> rusqlite::Result<()> {
            let tx = db.transaction()?;
            insert_ceilings(&tx, run, ceilings)?;
            tx.commit()
        };
        write(&mut self.db).map_err(|e| failed(&path, e))
    }

    /// Marks a run as finished.
    pub fn finish(&mut self, run: &str) -> Result<(), StoreError> {
        self.db
            .execute("UPDATE runs SET state = ? WHERE id = ?", params![json(&RunState::Finished), run])
            .map(drop)
            .map_err(|e| failed(&self.path, e))
    }
}

fn insert_ceilings(db: &Connection, run: &str, ceilings: &[Ceiling]) -> rusqlite::Result<()> {
    let mut insert = db.prepare("INSERT INTO ceilings (run, ceiling) VALUES (?, ?)")?;
    ceilings.iter().try_for_each(|ceiling| insert.execute(params![run, json(ceiling)]).map(drop))
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("a record serialises to memory")
}

fn parse<T: DeserializeOwned>(text: String) -> rusqlite::Result<T> {
    serde_json::from_str(&text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e)))
}

/// Folded stacks repeat themselves: those of deep recursions take a hundredth of their size compressed.
fn packed(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}

fn unpacked(bytes: &[u8]) -> rusqlite::Result<String> {
    let mut text = String::new();
    match ZlibDecoder::new(bytes).read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(e) => Err(rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(e))),
    }
}

fn failed(path: &Path, error: rusqlite::Error) -> StoreError {
    StoreError::Failed { path: path.to_path_buf(), cause: error.to_string() }
}
