//! Opening a store: to read it, without changing anything; or to write to it.
//!
//! While it is written to, a store has a write-ahead log, so that readers wait for nobody. At rest it is one plain file, which
//! can be read from anywhere, also where nothing can be written.

use super::examine::{Found, LAYOUT, examine};
use super::{Store, StoreError, failed, migrate};
use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a reader waits where there is no log, and a writer is between two states.
const READERS_PATIENCE: Duration = Duration::from_secs(5);

/// Device and number of a file.
pub(super) type FileIdentity = (u64, u64);

impl Store {
    /// Opens the store at `path` to write to it, making it (and its folder) where there is none. An older layout becomes the
    /// newest one.
    pub fn create(path: &Path) -> Result<Store, StoreError> {
        let fail = |cause: String| StoreError::Open { path: path.to_path_buf(), cause };
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| fail(format!("{}: {e}", folder.display())))?;
        }
        if path.exists() {
            examine(path)?;
        }
        let opened = || -> rusqlite::Result<Connection> {
            let mut db = Connection::open_with_flags(path, OpenFlags::default())?;
            configure(&db, PATIENCE)?;
            db.execute_batch(journal(path).pragmas())?;
            if migrate::up(&mut db)? {
                // The samples now take a fifth. Where there is no room to copy the rest, the file stays as large as it was.
                let _ = db.execute_batch("VACUUM");
            }
            Ok(db)
        };
        let db = opened().map_err(|e| failed(path, e))?;
        let written = Some(identity(path).map_err(|e| fail(e.to_string()))?);
        Ok(Store { path: path.to_path_buf(), db, written })
    }

    /// Opens the store at `path`, which must exist, to read it. One of an older layout is read from a copy.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let found = examine(path)?;
        let opened = || -> rusqlite::Result<Connection> {
            let db = reading(path, false).or_else(|e| match e.sqlite_error_code() {
                // Where nothing can be written, there can be no files beside it either; and where there is no log, there is
                // nothing that they would be needed for.
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) if !has_log(path) => reading(path, true),
                _ => Err(e),
            })?;
            if found == Found::Layout(LAYOUT) {
                return Ok(db);
            }
            // A temporary file of the database's own, which goes when it is closed.
            let mut copy = Connection::open("")?;
            configure(&copy, READERS_PATIENCE)?;
            Backup::new(&db, &mut copy)?.run_to_completion(1024, Duration::ZERO, None)?;
            migrate::up(&mut copy)?;
            Ok(copy)
        };
        let db = opened().map_err(|e| failed(path, e))?;
        Ok(Store { path: path.to_path_buf(), db, written: None })
    }

    /// Whether the file that it writes to is still the one that `path` names.
    pub(super) fn still_there(&self) -> Result<(), StoreError> {
        match self.written {
            Some(known) if identity(&self.path).ok() == Some(known) => Ok(()),
            Some(_) => Err(StoreError::Gone { path: self.path.clone() }),
            None => Err(StoreError::Failed { path: self.path.clone(), cause: "it was opened to be read".into() }),
        }
    }
}

impl Drop for Store {
    /// Leaves a plain file, unless others are at work.
    fn drop(&mut self) {
        if self.is_writable() && self.db.busy_timeout(Duration::ZERO).is_ok() {
            let _ = self.db.execute_batch("PRAGMA journal_mode = DELETE");
        }
    }
}

/// A connection that changes nothing. One that is `immutable` looks at the file alone, without locks or files beside it: it
/// does not see what stands in a log.
pub(super) fn reading(path: &Path, immutable: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(uri(path, if immutable { "?immutable=1" } else { "" }), flags)?;
    configure(&db, READERS_PATIENCE)?;
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(db)
}

/// Takes back a transaction that was broken off.
pub(super) fn take_back(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    configure(&db, READERS_PATIENCE)?;
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(db)
}

/// A file that somebody else has made may hold what acts by itself: nothing of that kind is let act.
fn configure(db: &Connection, patience: Duration) -> rusqlite::Result<()> {
    db.busy_timeout(patience)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON")
}

/// Whether a write-ahead log with something in it lies beside the file.
pub(super) fn has_log(path: &Path) -> bool {
    is_filled(path, "-wal")
}

/// Whether the journal of a transaction that has not ended lies beside the file.
pub(super) fn has_journal(path: &Path) -> bool {
    is_filled(path, "-journal")
}

fn is_filled(path: &Path, ending: &str) -> bool {
    std::fs::metadata(beside(path, ending)).is_ok_and(|about| about.len() > 0)
}

/// The file that lies beside the one at `path`, with this ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(ending);
    beside.into()
}

fn identity(path: &Path) -> std::io::Result<FileIdentity> {
    std::fs::metadata(path).map(|about| (about.dev(), about.ino()))
}

/// `path` as SQLite takes it with a query behind it.
fn uri(path: &Path, query: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-~".contains(&b);
    let letter = |&b: &u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    let path: String = path.as_os_str().as_bytes().iter().map(letter).collect();
    format!("file:{path}{query}")
}

/// How a transaction is made whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Journal {
    /// A write-ahead log: a killed writer leaves a file that opens as it was after its last transaction.
    Log,
    /// A rollback journal, where processes of several machines cannot share the memory that the log needs.
    Rollback,
}

impl Journal {
    fn pragmas(self) -> &'static str {
        match self {
            Journal::Log => "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
            Journal::Rollback => "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL",
        }
    }

    /// By the number that statfs(2) gives for the file system.
    #[cfg(target_os = "linux")]
    fn on(file_system: u64) -> Journal {
        match file_system {
            0x6969 // NFS
            | 0x0bd0_0bd0 // Lustre
            | 0x4750_4653 // GPFS
            | 0x1983_0326 // BeeGFS
            | 0x00c3_6400 // Ceph
            | 0x517b | 0xff53_4d42 | 0xfe53_4d42 // SMB
            | 0x5346_414f | 0x6b41_4653 // AFS
            | 0x0102_1997 // 9P, as virtual machines share folders by
            | 0x6573_5546 // FUSE: sshfs and the like
            | 0x7461_636f | 0x0116_1970 // OCFS2, GFS2
            => Journal::Rollback,
            _ => Journal::Log,
        }
    }
}

#[cfg(target_os = "linux")]
fn journal(path: &Path) -> Journal {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    rustix::fs::statfs(folder).map_or(Journal::Rollback, |about| Journal::on(about.f_type as u32 as u64))
}

/// Elsewhere folders of other machines are not told apart.
#[cfg(not(target_os = "linux"))]
fn journal(_: &Path) -> Journal {
    Journal::Log
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_machines_share_has_no_log() {
        let (ext4, tmpfs, overlay, nfs, lustre, smb2) =
            (0xef53, 0x0102_1994, 0x794c_7630, 0x6969, 0x0bd0_0bd0, 0xfe53_4d42);
        for local in [ext4, tmpfs, overlay] {
            assert_eq!(Journal::on(local), Journal::Log);
        }
        for shared in [nfs, lustre, smb2] {
            assert_eq!(Journal::on(shared), Journal::Rollback);
        }
    }

    #[test]
    fn a_path_stays_one_in_a_uri() {
        assert_eq!(uri(Path::new("/a b/c?d#e%.x"), "?immutable=1"), "file:/a%20b/c%3Fd%23e%25.x?immutable=1");
    }
}
