//! One at a time: who measures is not disturbed.

use crate::args::Out;
use crate::fault::mistake;
use std::fs::{File, TryLockError};
use std::path::PathBuf;

fn file(out: &Out) -> PathBuf {
    out.out.join("lock")
}

/// Measures into a folder until what is returned is dropped. Two runs at once would measure each other: the second is
/// refused.
pub fn measuring(out: &Out) -> anyhow::Result<File> {
    let path = file(out);
    let file = File::create(&path).map_err(|e| mistake(format!("--out: {}: {e}", path.display())))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(mistake(format!(
            "another `tenfold run` is measuring into {}: two at once would disturb each other",
            out.out.display()
        ))),
        Err(TryLockError::Error(e)) => Err(mistake(format!("--out: {}: {e}", path.display()))),
    }
}

/// Refuses to guess while a run is measured: it would be disturbed, and its guesses are closed.
pub fn not_while_measuring(out: &Out) -> anyhow::Result<()> {
    let held = File::open(file(out)).map(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)));
    match held {
        Ok(true) => Err(mistake(format!(
            "a run is being measured into {}: guesses are closed until it has ended",
            out.out.display()
        ))),
        // Where there is no such file, nothing was ever measured.
        _ => Ok(()),
    }
}
