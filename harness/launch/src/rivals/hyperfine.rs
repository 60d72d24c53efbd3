//! hyperfine, found on the PATH, on a command.

use crate::duel::Invocation;
use crate::installed::version_of;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use tenfold_machine::pin;

/// hyperfine's version: "hyperfine 1.15.0".
///
/// # Errors
/// It is not there: how to get it.
pub fn version() -> Result<String, String> {
    version_of("hyperfine", &["--version"])
        .ok_or("hyperfine was not found (cargo install hyperfine; Debian: apt-get install hyperfine)".to_string())
}

/// The times of `runs` runs of `line` in seconds, by hyperfine and without a shell, pinned to `cpu` where there is one.
///
/// # Errors
/// hyperfine or the command fails.
pub fn times(line: &Invocation, runs: u32, cpu: Option<usize>) -> Result<Vec<f64>, String> {
    let file = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
    // hyperfine takes words apart by the same crate.
    let words = shell_words::join([&line.program].into_iter().chain(&line.args));
    let mut command = Command::new("hyperfine");
    command.args(["-N", "--style=none", "--warmup=1", "--runs", &runs.to_string(), "--export-json"]);
    command.arg(file.path()).arg(words).stdin(Stdio::null());
    let output =
        pin::within(cpu.as_slice(), || command.output()).map_err(|e| format!("cannot start hyperfine: {e}"))?;
    match output.status.success() {
        true => read(file.path()),
        false => Err(format!("hyperfine: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}

fn read(file: &Path) -> Result<Vec<f64>, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("hyperfine wrote nothing: {e}"))?;
    let json: Value = serde_json::from_str(&text).map_err(|e| format!("hyperfine's JSON: {e}"))?;
    let times = json["results"][0]["times"].as_array().into_iter().flatten().filter_map(Value::as_f64);
    Some(times.collect()).filter(|times: &Vec<f64>| !times.is_empty()).ok_or("hyperfine wrote no times".to_string())
}
