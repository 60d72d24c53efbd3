//! Results of other programs as runs.
//!
//! What they time, they do not check. So every launch is [`Outcome::Unchecked`], reports show the times apart and compare
//! nothing with them, and the fingerprint holds what the file says: nothing of the machine.

mod criterion;
mod hyperfine;

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use tenfold_record::{
    Cell, CellKey, Experiment, Fact, Fingerprint, IMPORTED_FROM, Launch, Measured, Outcome, Part, Run, RunState, Rung,
    Sample, Scaling, Values, WorkDone,
};

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("{path}: {cause}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// It is of no program known here.
    #[error(
        "{path} holds no known results: name a criterion folder (target/criterion) or a hyperfine file \
         (--export-json)"
    )]
    Unknown {
        /// The file.
        path: PathBuf,
    },
    /// It is too large to be held in memory.
    #[error("{path} has {bytes} bytes, but at most {most} can be imported: split it", most = MOST_BYTES)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// It holds more benchmarks than a run is read with.
    #[error("{path} holds {many} benchmarks, but at most {most} fit in one run: split it", most = MOST_BENCHMARKS)]
    TooMany {
        /// The file.
        path: PathBuf,
        /// How many.
        many: usize,
    },
    /// It is damaged.
    #[error("{path} is damaged: {cause}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
}

/// A benchmark of another program.
#[derive(Clone, Debug, PartialEq)]
struct Benchmark {
    /// What it belongs to.
    group: String,
    /// Its name within the group.
    name: String,
    /// Params that are numbers.
    params: Values,
    /// Work of one run: the amount, the unit in the plural, its symbol.
    work: (f64, &'static str, &'static str),
    /// What was timed.
    timed: Timed,
}

/// Seconds of one run, sample by sample.
#[derive(Clone, Debug, PartialEq)]
enum Timed {
    /// All of them in one process.
    InOneProcess(Vec<f64>),
    /// Each in a process of its own, which may have ended with a fault.
    InOneEach(Vec<f64>, Vec<Option<i32>>),
}

/// What another program has written: its benchmarks, and when, in milliseconds of Unix time.
type Read = (Vec<Benchmark>, i64);

/// A run of more cells is none that anybody reads.
const MOST_BENCHMARKS: usize = 10_000;

/// A run of more times takes more memory than a file of [`MOST_BYTES`] should.
const MOST_TIMES: usize = 1 << 20;

/// The results of another program as a run.
///
/// # Errors
/// [`ImportError`] where they cannot be read, are of no program known here, or are damaged.
pub fn import(path: &Path) -> Result<Run, ImportError> {
    let (program, (benchmarks, written_ms)) = match path.is_dir() {
        true => ("criterion", criterion::read(path)?),
        false => ("hyperfine", hyperfine::read(path)?),
    };
    match benchmarks.len() {
        0 => Err(ImportError::Unknown { path: path.to_path_buf() }),
        many if many > MOST_BENCHMARKS => Err(ImportError::TooMany { path: path.to_path_buf(), many }),
        _ if benchmarks.iter().map(|benchmark| benchmark.timed.seconds().len()).sum::<usize>() > MOST_TIMES => {
            Err(ImportError::Damaged {
                path: path.to_path_buf(),
                cause: format!("more than {MOST_TIMES} times: split it"),
            })
        }
        _ => Ok(run(path, program, benchmarks, written_ms)),
    }
}

fn run(path: &Path, program: &str, benchmarks: Vec<Benchmark>, started_ms: i64) -> Run {
    let (mut groups, mut taken) = (BTreeMap::<String, Vec<Benchmark>>::new(), HashSet::new());
    // The same results make the same name, so that importing twice is noticed.
    let mut digest = Sha256::new();
    for mut benchmark in benchmarks {
        benchmark.name = unused(&mut taken, &benchmark);
        digest.update(format!("{}\0{}\0", benchmark.group, benchmark.name));
        benchmark.timed.seconds().iter().for_each(|seconds| digest.update(seconds.to_le_bytes()));
        groups.entry(benchmark.group.clone()).or_default().push(benchmark);
    }
    let digest = tenfold_record::hex(&digest.finalize()[..4]);
    let rounds = groups.values().flatten().map(|benchmark| benchmark.timed.processes()).max().unwrap_or(0);
    let (mut parts, mut cells) = (Vec::new(), Vec::new());
    for (group, benchmarks) in groups {
        let variants = benchmarks.iter().map(|benchmark| benchmark.name.clone()).collect();
        for benchmark in benchmarks {
            let key = CellKey(cells.len() as u32);
            let launches = benchmark.timed.launches(key, program, started_ms).collect();
            cells.push(Measured { cell: cell(key, parts.len(), benchmark), launches });
        }
        parts.push(part(group, variants, program));
    }
    let shown = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let (group, name) = IMPORTED_FROM;
    let fact = |name: &str, value: String| Fact { group: group.into(), name: name.into(), value };
    let check = "none: another program timed this, and Tenfold did not check its answers";
    Run {
        id: format!("imported-{program}-{digest}"),
        started_ms,
        state: RunState::Finished,
        seed: 0,
        experiment: Experiment {
            name: format!("imported from {program}"),
            question: format!("What did {program} measure in {shown}?"),
            parts,
            rounds: rounds as u32,
            sampling_seconds: 0.0,
            limit_seconds: 0.0,
            source: String::new(),
        },
        fingerprint: Fingerprint {
            machine: format!("unknown machine (not recorded by {program})"),
            cores: 0,
            cache_bytes: 0,
            facts: vec![fact(name, format!("{program}, {shown}")), fact("check", check.into())],
        },
        ceilings: Vec::new(),
        cells,
        profiles: Vec::new(),
        traces: Vec::new(),
        sources: Vec::new(),
        ballots: Vec::new(),
        instructions: Vec::new(),
    }
}

