//! Results of other programs as runs.
//!
//! What they time, they do not check. So every launch is [`Outcome::Unchecked`], reports show the times apart and compare
//! nothing with them, and the fingerprint holds what the file says: nothing of the machine.

mod criterion;
mod hyperfine;

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::BufReader;
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

/// What is done with a benchmark, one at a time: a file may hold more than fits into memory.
type Each<'e> = &'e mut dyn FnMut(Benchmark) -> Result<(), String>;

/// The results of another program, looked through and known to be sound. Their launches are read again when they are kept.
#[derive(Debug)]
pub struct Imported {
    /// The run, without its launches.
    pub run: Run,
    path: PathBuf,
    program: &'static str,
    /// The cell of each benchmark, in the order of the file.
    keys: Vec<CellKey>,
}

/// Most bytes of names in a file: a run of more cells than that is none that anybody reads.
const MOST_NAMES: usize = 64 << 20;

/// Reads the results at `path` once through.
///
/// # Errors
/// [`ImportError`] where it cannot be read, is of no program known here, or is damaged.
pub fn import(path: &Path) -> Result<Imported, ImportError> {
    let program = if path.is_dir() { "criterion" } else { "hyperfine" };
    let mut outline = Outline::default();
    let mut names = 0;
    let written_ms = walk(path, &mut |benchmark| {
        names += benchmark.name.len() + 256;
        if names > MOST_NAMES {
            return Err("it holds more benchmarks than a run can".into());
        }
        outline.add(benchmark);
        Ok(())
    })?;
    Ok(outline.imported(path, program, written_ms))
}

/// Goes through the benchmarks at `path`; when they were written, in milliseconds of Unix time.
fn walk(path: &Path, each: Each<'_>) -> Result<i64, ImportError> {
    if path.is_dir() { criterion::walk(path, each) } else { hyperfine::walk(path, each) }
}

impl Imported {
    /// Reads the launches and gives each to `keep`.
    ///
    /// # Errors
    /// What `keep` says, and [`ImportError`] where the file is no longer what it was.
    pub fn launches<E: From<ImportError>>(&self, mut keep: impl FnMut(Launch) -> Result<(), E>) -> Result<(), E> {
        let (mut number, mut refused) = (0, None);
        let mut outline = Outline::default();
        let walked = walk(&self.path, &mut |benchmark| {
            let cell = *self.keys.get(number).ok_or("it has grown")?;
            number += 1;
            for launch in benchmark.timed.launches(cell, self.program, self.run.started_ms) {
                keep(launch).map_err(|e| {
                    refused = Some(e);
                    String::new()
                })?;
            }
            outline.add(benchmark);
            Ok(())
        });
        if let Some(refused) = refused {
            return Err(refused);
        }
        walked?;
        match outline.id(self.program) == self.run.id {
            true => Ok(()),
            false => {
                Err(ImportError::Damaged { path: self.path.clone(), cause: "it has changed meanwhile".into() }.into())
            }
        }
    }

    /// The run with its launches.
    ///
    /// # Errors
    /// As of [`launches`](Self::launches).
    pub fn whole(&self) -> Result<Run, ImportError> {
        let mut run = self.run.clone();
        self.launches(|launch| {
            run.cells[launch.cell.0 as usize].launches.push(launch);
            Ok::<(), ImportError>(())
        })?;
        Ok(run)
    }
}

/// What is known of the benchmarks that were gone through.
#[derive(Default)]
struct Outline {
    groups: BTreeMap<String, Group>,
    benchmarks: usize,
    rounds: usize,
    /// The same results make the same name, so that importing twice is noticed.
    digest: Sha256,
}

/// Benchmarks that belong together.
#[derive(Default)]
struct Group {
    cells: Vec<Outlined>,
    taken: HashSet<String>,
    /// How often each name was given.
    given: HashMap<String, usize>,
}

/// A benchmark without its times.
struct Outlined {
    /// Its number in the file.
    number: usize,
    name: String,
    params: Values,
    work: (f64, &'static str, &'static str),
}

impl Outline {
    fn add(&mut self, benchmark: Benchmark) {
        let Benchmark { group, name, params, work, timed } = benchmark;
        let number = self.benchmarks;
        self.benchmarks += 1;
        self.rounds = self.rounds.max(timed.processes());
        let name = self.groups.entry(group.clone()).or_default().unused(name);
        self.digest.update(format!("{group}\0{name}\0"));
        timed.seconds().iter().for_each(|seconds| self.digest.update(seconds.to_le_bytes()));
        self.groups.entry(group).or_default().cells.push(Outlined { number, name, params, work });
    }

    fn id(&self, program: &str) -> String {
        let digest = self.digest.clone().finalize();
        let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("imported-{program}-{digest}")
    }

    fn imported(self, path: &Path, program: &'static str, written_ms: i64) -> Imported {
        let id = self.id(program);
        let (mut parts, mut cells) = (Vec::new(), Vec::new());
        let mut keys = vec![CellKey(0); self.benchmarks];
        for (group, Group { cells: outlined, .. }) in self.groups {
            let variants = outlined.iter().map(|cell| cell.name.clone()).collect();
            for outlined in outlined {
                let key = CellKey(cells.len() as u32);
                keys[outlined.number] = key;
                let cell = cell(key, parts.len(), group.clone(), outlined);
                cells.push(Measured { cell, launches: Vec::new() });
            }
            parts.push(part(group, variants, program));
        }
        let shown = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let (group, name) = IMPORTED_FROM;
        let fact = |name: &str, value: String| Fact { group: group.into(), name: name.into(), value };
        let run = Run {
            id,
            started_ms: written_ms,
            state: RunState::Finished,
            seed: 0,
            experiment: Experiment {
                name: format!("imported from {program}"),
                question: format!("What did {program} say in {shown}?"),
                parts,
                rounds: self.rounds as u32,
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
        };
        Imported { run, path: path.to_path_buf(), program, keys }
    }
}

impl Group {
    /// `name`, or with a number behind it where that is taken.
    fn unused(&mut self, name: String) -> String {
        let given = self.given.entry(name.clone()).or_default();
        loop {
            *given += 1;
            let numbered = if *given == 1 { name.clone() } else { format!("{name} ({given})") };
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
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

fn cell(key: CellKey, part: usize, kernel: String, outlined: Outlined) -> Cell {
    let (amount, unit, symbol) = outlined.work;
    Cell {
        key,
        part,
        kernel,
        variant: outlined.name,
        rung: Rung::External,
        params: outlined.params,
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

/// A file to be read piece by piece, and when it was written.
fn opened(path: &Path) -> Result<(BufReader<File>, i64), ImportError> {
    let fail = |cause| ImportError::Read { path: path.to_path_buf(), cause };
    let file = File::open(path).map_err(fail)?;
    let written = file.metadata().and_then(|m| m.modified()).map_err(fail)?;
    let written_ms = written.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64);
    Ok((BufReader::with_capacity(1 << 16, file), written_ms))
}

/// A time that can be one, or what is wrong with it.
fn time(seconds: f64) -> Result<f64, String> {
    match seconds.is_finite() && seconds > 0.0 {
        true => Ok(seconds),
        false => Err(format!("{seconds} s is not a valid time")),
    }
}
