//! Results of other programs as runs.
//!
//! What they time, they do not check. So every launch is [`Outcome::Unchecked`], reports show the times apart and compare
//! nothing with them, and the fingerprint holds what the file says: nothing of the machine.

mod criterion;
mod hyperfine;

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
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
        "{path} holds no results known here: a folder of criterion's (target/criterion) or a file of hyperfine's \
         (--export-json) is needed"
    )]
    Unknown {
        /// The file.
        path: PathBuf,
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

/// The results of a file.
#[derive(Clone, Debug, PartialEq)]
struct Imported {
    /// The program that timed them.
    program: &'static str,
    /// When the file was written, in milliseconds of Unix time: as near as it says to when it was measured.
    written_ms: i64,
    /// The benchmarks.
    benchmarks: Vec<Benchmark>,
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
    /// One for each process that was timed.
    processes: Vec<Process>,
}

/// A process of a benchmark.
#[derive(Clone, Debug, PartialEq)]
struct Process {
    /// Seconds of one run, for each sample.
    seconds: Vec<f64>,
    /// How it failed, where it did.
    failed: Option<String>,
}

/// The file at `path` as a run, without touching a store.
///
/// # Errors
/// [`ImportError`] where it cannot be read, is of no program known here, or is damaged.
pub fn import(path: &Path) -> Result<Run, ImportError> {
    let imported = if path.is_dir() { criterion::read(path)? } else { hyperfine::read(path)? };
    Ok(run(path, imported))
}

fn run(path: &Path, imported: Imported) -> Run {
    let Imported { program, written_ms, benchmarks } = imported;
    let mut groups: BTreeMap<String, Vec<Benchmark>> = BTreeMap::new();
    for benchmark in benchmarks {
        groups.entry(benchmark.group.clone()).or_default().push(benchmark);
    }
    let (mut parts, mut cells) = (Vec::new(), Vec::new());
    // The same results make the same name, so that importing twice is noticed.
    let mut digest = Sha256::new();
    for (group, benchmarks) in groups {
        let mut variants: Vec<String> = Vec::new();
        for benchmark in benchmarks {
            let name = unused(&variants, &benchmark.name);
            digest.update(format!("{group}\0{name}\0"));
            let seconds = benchmark.processes.iter().flat_map(|p| &p.seconds);
            seconds.for_each(|seconds| digest.update(seconds.to_le_bytes()));
            let key = CellKey(cells.len() as u32);
            cells.push(measured(key, parts.len(), name.clone(), benchmark, program, written_ms));
            variants.push(name);
        }
        parts.push(part(group, variants, program));
    }
    let rounds = cells.iter().map(|m: &Measured| m.launches.len()).max().unwrap_or(0) as u32;
    let shown = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let (group, name) = IMPORTED_FROM;
    let fact = |name: &str, value: String| Fact { group: group.into(), name: name.into(), value };
    let digest: String = digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Run {
        id: format!("imported-{program}-{digest}"),
        started_ms: written_ms,
        state: RunState::Finished,
        seed: 0,
        experiment: Experiment {
            name: format!("imported from {program}"),
            question: format!("What did {program} say in {shown}?"),
            parts,
            rounds,
            sampling_seconds: 0.0,
            limit_seconds: 0.0,
            source: String::new(),
        },
        fingerprint: Fingerprint {
            machine: format!("an unknown machine ({program} does not say)"),
            cores: 0,
            cache_bytes: 0,
            facts: vec![
                fact(name, format!("{program}, {shown}")),
                fact(
                    "check",
                    "none: another program timed this, and nobody here knows whether its answers are right".into(),
                ),
            ],
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
    }
}

fn measured(
    key: CellKey,
    part: usize,
    variant: String,
    benchmark: Benchmark,
    program: &str,
    written_ms: i64,
) -> Measured {
    let (amount, unit, symbol) = benchmark.work;
    let cell = Cell {
        key,
        part,
        kernel: benchmark.group,
        variant,
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
    };
    let processes = benchmark.processes.into_iter().enumerate();
    let launches = processes.map(|(round, process)| launch(key, round as u32, process, program, written_ms));
    Measured { cell, launches: launches.collect() }
}

fn launch(cell: CellKey, round: u32, process: Process, program: &str, started_ms: i64) -> Launch {
    let outcome = match process.failed {
        Some(reason) => Outcome::Crashed { reason },
        None => Outcome::Unchecked { by: program.to_string() },
    };
    let crashed = matches!(outcome, Outcome::Crashed { .. });
    let seconds = if crashed { Vec::new() } else { process.seconds };
    let sampling_seconds = seconds.iter().sum();
    let mut start = 0.0;
    let sample = |(index, seconds): (usize, f64)| {
        let sample = Sample { rank: 0, index: index as u32, start, seconds, steal: 0.0, switches: 0 };
        start += seconds;
        sample
    };
    Launch {
        cell,
        round,
        started_ms,
        sampling_seconds,
        // A sample is the mean of its own number of runs already.
        iterations: 1,
        samples: seconds.into_iter().enumerate().map(sample).collect(),
        ..Launch::ended(outcome)
    }
}

/// `name`, or with a number behind it where that is taken.
fn unused(taken: &[String], name: &str) -> String {
    let numbered = (2..).map(|n| format!("{name} ({n})"));
    std::iter::once(name.to_string()).chain(numbered).find(|n| !taken.contains(n)).unwrap_or_default()
}

/// The text of a file and when it was written.
fn text(path: &Path) -> Result<(String, i64), ImportError> {
    let fail = |cause| ImportError::Read { path: path.to_path_buf(), cause };
    let text = std::fs::read_to_string(path).map_err(fail)?;
    let written = std::fs::metadata(path).and_then(|m| m.modified()).map_err(fail)?;
    let written_ms = written.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64);
    Ok((text, written_ms))
}

/// A time that can be one, or what is wrong with it.
fn time(seconds: f64) -> Result<f64, String> {
    match seconds.is_finite() && seconds > 0.0 {
        true => Ok(seconds),
        false => Err(format!("{seconds} s is no time")),
    }
}