/// The benchmark's name, or with a number behind it where that is taken in its group.
fn unused(taken: &mut HashSet<(String, String)>, Benchmark { group, name, .. }: &Benchmark) -> String {
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| taken.insert((group.clone(), name.clone()))).expect("numbers do not end")
}

impl Timed {
    fn seconds(&self) -> &[f64] {
        let (Timed::InOneProcess(seconds) | Timed::InOneEach(seconds, _)) = self;
        seconds
    }

    fn processes(&self) -> usize {
        match self {
            Timed::InOneProcess(_) => 1,
            Timed::InOneEach(seconds, _) => seconds.len(),
        }
    }

    /// One launch for each process.
    fn launches<'t>(&'t self, cell: CellKey, program: &'t str, started_ms: i64) -> impl Iterator<Item = Launch> + 't {
        (0..self.processes()).map(move |round| {
            let (seconds, outcome) = match self {
                Timed::InOneProcess(seconds) => (&seconds[..], None),
                Timed::InOneEach(seconds, codes) => (&seconds[round..=round], failure(codes.get(round))),
            };
            let outcome = outcome.unwrap_or_else(|| Outcome::Unchecked { by: program.to_string() });
            let kept = if matches!(outcome, Outcome::Crashed { .. }) { &[] } else { seconds };
            let mut start = 0.0;
            let sample = |(index, &seconds): (usize, &f64)| {
                let sample = Sample { rank: 0, index: index as u32, start, seconds, steal: 0.0, switches: 0 };
                start += seconds;
                sample
            };
            Launch {
                cell,
                round: round as u32,
                started_ms,
                sampling_seconds: kept.iter().sum(),
                // A sample is the mean of its own number of runs already.
                iterations: 1,
                samples: kept.iter().enumerate().map(sample).collect(),
                ..Launch::ended(outcome)
            }
        })
    }
}

/// How a process failed, if it did, by its exit code; there is none where a signal ended it.
fn failure(code: Option<&Option<i32>>) -> Option<Outcome> {
    let reason = match code? {
        Some(0) => return None,
        Some(code) => format!("exit code {code}"),
        None => "ended by a signal".to_string(),
    };
    Some(Outcome::Crashed { reason })
}

fn part(kernel: String, variants: Vec<String>, program: &str) -> Part {
    Part {
        kernel,
        summary: format!("timed by {program}, not checked by Tenfold"),
        params: Values::new(),
        base: variants.first().cloned().unwrap_or_default(),
        variants,
        externals: Vec::new(),
        workers: vec![1],
        scaling: Scaling::Strong,
        transports: Vec::new(),
        guesses: Vec::new(),
        targets: Vec::new(),
    }
}

fn cell(key: CellKey, part: usize, benchmark: Benchmark) -> Cell {
    let (amount, unit, symbol) = benchmark.work;
    Cell {
        key,
        part,
        kernel: benchmark.group,
        variant: benchmark.name,
        rung: Rung::External,
        params: benchmark.params,
        workers: 1,
        peer_workers: None,
        transport: None,
        work: WorkDone {
            amount,
            unit: unit.into(),
            symbol: symbol.into(),
            flops: 0.0,
            compulsory_bytes: 0.0,
            streamed_bytes: None,
            demands: Vec::new(),
        },
        left_out: None,
    }
}

/// Most bytes of a file: all of it is held in memory.
const MOST_BYTES: u64 = 64 << 20;

/// A file, and when it was written.
fn contents(path: &Path) -> Result<(Vec<u8>, i64), ImportError> {
    let fail = |cause| ImportError::Read { path: path.to_path_buf(), cause };
    let about = std::fs::metadata(path).map_err(fail)?;
    if about.len() > MOST_BYTES {
        return Err(ImportError::TooLarge { path: path.to_path_buf(), bytes: about.len() });
    }
    let written_ms = about.modified().map_err(fail)?.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64);
    Ok((std::fs::read(path).map_err(fail)?, written_ms))
}

/// A time that can be one, or what is wrong with it.
fn time(seconds: f64) -> Result<f64, String> {
    match seconds.is_finite() && seconds > 0.0 {
        true => Ok(seconds),
        false => Err(format!("{seconds} s is not a valid time")),
    }
}
