//! The detectors of changes of Apache Otava and asv, asked night by night.
//!
//! Both are Python packages. Otava insists on one version of NumPy, so they have an environment of their own.

use super::asked;
use crate::duel::Silence;
use crate::installed::beside;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// What asks them.
const SCRIPT: &str = include_str!("detectors.py");

/// What starting Python and loading the packages may take, beside the time given.
const LOADING: Duration = Duration::from_secs(60);

/// How to get them.
const HOW: &str = "python3 -m venv target/rivals && target/rivals/bin/pip install -r scripts/python-rivals.txt";

/// A detector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Detector {
    /// Apache Otava: E-divisive means with t-tests, in windows.
    Otava,
    /// asv: a piecewise constant fit.
    Asv,
}

impl Detector {
    /// All of them.
    pub const EACH: [Detector; 2] = [Detector::Otava, Detector::Asv];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Detector::Otava => "Apache Otava",
            Detector::Asv => "asv",
        }
    }
}

/// Series to be judged at every night.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// By whom.
    pub judge: Detector,
    /// The first night that is judged.
    pub first: usize,
    /// Changes at an earlier night are not counted.
    pub counts_from: usize,
    /// No series is begun after so many seconds, but for the first.
    pub seconds: f64,
    /// The series.
    pub series: Vec<Vec<f64>>,
}

/// What was called.
#[derive(Clone, Debug, PartialEq)]
pub struct Calls {
    /// Who called, with its version.
    pub by: String,
    /// The night of the first call in each series that there was time for.
    pub called: Vec<Option<usize>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Calls { version: String, called: Vec<Option<usize>> },
    Missing { missing: String },
}

/// Asks.
///
/// # Errors
/// The package is not installed or fails, or this program was told to stop.
pub fn ask(question: &Question, stop: &AtomicBool) -> Result<Calls, Silence> {
    let mut command = Command::new(python());
    command.args(["-c", SCRIPT]);
    let limit = LOADING + 2 * Duration::from_secs_f64(question.seconds);
    let gone = |why: String| Silence::Gone(format!("{}: {why} ({HOW})", question.judge.name()));
    match asked(command, limit, question, stop) {
        Ok(Answer::Calls { version, called }) => Ok(Calls { by: version, called }),
        Ok(Answer::Missing { missing: why }) | Err(Silence::Gone(why)) => Err(gone(why)),
        Err(stopped) => Err(stopped),
    }
}

/// The interpreter of the environment in the build folder, else the one on the PATH.
fn python() -> PathBuf {
    beside("rivals/bin/python3").unwrap_or_else(|| PathBuf::from("python3"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_call_a_plain_step_and_silence_in_plain_silence() {
        let noise = |n: usize| f64::from((n * 7919 % 101) as u32) / 1e4;
        let series = |step: f64| (0..40).map(|n| 1.0 + noise(n) + if n >= 30 { step } else { 0.0 }).collect::<Vec<_>>();
        for judge in Detector::EACH {
            let question =
                Question { judge, first: 28, counts_from: 28, seconds: 60.0, series: vec![series(0.0), series(0.5)] };
            match ask(&question, &AtomicBool::new(false)) {
                Ok(Calls { by, called }) => {
                    assert!(by.contains(char::is_numeric), "{by}");
                    assert!(
                        called[0].is_none() && called[1].is_some_and(|n| (30..38).contains(&n)),
                        "{judge:?} {called:?}"
                    );
                }
                Err(Silence::Gone(why)) => {
                    assert!(std::env::var_os("CI").is_none() && why.contains(HOW), "{why}");
                    eprintln!("not tested: {why}");
                }
                Err(Silence::Interrupted) => panic!("nobody stopped it"),
            }
        }
    }
}
