//! The store: one SQLite file that holds runs.
//!
//! A launch is written with its samples in one transaction, so a run killed at any moment loses at most the launch in
//! flight. Writers wait for each other; readers never block.

use crate::{
    Ceiling, Cell, CellKey, Experiment, Fingerprint, Instructions, Launch, Measured, Profile, Run, RunState, Sample,
    Source, Trace,
};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

mod comparisons;
mod medians;
mod polls;

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

    /// All runs, the newest first.
    pub fn runs(&self) -> Result<Vec<Summary>, StoreError> {
        let read = || -> rusqlite::Result<Vec<Summary>> {
            self.db
                .prepare(
                    "SELECT id, started_ms, state, experiment, fingerprint,
                            (SELECT count(*) FROM launches WHERE launches.run = runs.id)
                     FROM runs ORDER BY started_ms DESC, id DESC",
                )?
                .query_map([], |row| {
                    Ok(Summary {
                        id: row.get(0)?,
                        started_ms: row.get(1)?,
                        state: parse(row.get(2)?)?,
                        experiment: parse(row.get(3)?)?,
                        machine: parse::<Fingerprint>(row.get(4)?)?.machine,
                        launches: row.get(5)?,
                    })
                })?
                .collect()
        };
        read().map_err(|e| failed(&self.path, e))
    }

    /// The run `id` with all its samples.
    pub fn load(&self, id: &str) -> Result<Run, StoreError> {
        self.read(id).map_err(|e| failed(&self.path, e))?.ok_or_else(|| {
            let known: Vec<String> = self.runs().unwrap_or_default().into_iter().take(5).map(|r| r.id).collect();
            let hint = match known.is_empty() {
                true => ": it holds no run yet".to_string(),
                false => format!("; the newest are {}", known.join(", ")),
            };
            StoreError::NoRun { id: id.to_string(), path: self.path.clone(), hint }
        })
    }

    fn read(&self, id: &str) -> rusqlite::Result<Option<Run>> {
        let head = self.db.query_row(
            "SELECT started_ms, state, seed, experiment, fingerprint FROM runs WHERE id = ?",
            [id],
            |row| Ok((row.get(0)?, parse(row.get(1)?)?, row.get::<_, i64>(2)?, parse(row.get(3)?)?, row.get(4)?)),
        );
        let Some((started_ms, state, seed, experiment, fingerprint)) = head.optional()? else { return Ok(None) };
        let fingerprint: Fingerprint = parse(fingerprint)?;
        let cells: Vec<Cell> = self.list("SELECT cell FROM cells WHERE run = ? ORDER BY key", id)?;
        let mut cells: Vec<Measured> = cells.into_iter().map(|cell| Measured { cell, launches: Vec::new() }).collect();
        for launch in self.launches(id)? {
            if let Some(measured) = cells.iter_mut().find(|m| m.cell.key == launch.cell) {
                measured.launches.push(launch);
            }
        }
        let ceilings: Vec<Ceiling> = self.list("SELECT ceiling FROM ceilings WHERE run = ? ORDER BY rowid", id)?;
        let profiles: Vec<Profile> = self.unpack("SELECT profile FROM profiles WHERE run = ? ORDER BY cell", id)?;
        let traces: Vec<Trace> = self.unpack("SELECT trace FROM traces WHERE run = ? ORDER BY cell", id)?;
        let sources: Vec<Source> = self.unpack("SELECT source FROM sources WHERE run = ? ORDER BY rowid", id)?;
        let ballots = polls::of_run(&self.db, id)?;
        let instructions = self.list("SELECT instructions FROM instructions WHERE run = ? ORDER BY rowid", id)?;
        let seed = seed as u64;
        Ok(Some(Run {
            id: id.to_string(),
            started_ms,
            state,
            seed,
            experiment,
            fingerprint,
            ceilings,
            cells,
            profiles,
            traces,
            sources,
            ballots,
            instructions,
        }))
    }

    fn launches(&self, id: &str) -> rusqlite::Result<Vec<Launch>> {
        let mut samples = self.db.prepare(
            "SELECT rank, batch, start, seconds, steal, switches FROM samples WHERE launch = ? ORDER BY batch, rank",
        )?;
        let mut heads = self.db.prepare("SELECT id, head FROM launches WHERE run = ? ORDER BY round, cell")?;
        let heads = heads.query_map([id], |row| Ok((row.get::<_, i64>(0)?, parse::<Launch>(row.get(1)?)?)))?;
        heads
            .map(|head| {
                let (key, mut launch) = head?;
                let rows = samples.query_map([key], |row| {
                    Ok(Sample {
                        rank: row.get(0)?,
                        index: row.get(1)?,
                        start: row.get(2)?,
                        seconds: row.get(3)?,
                        steal: row.get(4)?,
                        switches: row.get(5)?,
                    })
                })?;
                launch.samples = rows.collect::<rusqlite::Result<_>>()?;
                Ok(launch)
            })
            .collect()
    }

    fn unpack<T: DeserializeOwned>(&self, sql: &str, id: &str) -> rusqlite::Result<Vec<T>> {
        self.db.prepare(sql)?.query_map([id], |row| parse(unpacked(row.get_ref(0)?.as_blob()?)?))?.collect()
    }

    fn list<T: DeserializeOwned>(&self, sql: &str, id: &str) -> rusqlite::Result<Vec<T>> {
        self.db.prepare(sql)?.query_map([id], |row| parse(row.get(0)?))?.collect()
    }

    /// Which launches of a run are there already, by cell and round.
    pub fn done(&self, run: &str) -> Result<HashSet<(CellKey, u32)>, StoreError> {
        let read = || -> rusqlite::Result<HashSet<(CellKey, u32)>> {
            self.db
                .prepare("SELECT cell, round FROM launches WHERE run = ?")?
                .query_map([run], |row| Ok((CellKey(row.get(0)?), row.get(1)?)))?
                .collect()
        };
        read().map_err(|e| failed(&self.path, e))
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
