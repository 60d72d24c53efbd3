//! Files are written whole or not at all.

use anyhow::Context;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes `bytes` to `file`, whole or not at all.
pub fn whole(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    streamed(file, |to| Ok(to.write_all(bytes)?))
}

/// Writes `bytes` to `file`, whole or not at all, and makes the folder that it lies in where that is missing.
pub fn kept(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let parent = file.parent().unwrap_or(file);
    std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    whole(file, bytes)
}

/// Writes to `file` what `write` writes, whole or not at all: beside it first, then renamed.
pub fn streamed(file: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let beside = file.with_extension("part");
    let written = || {
        let mut to = BufWriter::new(File::create(&beside)?);
        write(&mut to)?;
        to.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(std::fs::rename(&beside, file)?)
    };
    let done: anyhow::Result<()> = written();
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done.with_context(|| format!("cannot write {}", file.display()))
}
