//! Files are written whole or not at all.

use crate::fault::mistake;
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

/// Writes to `file` what `write` writes, whole or not at all: beside it first, then renamed. What is no file, such as a device or
/// a pipe, is written to as it is.
///
/// # Errors
/// A mistake where its folder is missing or it is one; else whatever the system or `write` refuses.
pub fn streamed(file: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let written = || -> anyhow::Result<()> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if file.is_dir() {
            return Err(mistake("this is a folder: name a file"));
        }
        if !folder.is_dir() {
            return Err(mistake(format!("there is no folder {}", folder.display())));
        }
        if file.metadata().is_ok_and(|there| !there.is_file()) {
            let mut to = BufWriter::new(File::options().write(true).open(file)?);
            write(&mut to)?;
            return Ok(to.flush()?);
        }
        let mut to = BufWriter::new(tenfold_history::hidden(folder)?);
        write(&mut to)?;
        let whole = to.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        whole.as_file().sync_all()?;
        whole.persist(file).map_err(|e| e.error)?;
        Ok(())
    };
    written().with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Mistake;

    #[test]
    fn a_file_is_whole_or_as_it_was_and_nothing_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        let beside = folder.path().join("a.part");
        std::fs::write(&beside, "the user's").unwrap();
        whole(&file, b"one").unwrap();
        let fails = |to: &mut (dyn Write + Send)| {
            to.write_all(b"tw")?;
            anyhow::bail!("it fails")
        };
        assert!(streamed(&file, fails).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "one");
        assert_eq!(std::fs::read_to_string(&beside).unwrap(), "the user's");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_device_is_written_to_and_stays_one() {
        whole(Path::new("/dev/null"), b"nothing").unwrap();
        assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
    }

    #[test]
    fn a_path_that_cannot_be_is_a_mistake() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_path_buf(), folder.path().join("missing/a.csv")] {
            assert!(whole(&path, b"x").unwrap_err().is::<Mistake>(), "{}", path.display());
        }
    }
}
