//! Finds what counting instructions needs: Valgrind, and gungraun's runner of the same version as its library.

use std::path::{Path, PathBuf};
use std::process::Command;
use which::which;

/// The version of gungraun in `Cargo.lock`; library and runner must be of one.
const GUNGRAUN: &str = "0.20.0";

/// What is missing and the command that gets it, or the folder of the runner.
pub(crate) fn find() -> Result<PathBuf, String> {
    if !cfg!(target_os = "linux") {
        return Err("Valgrind counts them on Linux only".to_string());
    }
    if which("valgrind").is_err() {
        return Err(
            "Valgrind is missing; install it: `apt-get install valgrind` (or with your system's package manager)"
                .to_string(),
        );
    }
    let tools = target_folder().map(|target| target.join("tools"));
    let root = tools.as_deref().unwrap_or(Path::new("target/tools"));
    let get = format!("cargo install gungraun-runner --version {GUNGRAUN} --locked --root {}", root.display());
    let runner = std::env::var_os("GUNGRAUN_RUNNER").map(PathBuf::from).filter(|file| file.is_file());
    let runner = runner.or_else(|| Some(root.join("bin/gungraun-runner")).filter(|file| file.is_file()));
    let Some(runner) = runner.or_else(|| which("gungraun-runner").ok()) else {
        return Err(format!("gungraun-runner is missing; install it (takes a few minutes, once): `{get}`"));
    };
    let version = Command::new(&runner).arg("--version").output().map_err(|e| format!("{}: {e}", runner.display()))?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_string();
    if !version.ends_with(&format!(" {GUNGRAUN}")) {
        return Err(format!("{} is '{version}', but {GUNGRAUN} is needed; install it: `{get}`", runner.display()));
    }
    Ok(runner.parent().map_or_else(PathBuf::new, Path::to_path_buf))
}

/// cargo's target folder: benches are `<target>/<profile>/deps/<name>`.
fn target_folder() -> Option<PathBuf> {
    std::env::current_exe().ok()?.ancestors().nth(3).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_runner_asked_for_is_of_the_librarys_version() {
        let lock = include_str!("../../../Cargo.lock");
        assert!(lock.contains(&format!("name = \"gungraun\"\nversion = \"{}\"", super::GUNGRAUN)));
    }
}
