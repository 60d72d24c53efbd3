//! Runs read back from the store.

use super::{Store, StoreError, Summary, failed, parse, polls, unpacked};
use crate::{Ceiling, Cell, CellKey, Fingerprint, Launch, Measured, Profile, Run, Sample, Source, Trace};
use rusqlite::OptionalExtension;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

impl Store {
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
