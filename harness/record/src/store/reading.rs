//! Runs read back from the store.

use super::attempts::{self, Attempt, Round};
use super::{Store, StoreError, Summary, named, parse, polls, unpack, unreadable};
use crate::{Cell, CellKey, Fact, Fingerprint, Launch, Measured, Run, Samples};
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashSet};

impl Store {
    /// All runs, the newest first.
    pub fn runs(&self) -> Result<Vec<Summary>, StoreError> {
        let find = "SELECT id, started_ms, state, experiment,
                           (SELECT fingerprint FROM sessions WHERE run = runs.id ORDER BY id DESC LIMIT 1),
                           (SELECT count(*) FROM attempts JOIN sessions ON sessions.id = session WHERE run = runs.id)
                    FROM runs ORDER BY started_ms DESC, id DESC";
        let summary = |row: &Row<'_>| {
            Ok(Summary {
                id: row.get(0)?,
                started_ms: row.get(1)?,
                state: parse(row.get_ref(2)?.as_str()?)?,
                experiment: parse(row.get_ref(3)?.as_str()?)?,
                machine: parse::<Fingerprint>(row.get_ref(4)?.as_str()?)?.machine,
                launches: row.get(5)?,
            })
        };
        let runs: Vec<Summary> = self.read(|db| db.prepare(find)?.query_map([], summary)?.collect())?;
        runs.iter().try_for_each(|run| self.safe(&run.id))?;
        Ok(runs)
    }

    /// The run `id` with all its samples.
    pub fn load(&self, id: &str) -> Result<Run, StoreError> {
        let run = self.read(|db| run(db, id))?.ok_or_else(|| self.no_run(id))?;
        self.safe(&run.id)?;
        Ok(run)
    }

    /// There is no run of this name.
    pub(super) fn no_run(&self, id: &str) -> StoreError {
        let known: Vec<String> = self.runs().unwrap_or_default().into_iter().take(5).map(|r| r.id).collect();
        let hint = match known.is_empty() {
            true => ": it holds no run yet".to_string(),
            false => format!("; the newest are {}", known.join(", ")),
        };
        StoreError::NoRun { id: id.to_string(), path: self.path.clone(), hint }
    }

    /// Nobody is led out of a folder by the name of a run or a comparison.
    pub(super) fn safe(&self, id: &str) -> Result<(), StoreError> {
        named(id).map_err(|e| StoreError::Damaged { path: self.path.clone(), cause: e.to_string() })
    }

    /// The launches of a run that its newest session need not make, by cell and round; with `retry` those that crashed or were
    /// out of time are not among them.
    pub fn done(&self, run: &str, retry: bool) -> Result<HashSet<(CellKey, u32)>, StoreError> {
        self.read(|db| {
            let cells: Vec<Cell> = list(db, "SELECT cell FROM cells WHERE run = ?", run)?;
            let newest = "SELECT max(id) FROM sessions WHERE run = ?";
            let session: i64 = db.query_row(newest, [run], |row| row.get(0))?;
            let all = attempts::all(db, run)?;
            Ok(attempts::done(&all, &attempts::rounds(&all, cells.iter()), session, retry))
        })
    }
}

/// A run with all its samples; `None` where there is none of this name.
fn run(db: &Connection, id: &str) -> rusqlite::Result<Option<Run>> {
    // All of it as it was at one moment.
    let db = db.unchecked_transaction()?;
    let head = db.query_row("SELECT started_ms, state, seed, experiment FROM runs WHERE id = ?", [id], |row| {
        let text = |column: usize| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str()?);
        Ok((row.get(0)?, parse(text(1)?)?, row.get::<_, i64>(2)?, parse(text(3)?)?))
    });
    let Some((started_ms, state, seed, experiment)) = head.optional()? else { return Ok(None) };
    let cells: Vec<Cell> = list(&db, "SELECT cell FROM cells WHERE run = ? ORDER BY key", id)?;
    let all = attempts::all(&db, id)?;
    let rounds = attempts::rounds(&all, cells.iter());
    let launches = launches(&db, &rounds)?;
    let mut cells: Vec<Measured> = cells.into_iter().map(|cell| Measured { cell, launches: Vec::new() }).collect();
    let places: BTreeMap<CellKey, usize> = cells.iter().enumerate().map(|(i, m)| (m.cell.key, i)).collect();
    for launch in launches {
        if let Some(&place) = places.get(&launch.cell) {
            cells[place].launches.push(launch);
        }
    }
    Ok(Some(Run {
        id: id.to_string(),
        started_ms,
        state,
        seed: seed as u64,
        experiment,
        fingerprint: fingerprint(&db, id, &all, &rounds)?,
        ceilings: list(&db, "SELECT ceiling FROM ceilings WHERE run = ? ORDER BY rowid", id)?,
        cells,
        profiles: blobs(&db, "profiles", "profile", "cell", id)?,
        traces: blobs(&db, "traces", "trace", "cell", id)?,
        sources: blobs(&db, "sources", "source", "sources.rowid", id)?,
        ballots: polls::of_run(&db, id)?,
        instructions: list(&db, "SELECT instructions FROM instructions WHERE run = ? ORDER BY rowid", id)?,
    }))
}

