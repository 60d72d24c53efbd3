//! One at a time: who measures is not disturbed.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long, and how many times, whoever looks whether a run is measured is waited for.
const LOOK: Duration = Duration::from_millis(10);
const LOOKS: u32 = 20;

fn file(folder: &Path) -> PathBuf {
    folder.join("lock")
}

/// Measures into a folder until what is returned is dropped. Two runs at once would measure each other: the second is
/// refused.
///
/// # Errors
/// Somebody measures into it, or no file can be made there.
pub fn measuring(folder: &Path) -> Result<File, String> {
    let path = file(folder);
    let file = File::create(&path).map_err(|e| format!("--out: {}: {e}", path.display()))?;
    let mut tried = file.try_lock();
    // Whoever only looks holds it for a moment.
    for _ in 0..LOOKS {
        if !matches!(tried, Err(TryLockError::WouldBlock)) {
            break;
        }
        std::thread::sleep(LOOK);
        tried = file.try_lock();
    }
    match tried {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(format!(
            "another `tenfold run` is measuring into {}: two at once would disturb each other",
            folder.display()
        )),
        Err(TryLockError::Error(e)) => Err(format!("--out: {}: {e}", path.display())),
    }
}

/// Refuses to guess while a run is measured: it would be disturbed, and its guesses are closed.
///
/// # Errors
/// Somebody measures into the folder.
pub fn not_while_measuring(folder: &Path) -> Result<(), String> {
    match is_measuring(folder) {
        true => Err(format!("a run is being measured into {}: guesses are closed until it ends", folder.display())),
        false => Ok(()),
    }
}

/// Whether somebody measures into the folder. Where there is no such file, nothing was ever measured.
pub fn is_measuring(folder: &Path) -> bool {
    File::open(file(folder)).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}
