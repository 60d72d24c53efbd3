//! What is no whole store is refused by readers and writers, told apart, and left as it was.

mod common;

use common::{launch, run};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tenfold_record::{Store, StoreError};

/// A folder and in it a store with a run.
fn stored() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sqlite");
    let mut store = Store::create(&path).unwrap();
    store.begin(&run("r", 1)).unwrap();
    for round in 0..40 {
        store.add_launch("r", &launch(0, round)).unwrap();
    }
    drop(store);
    (folder, path)
}

/// What a reader and a writer say of a file that they have to leave alone, with all that lies beside it.
#[track_caller]
fn refused(path: &Path) -> StoreError {
    let all = || {
        let folder = path.parent().unwrap().read_dir().unwrap();
        let mut files: Vec<(PathBuf, Vec<u8>)> =
            folder.map(|f| f.unwrap().path()).map(|f| (f.clone(), std::fs::read(f).unwrap())).collect();
        files.sort();
        files
    };
    let before = all();
    let (read, written) = (Store::open(path).err().unwrap(), Store::create(path).err().unwrap());
    assert!(all() == before, "it was not left as it was");
    assert_eq!(read.to_string(), written.to_string());
    assert!(!written.to_string().contains("safe"), "nothing is promised of what is refused: {written}");
    written
}

fn planted(sql: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sqlite");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (folder, path)
}

#[test]
fn files_of_others_are_told_apart_and_left_alone() {
    for sql in [
        "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')",
        "PRAGMA journal_mode = WAL; CREATE TABLE bookmarks (url TEXT)",
        "CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1",
        "CREATE TABLE runs (id TEXT); PRAGMA user_version = 1",
        "CREATE TABLE runs (id TEXT); CREATE TABLE other (id TEXT)",
        "CREATE TABLE runs (id TEXT); PRAGMA user_version = 2",
        "PRAGMA application_id = 252006674; CREATE TABLE gpkg_contents (x TEXT)",
        "PRAGMA application_id = 252006674",
    ] {
        let (_folder, path) = planted(sql);
        let said = refused(&path);
        assert!(matches!(said, StoreError::Foreign { .. }), "{sql}: {said}");
        assert!(said.to_string().contains("database of another program"), "{said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sqlite");
    for text in
        ["x", "this is no database, it only has its name, however long it may be ................................"]
    {
        std::fs::write(&path, text).unwrap();
        assert!(matches!(refused(&path), StoreError::Foreign { .. }));
    }
}

#[test]
fn a_newer_layout_is_left_to_the_version_that_wrote_it() {
    let (_folder, path) = stored();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 3).unwrap();
    let said = refused(&path);
    assert!(matches!(said, StoreError::Newer { found: 3, known: 2, .. }), "{said}");
}

#[test]
fn a_file_that_was_cut_off_is_damaged() {
    let (_folder, path) = stored();
    let whole = std::fs::read(&path).unwrap();
    for length in [10, 99, 100, 4096, 3 * 4096 + 17, whole.len() - 4096, whole.len() - 1] {
        std::fs::write(&path, &whole[..length]).unwrap();
        let said = refused(&path);
        assert!(matches!(said, StoreError::Damaged { .. }), "{length}: {said}");
        assert!(said.to_string().contains("cut off"), "{said}");
    }
}

#[test]
fn a_file_with_a_spoilt_page_is_damaged() {
    let (_folder, path) = stored();
    let whole = std::fs::read(&path).unwrap();
    let mut damaged = 0;
    for page in 1..whole.len() / 4096 {
        let mut spoilt = whole.clone();
        spoilt[page * 4096..page * 4096 + 64].fill(0xa5);
        std::fs::write(&path, &spoilt).unwrap();
        let said = refused(&path);
        damaged += usize::from(matches!(said, StoreError::Damaged { .. }));
    }
    assert_eq!(damaged, whole.len() / 4096 - 1);
}

#[test]
fn an_empty_file_becomes_a_store_and_reads_as_one_without_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sqlite");
    std::fs::write(&path, "").unwrap();
    assert!(Store::open(&path).unwrap().runs().unwrap().is_empty());
    assert_eq!(std::fs::read(&path).unwrap(), b"", "a reader changes nothing");
    Store::create(&path).unwrap().begin(&run("r", 1)).unwrap();
    assert_eq!(Store::open(&path).unwrap().runs().unwrap().len(), 1);
}

#[test]
fn at_rest_it_is_one_file_that_can_be_read_where_nothing_can_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = stored();
    assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    let before = std::fs::read(&path).unwrap();
    // A file that an older version has left says that it has a log, though there is none.
    for log in [false, true] {
        if log {
            Connection::open(&path).unwrap().execute_batch("PRAGMA journal_mode = WAL").unwrap();
        }
        let mode = |bits| std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(bits)).unwrap();
        mode(0o555);
        let read = Store::open(&path).and_then(|store| store.load("r"));
        mode(0o755);
        assert_eq!(read.unwrap().cells[0].launches.len(), 40);
    }
    assert_eq!(before.len(), std::fs::read(&path).unwrap().len());
}

#[test]
fn a_writer_at_work_keeps_no_reader_waiting() {
    let (_folder, path) = stored();
    let mut writer = Store::create(&path).unwrap();
    writer.add_launch("r", &launch(1, 0)).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; DELETE FROM attempts").unwrap();
    let begun = Instant::now();
    assert_eq!(Store::open(&path).unwrap().load("r").unwrap().cells[1].launches.len(), 1);
    assert!(begun.elapsed() < Duration::from_secs(4), "it waited for the writer");
}

