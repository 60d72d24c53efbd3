//! Programs that are installed on this machine, and their versions.

use std::path::PathBuf;
use std::process::Command;

/// The first line that `program args` prints, if it runs.
pub(crate) fn version_of(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).to_string();
    text.lines().find(|line| !line.trim().is_empty()).map(|line| line.trim().to_string())
}

/// The file that is started for `program`: itself where it is a path, else the first of this name on the PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(PathBuf::from(program)).filter(|file| file.is_file());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The version of Valgrind, or how to get it.
pub fn valgrind() -> Result<String, String> {
    version_of("valgrind", &["--version"]).ok_or("not found (Debian: apt-get install valgrind)".to_string())
}
