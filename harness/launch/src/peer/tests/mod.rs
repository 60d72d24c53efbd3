//! Externals as real processes: honest ones in each language, and planted faults.

mod clock;
mod languages;
mod once;
mod workers;

use super::recipe::{Recipe, Source, Way};
use super::{Tools, build, start};
use crate::{Done, Ended};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tenfold_kernel::{Claim, Compiler, Defence, JobError, Judge, Judgement, OracleResult, Rung, Value, Workers};
use tenfold_machine::pin;
use tenfold_measure::order::{Order, Reply};
use tenfold_measure::sampling::Protocol;
use tenfold_record::CommandLine;

/// The input of every problem here. Right is each byte one higher.
const INPUT: &[u8] = b"HAL";
const RIGHT: &[u8] = b"IBM";

/// How much work a run of a planted program does: at least twenty microseconds' worth.
const WORK: i64 = 100_000;

/// Knows the one right answer.
struct Knows;

impl Judge for Knows {
    fn variant(&self, _: &str, _: Vec<Vec<u8>>) -> Result<Judgement, JobError> {
        unreachable!("externals alone are judged here")
    }
    fn external(&self, claim: Claim<'_>, bytes: &[u8]) -> Result<Judgement, JobError> {
        let oracle = OracleResult {
            name: format!("{claim:?}"),
            source: String::new(),
            defence: Defence::Agreement,
            passed: bytes == RIGHT,
            error: None,
            tolerance: 0.0,
            detail: format!("it wrote {:?}", String::from_utf8_lossy(bytes)),
        };
        Ok(Judgement { answer: Default::default(), oracles: vec![oracle], digest: String::new() })
    }
    fn save(&self, _: Vec<Vec<u8>>, _: &Path) -> Result<Vec<PathBuf>, JobError> {
        unreachable!("nothing is saved here")
    }
    fn save_external(&self, _: &[u8], _: &Path) -> Result<Vec<PathBuf>, JobError> {
        unreachable!("nothing is saved here")
    }
}

/// A launch of `way`, which samples for a twentieth of a second.
fn launched(way: Way<'_>, workers: (Workers, usize)) -> Ended {
    within(way, workers, Some(0.05), Duration::from_secs(60), &AtomicBool::new(false))
}

fn within(
    way: Way<'_>,
    (kind, workers): (Workers, usize),
    sampling: Option<f64>,
    limit: Duration,
    stop: &AtomicBool,
) -> Ended {
    let params = [("work".to_string(), Value::Int(WORK))].into();
    let order = Order {
        cpus: pin::allowed(),
        protocol: sampling.map(|seconds| Protocol::lasting(seconds, workers)),
        ..Order::of("raised", "planted", Rung::External, params, workers)
    };
    let recipe = Recipe { way, workers: kind, folder: None, claim: Claim::Within(0.5) };
    start(&Tools::default(), &recipe, INPUT, &order, limit, stop, &Knows)
}

/// What a launch brought that was measured and right.
fn measured(ended: Ended) -> Done {
    match ended {
        Ended::Replied(Reply::Done(done)) => {
            assert!(done.judgement.passed(), "{:?}", done.judgement.fault());
            assert!(!done.told.samples.is_empty() && done.told.samples.iter().all(|sample| sample.seconds > 0.0));
            *done
        }
        other => panic!("{other:?}"),
    }
}

/// How a launch crashed.
fn crash(ended: Ended) -> String {
    match ended {
        Ended::Crashed(how) => how,
        other => panic!("{other:?}"),
    }
}

/// A source in C, or nothing and a word where there is no compiler.
fn in_c(flags: &[&str], text: &str) -> Option<Way<'static>> {
    let flags = flags.iter().map(|flag| flag.to_string()).collect();
    let source = Source { compiler: Compiler::C, flags, name: "planted.c".into(), text: text.into() };
    match build::built(&source) {
        Ok(_) => Some(Way::Compiled(source)),
        Err(why) => {
            println!("skipped: {why}");
            None
        }
    }
}

fn shell(line: &str) -> CommandLine {
    CommandLine::Shell(line.to_string())
}
