//! Forward from older layouts, in one transaction: the file is of the old layout or of the new one, and whole.

use super::examine::{APPLICATION, LAYOUT, TABLES_1};
use super::reading::list;
use super::{insert_cell, insert_session, json, keep, parse, unpack, unreadable};
use crate::pack::{packed, unpacked};
use crate::{Cell, Experiment, Fingerprint, Launch, Run, Sample, Samples, Source};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior, params};

/// Brings a file that has been examined to the newest layout; whether that has left room to give back.
pub(super) fn up(db: &mut Connection) -> rusqlite::Result<bool> {
    let layout = |db: &Connection| db.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
    if layout(db)? == LAYOUT {
        return Ok(false);
    }
    // Tables are renamed while others refer to them.
    db.pragma_update(None, "foreign_keys", false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, true)?;
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let before = layout(&tx)?;
    match before {
        LAYOUT => {}
        1 => from_1(&tx)?,
        _ => tx.execute_batch(include_str!("schema.sql"))?,
    }
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", LAYOUT)?;
    tx.commit()?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false)?;
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(before == 1)
}

/// Layout 1 had samples as rows, sources and profiles in every run anew, and neither sessions nor attempts.
fn from_1(db: &Connection) -> rusqlite::Result<()> {
    // The first files of layout 1 had fewer tables.
    db.execute_batch(include_str!("schema_1.sql"))?;
    for table in TABLES_1 {
        db.execute_batch(&format!("ALTER TABLE {table} RENAME TO {table}_1"))?;
    }
    db.execute_batch(include_str!("schema.sql"))?;
    db.execute_batch(
        "INSERT INTO runs SELECT id, started_ms, state, seed, experiment FROM runs_1 ORDER BY rowid;
         INSERT INTO ceilings SELECT run, ceiling FROM ceilings_1 ORDER BY rowid;
         INSERT INTO instructions SELECT run, instructions FROM instructions_1 ORDER BY rowid;
         INSERT INTO comparisons SELECT id, started_ms, head FROM comparisons_1;
         INSERT INTO duels SELECT id, comparison, duel FROM duels_1;
         INSERT INTO polls SELECT id, experiment, topics, opened_ms, closed_ms, run FROM polls_1;
         INSERT INTO ballots SELECT id, poll, guesser, cast_ms, ballot FROM ballots_1;
         INSERT INTO medians SELECT run, program, launches, medians FROM medians_1;",
    )?;
    for (table, column) in [("sources", "source"), ("profiles", "profile"), ("traces", "trace")] {
        blobs(db, table, column)?;
    }
    let mut runs = db.prepare("SELECT id, started_ms, seed, experiment, fingerprint FROM runs_1 ORDER BY rowid")?;
    let mut runs = runs.query([])?;
    while let Some(row) = runs.next()? {
        let fingerprint: Fingerprint = parse(row.get_ref(4)?.as_str()?)?;
        let (id, experiment): (String, Experiment) = (row.get(0)?, parse(row.get_ref(3)?.as_str()?)?);
        insert_session(db, &id, &fingerprint, row.get(1)?)?;
        let session = db.last_insert_rowid();
        let run = Run { sources: sources(db, &id)?, id, experiment, fingerprint, ..Run::default() };
        cells(db, &run)?;
        launches(db, &run.id, session)?;
    }
    TABLES_1.iter().rev().try_for_each(|table| db.execute_batch(&format!("DROP TABLE {table}_1")))
}

/// What every run had for itself, once.
fn blobs(db: &Connection, table: &str, column: &str) -> rusqlite::Result<()> {
    let of_cell = if table == "sources" { "NULL" } else { "cell" };
    let add = match table {
        "sources" => "INSERT INTO sources (run, source) SELECT ?1, ?3 WHERE ?2 IS NULL".to_string(),
        _ => format!("INSERT INTO {table} (run, cell, {column}) VALUES (?1, ?2, ?3)"),
    };
    let mut rows = db.prepare(&format!("SELECT run, {of_cell}, {column} FROM {table}_1 ORDER BY rowid"))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let text = unpacked(row.get_ref(2)?.as_blob()?).map_err(unreadable)?;
        let blob = keep(db, std::str::from_utf8(&text).map_err(|e| unreadable(e.to_string()))?)?;
        db.prepare_cached(&add)?.execute(params![row.get::<_, String>(0)?, row.get::<_, Option<u32>>(1)?, blob])?;
    }
    Ok(())
}

fn sources(db: &Connection, run: &str) -> rusqlite::Result<Vec<Source>> {
    let mut find = db.prepare("SELECT source FROM sources_1 WHERE run = ? ORDER BY rowid")?;
    find.query_map([run], |row| unpack(row.get_ref(0)?.as_blob()?))?.collect()
}

fn cells(db: &Connection, run: &Run) -> rusqlite::Result<()> {
    let cells: Vec<Cell> = list(db, "SELECT cell FROM cells_1 WHERE run = ?", &run.id)?;
    cells.iter().try_for_each(|cell| insert_cell(db, run, cell))
}

fn launches(db: &Connection, run: &str, session: i64) -> rusqlite::Result<()> {
    let mut samples =
        db.prepare("SELECT rank, batch, start, seconds, steal, switches FROM samples_1 WHERE launch = ?")?;
    let mut heads = db.prepare("SELECT id, round, cell, head FROM launches_1 WHERE run = ? ORDER BY id")?;
    let mut heads = heads.query([run])?;
    while let Some(row) = heads.next()? {
        let launch: Launch = parse(row.get_ref(3)?.as_str()?)?;
        let rows = samples.query_map([row.get::<_, i64>(0)?], |row| {
            Ok(Sample {
                rank: row.get(0)?,
                index: row.get(1)?,
                start: row.get(2)?,
                seconds: row.get(3)?,
                steal: row.get(4)?,
                switches: row.get(5)?,
            })
        })?;
        let samples: Samples = rows.collect::<rusqlite::Result<_>>()?;
        let add = "INSERT INTO attempts (session, round, cell, attempt, outcome, head, samples)
                   VALUES (?, ?, ?, 0, ?, ?, ?)";
        db.prepare_cached(add)?.execute(params![
            session,
            row.get::<_, u32>(1)?,
            row.get::<_, u32>(2)?,
            launch.outcome.kind(),
            packed(json(&launch).as_bytes()),
            samples.block()
        ])?;
    }
    Ok(())
}
