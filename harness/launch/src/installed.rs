//! Programs that are installed on this machine, and their versions.

use std::process::Command;

/// The first line that `program args` prints, if it runs.
pub(crate) fn version_of(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).to_string();
    text.lines().find(|line| !line.trim().is_empty()).map(|line| line.trim().to_string())
}

/// The version of Valgrind, or how to get it.
pub fn valgrind() -> Result<String, String> {
    version_of("valgrind", &["--version"]).ok_or("not found (Debian: apt-get install valgrind)".to_string())
}
