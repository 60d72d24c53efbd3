//! One at a time: who measures is not disturbed.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

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
    match file.try_lock() {
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
    let held = File::open(file(folder)).map(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)));
    match held {
        Ok(true) => {
            Err(format!("a run is being measured into {}: guesses are closed until it has ended", folder.display()))
        }
        // Where there is no such file, nothing was ever measured.
        _ => Ok(()),
    }
}
