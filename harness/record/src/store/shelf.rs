//! The runs of a store: which there are, what is in one, and which are thrown away.

use super::reading::list;
use super::{Store, StoreError, attempts, parse};
use crate::{Cell, Experiment, Fingerprint, RunState};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

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

/// What the store holds of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contents {
    /// One for each time between two starts of the machine.
    pub sessions: Vec<SessionSummary>,
    /// Launches that count.
    pub launches: usize,
    /// Launches that do not: tried again, or of a round that a later session did again whole.
    pub superseded: usize,
    /// The identity of each cell, in the order of the plan.
    pub cells: Vec<String>,
    /// Bytes of its samples.
    pub sample_bytes: u64,
}

/// A session of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionSummary {
    /// When it began, in milliseconds of Unix time.
    pub started_ms: i64,
    /// The machine, as people know it.
    pub machine: String,
    /// What tells the machine from all others, where that is known.
    pub machine_id: Option<String>,
    /// What tells this boot of it from all others, where that is known.
    pub boot_id: Option<String>,
    /// The revision that the program was built from.
    pub revision: String,
    /// The digest of the program.
    pub program: String,
    /// Launches, those that do not count included.
    pub launches: u64,
}

impl Store {
    /// What the store holds of the run `id`.
    pub fn contents(&self, id: &str) -> Result<Contents, StoreError> {
        self.read(|db| contents(db, id))?.ok_or_else(|| self.no_run(id))
    }

    /// Throws these runs away, with all that no other run refers to, and gives the room back, where there is room to copy the rest.
    pub fn remove(&mut self, runs: &[String]) -> Result<(), StoreError> {
        self.write(|tx| {
            for run in runs {
                tx.execute("DELETE FROM runs WHERE id = ?", [run])?;
            }
            tx.execute_batch(
                "DELETE FROM blobs WHERE id NOT IN
                     (SELECT source FROM sources UNION SELECT profile FROM profiles UNION SELECT trace FROM traces);
                 DELETE FROM revisions WHERE id NOT IN (SELECT revision_id FROM sessions);
                 DELETE FROM boots WHERE id NOT IN (SELECT boot FROM sessions WHERE boot IS NOT NULL);
                 DELETE FROM machines WHERE id NOT IN (SELECT machine FROM boots);",
            )
        })?;
        // Else the file stays as large as it was, and new runs take the room.
        let _ = self.db.execute_batch("VACUUM");
        Ok(())
    }
}

/// What is there of a run; `None` where there is none of this name.
fn contents(db: &Connection, id: &str) -> rusqlite::Result<Option<Contents>> {
    let db = db.unchecked_transaction()?;
    if db.query_row("SELECT 1 FROM runs WHERE id = ?", [id], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    let mut sessions = db.prepare(
        "SELECT sessions.started_ms, fingerprint, identity, boot_id, revision, program,
                (SELECT count(*) FROM attempts WHERE session = sessions.id)
         FROM sessions JOIN revisions ON revisions.id = sessions.revision_id
         LEFT JOIN (SELECT boots.id AS known, identity, boots.boot AS boot_id FROM boots
                    JOIN machines ON machines.id = machine) ON known = sessions.boot
         WHERE run = ? ORDER BY sessions.id",
    )?;
    let sessions = sessions.query_map([id], |row| {
        Ok(SessionSummary {
            started_ms: row.get(0)?,
            machine: parse::<Fingerprint>(row.get_ref(1)?.as_str()?)?.machine,
            machine_id: row.get(2)?,
            boot_id: row.get(3)?,
            revision: row.get(4)?,
            program: row.get(5)?,
            launches: row.get(6)?,
        })
    })?;
    let planned: Vec<Cell> = list(&db, "SELECT cell FROM cells WHERE run = ?", id)?;
    let mut cells = db.prepare("SELECT identity FROM cells WHERE run = ? ORDER BY key")?;
    let bytes = "SELECT coalesce(sum(length(samples)), 0) FROM attempts
                 JOIN sessions ON sessions.id = session WHERE run = ?";
    let all = attempts::all(&db, id)?;
    let launches = attempts::rounds(&all, planned.iter()).values().map(|round| round.attempts.len()).sum();
    Ok(Some(Contents {
        sessions: sessions.collect::<rusqlite::Result<_>>()?,
        launches,
        superseded: all.len() - launches,
        cells: cells.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?,
        sample_bytes: db.query_row(bytes, [id], |row| row.get(0))?,
    }))
}