/// The launches that count, by round and cell. They are unpacked on all cores: of a large run that takes longest.
fn launches<'a>(db: &Connection, rounds: &'a BTreeMap<u32, Round>) -> rusqlite::Result<Vec<Launch>> {
    let mut find = db.prepare("SELECT head, samples FROM attempts WHERE id = ?")?;
    let attempts = rounds.values().flat_map(|round| &round.attempts);
    let packed =
        |attempt: &'a Attempt| Ok((attempt, find.query_row([attempt.id], |row| Ok((row.get(0)?, row.get(1)?)))?));
    let packed: Vec<(&Attempt, (Vec<u8>, Vec<u8>))> = attempts.map(packed).collect::<rusqlite::Result<_>>()?;
    let launch = |(attempt, (head, samples)): (&Attempt, (Vec<u8>, Vec<u8>))| {
        let head: Launch = unpack(&head)?;
        let samples = Samples::from_block(samples).map_err(unreadable)?;
        Ok(Launch { samples, cell: attempt.cell, round: attempt.round, ..head })
    };
    packed.into_par_iter().map(launch).collect()
}

/// The fingerprint of the newest session; it tells where there were several, and where launches were tried again.
fn fingerprint(
    db: &Connection,
    run: &str,
    all: &[Attempt],
    rounds: &BTreeMap<u32, Round>,
) -> rusqlite::Result<Fingerprint> {
    let mut sessions = db.prepare("SELECT id, fingerprint FROM sessions WHERE run = ? ORDER BY id DESC")?;
    let sessions = sessions.query_map([run], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let sessions = sessions.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    let Some((_, newest)) = sessions.first() else {
        return Err(unreadable(format!("run '{run}' has no session")));
    };
    let mut fingerprint: Fingerprint = parse(newest)?;
    let mut tell = |name: &str, value: String| {
        fingerprint.facts.push(Fact { group: "protocol".into(), name: name.into(), value });
    };
    if sessions.len() > 1 {
        let of = |id: i64| rounds.values().filter(|round| round.session == id).count().to_string();
        let counts: Vec<String> = sessions.iter().rev().map(|(id, _)| of(*id)).collect();
        tell(
            "sessions",
            format!(
                "{}, the machine was restarted between them (rounds: {}); no round spans two sessions",
                sessions.len(),
                counts.join(" and ")
            ),
        );
    }
    let again = all.iter().filter(|attempt| attempt.attempt > 0).count();
    match again {
        0 => {}
        1 => tell("tried again", "1 launch that had crashed or hit its time limit".to_string()),
        _ => tell("tried again", format!("{again} launches that had crashed or hit their time limit")),
    }
    Ok(fingerprint)
}

/// Rows of JSON of a run.
pub(super) fn list<T: DeserializeOwned>(db: &Connection, sql: &str, run: &str) -> rusqlite::Result<Vec<T>> {
    db.prepare(sql)?.query_map([run], |row| parse(row.get_ref(0)?.as_str()?))?.collect()
}

/// What a run refers to, in an order.
fn blobs<T: DeserializeOwned>(
    db: &Connection,
    table: &str,
    column: &str,
    order: &str,
    run: &str,
) -> rusqlite::Result<Vec<T>> {
    let find = format!("SELECT content FROM {table} JOIN blobs ON blobs.id = {column} WHERE run = ? ORDER BY {order}");
    db.prepare(&find)?.query_map([run], |row| unpack(row.get_ref(0)?.as_blob()?))?.collect()
}
