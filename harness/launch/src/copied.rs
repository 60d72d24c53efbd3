//! A copy of a program, made anew so that its code lies elsewhere in physical memory.
//!
//! Copies of one program were measured to differ by up to 11 %, each of them the same in launch after launch: all launches
//! of one file share an error that no interval over them can show. Only the physical pages that hold a file tell copies
//! apart; they are drawn once, when the file is written or read. With new copies the error is drawn anew too, and averages
//! out.

use object::{Object, ObjectSegment, ReadCache};
use rustix::fs::{StatVfsMountFlags, fstatvfs};
use std::fs::{File, Permissions};
use std::io::{self, Read, Seek};
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A copy that has no name: it is gone when this and the processes that run it are.
pub struct Copied {
    program: PathBuf,
    /// The copy, open for reading.
    copy: Option<File>,
}

impl Copied {
    /// Copies `program`. Where that cannot be done, for want of room or of `/proc`, or because nothing may be
    /// executed there, the program itself serves as its copy.
    pub fn of(program: &Path) -> Copied {
        Copied { program: program.to_path_buf(), copy: copied(program).ok() }
    }

    /// What it is started by, by this process and by those that it starts.
    pub fn path(&self) -> PathBuf {
        self.copy.as_ref().map_or_else(|| self.program.clone(), path)
    }
}

/// A copy beside `program`, where what is there may be executed; otherwise where temporary files lie.
fn copied(program: &Path) -> io::Result<File> {
    let mut from = File::open(program)?;
    let needed = needed(&from).unwrap_or(u64::MAX);
    from.rewind()?;
    let beside = program.parent().and_then(|folder| tempfile::tempfile_in(folder).ok());
    let mut to = beside.map_or_else(tempfile::tempfile, Ok)?;
    if fstatvfs(&to)?.f_flag.contains(StatVfsMountFlags::NOEXEC) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    io::copy(&mut from.take(needed), &mut to)?;
    to.set_permissions(Permissions::from_mode(0o700))?;
    // As long as it can be written, it cannot be started.
    File::open(path(&to))
}

/// Bytes of `program` up to the end of what a process has in memory. What follows, four fifths of a program that profilers
/// can read, says what lies where, and is for others. `None` of a script.
fn needed(program: &File) -> Option<u64> {
    let cache = ReadCache::new(program);
    let segments = object::File::parse(&cache).ok()?;
    segments.segments().map(|segment| segment.file_range()).map(|(start, size)| start + size).max()
}

/// The path of an open file, whether it has a name or not.
fn path(file: &File) -> PathBuf {
    format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;
    use std::process::Command;

    #[test]
    fn a_copy_is_another_file_that_runs_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("true");
        std::fs::copy(which::which("true").unwrap(), &program).unwrap();
        let copies = [Copied::of(&program), Copied::of(&program)];
        let [own, a, b] =
            [&program, &copies[0].path(), &copies[1].path()].map(|path| std::fs::metadata(path).unwrap().ino());
        assert!(own != a && own != b && a != b);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "it has a name");
        for copy in &copies {
            let [of_copy, of_all] = [&copy.path(), &program].map(|path| std::fs::metadata(path).unwrap().len());
            assert!(of_copy < of_all, "it has what only debuggers need: {of_copy} of {of_all} bytes");
            assert!(Command::new(copy.path()).status().unwrap().success());
        }
    }

    #[test]
    fn what_cannot_be_copied_is_started_itself() {
        let program = Path::new("/no/such/program");
        assert_eq!(Copied::of(program).path(), program);
    }
}