#[test]
fn a_file_that_went_away_takes_nothing_more() {
    let (folder, path) = stored();
    let mut store = Store::create(&path).unwrap();
    std::fs::rename(&path, folder.path().join("elsewhere")).unwrap();
    assert!(matches!(store.add_launch("r", &launch(1, 0)), Err(StoreError::Gone { .. })));
    std::fs::copy(folder.path().join("elsewhere"), &path).unwrap();
    assert!(matches!(store.add_launch("r", &launch(1, 0)), Err(StoreError::Gone { .. })), "another is in its place");
}

#[test]
fn a_full_disk_is_told_and_what_was_measured_before_is_safe() {
    let (_folder, path) = stored();
    let mut store = Store::create(&path).unwrap();
    store.limit_pages(40);
    let error = (1..).find_map(|round| store.add_launch("r", &launch(1, round)).err()).unwrap();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(error.to_string().contains("is safe"), "{error}");
    assert_eq!(store.load("r").unwrap().cells[0].launches.len(), 40);
}

/// A file and its journal in the midst of a transaction, which is what a killed writer leaves; and how it was before.
fn broken_off(before: impl Fn(&Path)) -> (TempDir, PathBuf, Vec<u8>) {
    let (source, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = |folder: &TempDir, ending: &str| folder.path().join(format!("x.sqlite{ending}"));
    let path = file(&source, "");
    before(&path);
    let bytes = std::fs::read(&path).unwrap_or_default();
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; CREATE TABLE more (x BLOB)").unwrap();
    for _ in 0..200 {
        db.execute("INSERT INTO more VALUES (zeroblob(4000))", []).unwrap();
    }
    for ending in ["", "-journal"] {
        std::fs::copy(file(&source, ending), file(&left, ending)).unwrap();
    }
    let path = file(&left, "");
    assert!(std::fs::read(&path).unwrap() != bytes, "nothing was written yet");
    (left, path, bytes)
}

#[test]
fn what_a_killed_writer_left_is_taken_back_where_it_is_ours() {
    let (_folder, path, before) = broken_off(|path| drop(Store::create(path).unwrap()));
    drop(Store::open(&path).unwrap());
    assert!(std::fs::read(&path).unwrap() == before);

    let sql = "CREATE TABLE bookmarks (url TEXT)";
    let (_folder, path, _) = broken_off(|path| Connection::open(path).unwrap().execute_batch(sql).unwrap());
    assert!(refused(&path).to_string().contains("with tables like bookmarks"));

    // Killed before it was anything.
    let (_folder, path, _) = broken_off(|_| ());
    Store::create(&path).unwrap().begin(&run("r", 1)).unwrap();
    assert_eq!(Store::open(&path).unwrap().runs().unwrap().len(), 1);
}

#[test]
fn the_name_of_a_run_leads_nowhere() {
    let (folder, path) = stored();
    let mut store = Store::create(&path).unwrap();
    assert!(matches!(store.begin(&run("../../evil", 2)), Err(StoreError::Refused { .. })));
    drop(store);
    let sql = "PRAGMA foreign_keys = OFF; UPDATE runs SET id = '../../evil'; UPDATE sessions SET run = '../../evil'; \
               UPDATE cells SET run = '../../evil'";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let store = Store::open(&path).unwrap();
    for said in [store.runs().unwrap_err(), store.load("../../evil").unwrap_err()] {
        assert!(
            matches!(said, StoreError::Damaged { .. }) && said.to_string().contains("not a valid name for a run"),
            "{said}"
        );
    }
    drop(folder);
}

#[test]
fn what_a_foreign_hand_has_planted_does_not_act() {
    let (_folder, path) = stored();
    let sql = "CREATE TRIGGER evil AFTER INSERT ON attempts BEGIN DELETE FROM attempts; END";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let mut store = Store::create(&path).unwrap();
    store.add_launch("r", &launch(1, 0)).unwrap();
    assert_eq!(store.load("r").unwrap().cells[0].launches.len(), 40);
}

#[test]
fn a_blob_that_grows_without_end_is_damage() {
    let (_folder, path) = stored();
    let mut bomb = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut bomb, &vec![b' '; 300 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    Connection::open(&path).unwrap().execute("UPDATE attempts SET head = ? WHERE id = 1", [&bomb]).unwrap();
    let said = Store::open(&path).unwrap().load("r").unwrap_err();
    assert!(matches!(said, StoreError::Damaged { .. }) && said.to_string().contains("more than 256 MiB"), "{said}");
}

#[test]
fn runs_are_thrown_away_with_all_that_is_theirs_alone() {
    let (_folder, path) = stored();
    let mut store = Store::create(&path).unwrap();
    store.begin(&run("other", 2)).unwrap();
    store.add_launch("other", &launch(0, 0)).unwrap();
    let other = store.load("other").unwrap();
    let large = std::fs::metadata(&path).unwrap().len();
    store.remove(&["r".to_string()]).unwrap();
    assert_eq!(store.load("other").unwrap(), other, "what both had is still there");
    store.remove(&["other".to_string()]).unwrap();
    assert!(store.runs().unwrap().is_empty());
    drop(store);
    assert!(std::fs::metadata(&path).unwrap().len() < large);
    let count = |table: &str| -> i64 {
        let count = format!("SELECT count(*) FROM {table}");
        Connection::open(&path).unwrap().query_row(&count, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(["attempts", "sessions", "cells", "blobs", "revisions"].map(count), [0; 5]);
}
