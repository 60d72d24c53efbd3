//! Benchmarks of criterion's in somebody's workspace: built by cargo, then each run alone in a process of its own.

use crate::duel::Silence;
use crate::revision::output;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How long cargo may build.
const BUILDING: Duration = Duration::from_secs(3600);

/// How long a program may take to list its benchmarks: some prepare their data first.
const LISTING: Duration = Duration::from_secs(60);

/// The fewest samples that criterion takes.
const SAMPLES: &str = "10";

/// Resamples of criterion's own statistics, of which nothing is read.
const RESAMPLES: &str = "100";

/// A program that holds benchmarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bench {
    /// The name of its target.
    pub target: String,
    /// The program.
    pub program: PathBuf,
    /// The folder of its package, in which cargo would start it.
    pub folder: PathBuf,
}

/// What cargo says of what it made.
#[derive(Deserialize)]
struct Message {
    reason: String,
    target: Option<Target>,
    executable: Option<PathBuf>,
    manifest_path: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Builds the bench targets `benches` (all where there are none) of `packages` (those of the folder where there are none) in
/// `folder`.
///
/// # Errors
/// Cargo fails: the message has the end of what it said; it was stopped.
pub fn built(folder: &Path, benches: &[String], packages: &[String], stop: &AtomicBool) -> Result<Vec<Bench>, Silence> {
    let mut command = Command::new("cargo");
    command.args(["bench", "--no-run", "--message-format=json"]);
    if benches.is_empty() {
        command.arg("--benches");
    }
    command.args(benches.iter().flat_map(|bench| ["--bench", bench]));
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    // What is built stays with its revision.
    command.current_dir(folder).env_remove("CARGO_TARGET_DIR");
    Ok(output(command, BUILDING, stop)?.lines().filter_map(bench).collect())
}

/// The program with benchmarks that a message of cargo's tells of.
fn bench(line: &str) -> Option<Bench> {
    let message: Message = serde_json::from_str(line).ok()?;
    let target = message.target.filter(|target| target.kind.iter().any(|kind| kind == "bench"))?;
    let folder = message.manifest_path?.parent()?.to_path_buf();
    (message.reason == "compiler-artifact").then_some(())?;
    Some(Bench { target: target.name, program: message.executable?, folder })
}

impl Bench {
    /// The names of its benchmarks; none where it is not of criterion's.
    ///
    /// # Errors
    /// It fails, or it was stopped.
    pub fn listed(&self, stop: &AtomicBool) -> Result<Vec<String>, Silence> {
        let mut command = self.command();
        command.arg("--list");
        // Older versions wrote ": bench".
        let name = |line: &str| line.strip_suffix(": benchmark").or(line.strip_suffix(": bench")).map(str::to_string);
        Ok(output(command, LISTING, stop)?.lines().filter_map(name).collect())
    }

    /// Runs the benchmark `name` alone, for about `seconds`, a third of it to warm up; criterion leaves its files in `home`.
    ///
    /// # Errors
    /// It fails, takes longer than `limit`, or was stopped.
    pub fn run(
        &self,
        name: &str,
        seconds: f64,
        home: &Path,
        limit: Duration,
        stop: &AtomicBool,
    ) -> Result<(), Silence> {
        let mut command = self.command();
        command.args(["--noplot", "--sample-size", SAMPLES, "--nresamples", RESAMPLES]);
        command.args(["--warm-up-time", &format!("{:.4}", seconds / 3.0)]);
        command.args(["--measurement-time", &format!("{:.4}", seconds * 2.0 / 3.0)]);
        // A regular expression that no other name matches: what means more to one than itself is escaped.
        command.arg(only(name)).env("CRITERION_HOME", home);
        output(command, limit, stop).map(drop)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--bench").current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

/// A regular expression for `name` alone.
fn only(name: &str) -> String {
    let escaped = name.chars().flat_map(|c| {
        // Not `<` and `>`: with a backslash they are the ends of words.
        let escape = c.is_ascii() && !(c.is_ascii_alphanumeric() || "_/ <>".contains(c));
        escape.then_some('\\').into_iter().chain([c])
    });
    format!("^{}$", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_programs_of_bench_targets_are_taken_from_what_cargo_says() {
        let said = |reason: &str, kind: &str, executable: &str| {
            format!(
                r#"{{"reason":"{reason}","package_id":"p","manifest_path":"/tree/x/Cargo.toml","target":{{"kind":["{kind}"],
                "name":"time"}},"executable":{executable},"fresh":true}}"#
            )
        };
        let found = bench(&said("compiler-artifact", "bench", r#""/tree/target/release/deps/time-1""#)).unwrap();
        assert_eq!((found.target.as_str(), found.folder.as_path()), ("time", Path::new("/tree/x")));
        assert_eq!(found.program, Path::new("/tree/target/release/deps/time-1"));
        assert_eq!(bench(&said("compiler-artifact", "lib", r#""/tree/x""#)), None);
        assert_eq!(bench(&said("compiler-artifact", "bench", "null")), None);
        assert_eq!(bench(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(bench("Compiling"), None);
    }

    #[test]
    fn a_name_matches_itself_alone() {
        assert_eq!(only("sort/quick/1000"), "^sort/quick/1000$");
        assert_eq!(only("a.b (1+1) é"), r"^a\.b \(1\+1\) é$");
    }
}
