//! Stores of older layouts are read, and become stores of this one, with all that is in them.

use rusqlite::Connection;
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tenfold_record::{
    Ballot, Cast, Ceiling, Cell, Experiment, Launch, Outcome, Run, RunState, Sample, Store, StoreError,
};

/// A store as layout 1 was written, in a folder of its own.
fn old() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sqlite");
    let packed = &include_bytes!("data/layout-1.sqlite.gz")[..];
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn change(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// Holds a run as it is loaded against the rows of layout 1.
fn assert_same(run: &Run, old: &Connection) {
    let texts = |sql: &str| -> Vec<String> {
        old.prepare(sql).unwrap().query_map([&run.id], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let one = |sql: &str| texts(sql).remove(0);
    assert_eq!(
        run.experiment,
        serde_json::from_str::<Experiment>(&one("SELECT experiment FROM runs WHERE id = ?")).unwrap()
    );
    assert_eq!(run.fingerprint, serde_json::from_str(&one("SELECT fingerprint FROM runs WHERE id = ?")).unwrap());
    assert_eq!(run.state, RunState::Finished);
    let cells = texts("SELECT cell FROM cells WHERE run = ? ORDER BY key");
    assert!(
        run.cells.iter().map(|m| m.cell.clone()).eq(cells.iter().map(|c| serde_json::from_str::<Cell>(c).unwrap()))
    );
    let ceilings = texts("SELECT ceiling FROM ceilings WHERE run = ? ORDER BY rowid");
    assert!(run.ceilings.iter().cloned().eq(ceilings.iter().map(|c| serde_json::from_str::<Ceiling>(c).unwrap())));
    assert_eq!(run.sources.len(), texts("SELECT 'x' FROM sources WHERE run = ?").len());
    let mut launches = old.prepare("SELECT id, head FROM launches WHERE run = ? AND cell = ? ORDER BY round").unwrap();
    let mut samples = old.prepare("SELECT * FROM samples WHERE launch = ? ORDER BY batch, rank").unwrap();
    for measured in &run.cells {
        let key = measured.cell.key.0.to_string();
        let rows = launches.query_map([&run.id, &key], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let rows: Vec<(i64, String)> = rows.map(Result::unwrap).collect();
        assert_eq!(measured.launches.len(), rows.len());
        for (launch, (id, head)) in measured.launches.iter().zip(rows) {
            let rows = samples.query_map([id], |row| {
                let (index, rank, switches) = (row.get("batch")?, row.get("rank")?, row.get("switches")?);
                let (start, seconds, steal) = (row.get("start")?, row.get("seconds")?, row.get("steal")?);
                Ok(Sample { rank, index, start, seconds, steal, switches })
            });
            assert!(launch.samples.iter().eq(rows.unwrap().map(Result::unwrap)));
            let head: Launch = serde_json::from_str(&head).unwrap();
            assert_eq!(Launch { samples: Default::default(), ..launch.clone() }, head);
        }
    }
}

#[test]
fn a_store_of_layout_1_is_read_as_it_is_and_becomes_one_of_layout_2() {
    let (_folder, path) = old();
    let (_other, kept) = old();
    let before = std::fs::read(&path).unwrap();
    let reader = Store::open(&path).unwrap();
    let ids: Vec<String> = reader.runs().unwrap().into_iter().map(|run| run.id).collect();
    assert_eq!(ids.len(), 2);
    let read: Vec<Run> = ids.iter().map(|id| reader.load(id).unwrap()).collect();
    let rows = Connection::open(&kept).unwrap();
    read.iter().for_each(|run| assert_same(run, &rows));
    assert!(read.iter().any(|run| run.cells.iter().flat_map(|c| &c.launches).any(|l| l.samples.len() > 1)));
    assert!(read.iter().flat_map(|r| &r.cells).any(|c| matches!(c.launches[0].outcome, Outcome::Crashed { .. })));
    let comparisons = reader.comparisons().unwrap();
    let comparison = reader.comparison(&comparisons[0]).unwrap().unwrap();
    assert_eq!(comparison.duels[0].launches.len(), 10);
    drop(reader);
    assert!(std::fs::read(&path).unwrap() == before, "a reader changes nothing");

    let mut store = Store::create(&path).unwrap();
    assert!(ids.iter().map(|id| store.load(id).unwrap()).eq(read));
    assert_eq!(store.comparison(&comparisons[0]).unwrap().unwrap(), comparison);
    let contents = store.contents(&ids[0]).unwrap();
    assert_eq!((contents.sessions.len(), &contents.sessions[0].boot_id), (1, &None), "nobody knows on which boot");
    // Who had guessed may change the guess, and the next run takes it in.
    let experiment = store.load(ids.iter().find(|id| id.contains("tiny")).unwrap()).unwrap().experiment;
    let poll = store.open_poll(&experiment, 5).unwrap();
    assert_eq!(store.poll_state(poll).unwrap().ballots, 1);
    assert_eq!(store.cast(poll, "another", &Ballot { name: None, factors: vec![Some(2.0)] }, 6).unwrap(), Cast::New);
    drop(store);
    let migrated = Connection::open(&path).unwrap();
    let pragma = |name: &str| migrated.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!((pragma("user_version"), pragma("application_id")), (2, 0x3130_6664));
    assert_eq!(
        migrated.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get::<_, i64>(0)),
        Ok(0)
    );
    assert_eq!(pragma("freelist_count"), 0, "the room of the old tables was given back");
}

#[test]
fn the_first_stores_of_layout_1_had_fewer_tables() {
    let (_folder, path) = old();
    let runs = Store::open(&path).unwrap().runs().unwrap();
    change(
        &path,
        "DROP TABLE ballots; DROP TABLE polls; DROP TABLE duels; DROP TABLE comparisons; DROP TABLE medians; \
                   DROP TABLE instructions; DROP TABLE traces; DROP TABLE sources; DROP TABLE profiles; DROP TABLE ceilings",
    );
    assert_eq!(Store::open(&path).unwrap().runs().unwrap(), runs);
    let store = Store::create(&path).unwrap();
    assert_eq!(store.runs().unwrap(), runs);
    assert!(store.comparisons().unwrap().is_empty());
}

#[test]
fn a_store_that_cannot_become_one_of_layout_2_stays_as_it_is() {
    let (_folder, path) = old();
    change(&path, "UPDATE launches SET head = '{' WHERE id = (SELECT max(id) FROM launches)");
    let before = std::fs::read(&path).unwrap();
    for said in [Store::open(&path).err().unwrap(), Store::create(&path).err().unwrap()] {
        assert!(matches!(said, StoreError::Damaged { .. }), "{said}");
    }
    assert!(std::fs::read(&path).unwrap() == before);
}
