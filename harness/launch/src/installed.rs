//! Programs that are installed on this machine, and their versions.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

/// The first line that `program args` prints, if it runs.
pub(crate) fn version_of(program: impl AsRef<OsStr>, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).to_string();
    text.lines().find(|line| !line.trim().is_empty()).map(|line| line.trim().to_string())
}

/// What the scripts, or cargo, have put into the build folder in which this program lies.
pub(crate) fn beside(path: &str) -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    program.ancestors().map(|folder| folder.join(path)).find(|found| found.is_file())
}

/// The version of Valgrind, or how to get it.
pub fn valgrind() -> Result<String, String> {
    version_of("valgrind", &["--version"]).ok_or("not found (Debian: apt-get install valgrind)".to_string())
}
