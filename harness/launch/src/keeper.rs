//! A small process that outlives this one, and then ends the group of processes that this one had running.
//!
//! For commands that are timed as a whole: a child that asks to die with its parent has to be forked, and to copy this process's
//! page tables would be in every time. The keeper reads from a pipe that nobody else holds, so it wakes at this process's end, however
//! that comes, and at no other moment.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// Says that it has started, sleeps until the pipe ends, and ends the group whose number is in the file `$1`. Ctrl-C and a `kill` of
/// all that belongs to the program are not for it.
const SCRIPT: &str =
    r#"trap '' INT TERM HUP; echo; read nothing; read group < "$1"; [ "$group" -gt 0 ] && kill -s KILL -- "-$group""#;

/// Digits enough for every process number.
const WIDTH: usize = 10;

/// Keeps a group of processes from outliving this process.
pub(crate) struct Keeper {
    shell: Child,
    group: File,
    /// Deleted when it is dropped.
    _path: tempfile::TempPath,
}

impl Keeper {
    /// Starts one, with no group to keep, and waits until it is ready.
    pub(crate) fn start() -> io::Result<Keeper> {
        let (group, path) = tempfile::NamedTempFile::new()?.into_parts();
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "sh"]).arg(&path).process_group(0);
        let mut shell = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let ready = shell.stdout.take();
        let keeper = Keeper { shell, group, _path: path };
        keeper.hold(0)?;
        if let Some(mut ready) = ready {
            ready.read_exact(&mut [0])?;
        }
        Ok(keeper)
    }

    /// From now on keeps the process group `group`, or none where that is 0. One call of the system, which wakes nobody.
    pub(crate) fn hold(&self, group: u32) -> io::Result<()> {
        self.group.write_all_at(format!("{group:>WIDTH$}\n").as_bytes(), 0)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let _ = self.hold(0);
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ending::has_ended;

    /// The end of the pipe is all that it learns of the program's end.
    #[test]
    fn a_group_ends_with_the_program_and_not_before() {
        let mut sleeper = Command::new("sleep").arg("1000").process_group(0).spawn().unwrap();
        let mut keeper = Keeper::start().unwrap();
        keeper.hold(sleeper.id()).unwrap();
        assert!(!has_ended(sleeper.id()));
        drop(keeper.shell.stdin.take());
        assert!(keeper.shell.wait().unwrap().success());
        assert!(!sleeper.wait().unwrap().success());
    }

    #[test]
    fn a_group_that_was_let_go_lives_on() {
        let mut sleeper = Command::new("sleep").arg("1000").process_group(0).spawn().unwrap();
        let keeper = Keeper::start().unwrap();
        keeper.hold(sleeper.id()).unwrap();
        keeper.hold(0).unwrap();
        drop(keeper);
        assert!(!has_ended(sleeper.id()));
        sleeper.kill().unwrap();
        sleeper.wait().unwrap();
    }
}
