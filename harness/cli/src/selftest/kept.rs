//! What is kept of a self-test, and how it goes on another time.
//!
//! Two thousand duels take hours, which a machine is seldom free for at a stretch. So a self-test that `--out` has kept goes
//! on, by the same program on the same machine: what it counts is of all its sittings. Each part takes up what there is of
//! it; duels are never too many.

use super::json;
use crate::fault::mistake;
use crate::written::whole;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tenfold_record::{Fingerprint, SelfTest};

/// How much work may be lost where the program or the machine is killed.
const AT_RISK: Duration = Duration::from_secs(30);

/// Writes a self-test down while it goes on.
pub struct Keeper {
    file: Option<PathBuf>,
    written: Instant,
}

impl Keeper {
    /// Keeps `test` in `file`. Where there is a self-test of this program and machine already, `test` becomes it, with one
    /// sitting more.
    pub fn new(file: Option<&Path>, test: &mut SelfTest) -> anyhow::Result<Keeper> {
        if let Some(file) = file.filter(|file| file.exists()) {
            let before = read(file, "--out")?;
            let differs = |what: &str| {
                Err(mistake(format!(
                    "--out {}: this self-test is from another {what} and cannot be continued here; name another file",
                    file.display()
                )))
            };
            let digest = |print: &Fingerprint| print.get("source", "program digest").map(String::from);
            if before.fingerprint.machine != test.fingerprint.machine {
                return differs("machine");
            }
            if digest(&before.fingerprint) != digest(&test.fingerprint) || before.cells != test.cells {
                return differs("version of this program");
            }
            let sitting = test.sittings.clone();
            *test = before;
            test.sittings.extend(sitting);
        }
        let mut keeper = Keeper { file: file.map(PathBuf::from), written: Instant::now() };
        // A place that cannot be written to is found out now, not after hours.
        keeper.keep(test)?;
        Ok(keeper)
    }

    /// Writes it down.
    pub fn keep(&mut self, test: &SelfTest) -> anyhow::Result<()> {
        if let Some(file) = &self.file {
            whole(file, format!("{:#}\n", json::json(test)?).as_bytes())?;
        }
        self.written = Instant::now();
        Ok(())
    }

    /// Writes it down where much was done since it was last written.
    pub fn keep_if_due(&mut self, test: &SelfTest) -> anyhow::Result<()> {
        if self.written.elapsed() >= AT_RISK { self.keep(test) } else { Ok(()) }
    }
}

/// The self-test in the file that a person named, instead of a run; `None` where there is no such file.
pub fn named(name: Option<&str>) -> anyhow::Result<Option<(&Path, SelfTest)>> {
    let file = name.map(Path::new).filter(|file| file.is_file());
    file.map(|file| Ok((file, read(file, "")?))).transpose()
}

/// The self-test that is kept in `file`, which `flag` named, or nothing.
fn read(file: &Path, flag: &str) -> anyhow::Result<SelfTest> {
    let wrong = |what: String| mistake(format!("{flag} {}: {what}", file.display()).trim_start().to_string());
    let text = std::fs::read_to_string(file).map_err(|e| wrong(e.to_string()))?;
    let test: SelfTest = serde_json::from_str(&text).map_err(|e| wrong(format!("this is not a self-test: {e}")))?;
    match test.trials.iter().chain(&test.layouts).find(|trial| trial.cell >= test.cells.len()) {
        Some(trial) => Err(wrong(format!("there is no cell number {}", trial.cell))),
        None => Ok(test),
    }
}
