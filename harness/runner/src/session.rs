//! A run begun or resumed.

use crate::resume::{self, Resumed};
use crate::{Event, instructions, profiles, rounds, traces};
use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tenfold_kernel::{AnyKernel, Values};
use tenfold_launch::{Launcher, fingerprint, memory, mpirun};
use tenfold_machine::{pin, quota};
use tenfold_measure::sampling::BATCH_SECONDS;
use tenfold_measure::{ceilings, clock};
use tenfold_plan::{Here, cells};
use tenfold_record::{Cell, CellKey, Experiment, Measured, Run, Source, Store, StoreError};
use time::OffsetDateTime;

/// How a run is to be made, besides what its experiment says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Begin anew, even where an unfinished run could be resumed.
    pub fresh: bool,
    /// Seed of the random order of cells; from the clock where there is none.
    pub seed: Option<u64>,
    /// Try launches again that failed, in the newest run of the experiment.
    pub retry: bool,
    /// Only the rounds: no profiles, traces or counts after them.
    pub only_rounds: bool,
}

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The store fails.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody knows how much memory there is: what the user says of it is wrong.
    #[error("{0}")]
    Memory(String),
}

/// A run with what is still to be done.
pub struct Session {
    /// The run as it stood when it was opened.
    pub run: Run,
    /// The launches of it that are there already, by cell and round.
    pub done: HashSet<(CellKey, u32)>,
}

impl Session {
    /// Goes on with the newest unfinished run of the same experiment, or begins a new one. `None` where the program was told
    /// to stop before.
    ///
    /// # Errors
    /// The store fails, or what the user says of the memory is wrong.
    pub fn open(
        args: &Options,
        store: &mut Store,
        kernels: &[Box<dyn AnyKernel>],
        launcher: &Launcher<'_>,
        experiment: Experiment,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Session>, RunError> {
        let seed = args.seed.unwrap_or_else(clock::seed);
        let protocol = [
            ("seed", seed.to_string()),
            ("rounds", experiment.rounds.to_string()),
            ("sampling", sampling(experiment.sampling_seconds)),
            ("order", "every cell once per round, in a new random order each round".to_string()),
            (
                "parallel time",
                "barrier before each batch, which lasts from the first rank's start to the last one's end".to_string(),
            ),
            (
                "placement",
                format!(
                    "CPUs {:?}; all cells of a round begin on the same one, the next round on the next",
                    pin::allowed()
                ),
            ),
        ];
        let fingerprint = fingerprint::take(&protocol);
        let here = Here {
            no_mpi: mpirun::mpi().err(),
            no_external: launcher.no_external(kernels, &experiment),
            memory: memory::available().map_err(RunError::Memory)?,
        };
        let limit = Duration::from_secs_f64(experiment.limit_seconds);
        tell(Event::Solving);
        let mut solve = |kernel: &dyn AnyKernel, params: &Values| {
            launcher.reference(kernel, params, limit).map_err(|e| e.to_string())
        };
        let cells = cells(&experiment, kernels, &here, &mut solve);
        if launcher.stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        // Before anything is measured. Guesses made since an unfinished run began are for a run of their own.
        let guessed = store.close_polls(&experiment, clock::unix_ms())?;
        if guessed > 0 {
            tell(Event::Guessed(guessed));
        }
        let started_ms = clock::unix_ms();
        let mut run = Run {
            id: id(&experiment.name, started_ms, seed),
            started_ms,
            seed,
            experiment,
            fingerprint,
            sources: sources(kernels, &cells),
            cells: cells.into_iter().map(|cell| Measured { cell, launches: Vec::new() }).collect(),
            ..Run::default()
        };
        if !args.fresh
            && guessed == 0
            && let Some(Resumed { run, done }) = resume::resume(args, store, &run, tell)?
        {
            return Ok(Some(Session { run, done }));
        }
        tell(Event::Ceilings { again: false });
        run.ceilings = ceilings::measure();
        store.begin(&run)?;
        Ok(Some(Session { run, done: HashSet::new() }))
    }

    /// Measures what is still to be measured, until it is done or the program is told to stop.
    ///
    /// # Errors
    /// The store fails: what it has taken in before is there.
    pub fn measure(
        &self,
        args: &Options,
        store: &mut Store,
        kernels: &[Box<dyn AnyKernel>],
        launcher: &Launcher<'_>,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), StoreError> {
        rounds::all(self, store, kernels, launcher, tell)?;
        if launcher.stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        // Right after the samples: a ceiling that a bad minute lowered at the start must not make faults of them.
        tell(Event::Ceilings { again: true });
        store.add_ceilings(&self.run.id, &ceilings::measure())?;
        if !args.only_rounds {
            profiles::all(self, store, kernels, launcher, tell)?;
            traces::all(self, store, kernels, launcher, tell)?;
            instructions::all(self, store, kernels, launcher, tell)?;
        }
        store.finish(&self.run.id)
    }
}

/// Why none of the cells fits into memory, if that is so.
pub fn none_fits(experiment: &Experiment, kernels: &[Box<dyn AnyKernel>], memory: Option<f64>) -> Option<String> {
    // Nothing is solved to find out.
    let here = Here { memory, ..Here::default() };
    let cells = cells(experiment, kernels, &here, &mut |_, _| Err(String::new()));
    let mut reasons = cells.into_iter().map(|cell| cell.left_out);
    let first = reasons.next()??;
    reasons.all(|reason| reason.is_some()).then_some(first)
}

/// How launches sample, in words.
fn sampling(seconds: f64) -> String {
    let spanning = match quota::quota() {
        Some(quota) => format!(" (of {} ms where workers can use up the quota of CPU time)", 2e3 * quota.period),
        None => String::new(),
    };
    format!("{seconds} s per launch, batches of at least {} ms{spanning}", BATCH_SECONDS * 1e3)
}

/// The sources of the kernels in the plan, as they are compiled into this program: of all variants, since one may be made of
/// another that is not in the plan; of the externals of a kernel's own that are; and the files beside them.
fn sources(kernels: &[Box<dyn AnyKernel>], cells: &[Cell]) -> Vec<Source> {
    let planned = |kernel: &str, variant: Option<&str>| {
        cells.iter().any(|c| c.kernel == kernel && variant.is_none_or(|variant| c.variant == variant))
    };
    let of_kernel = |kernel: &dyn AnyKernel| {
        let name = kernel.name();
        let source = |variant: Option<&str>, file: String, text: &str| Source {
            kernel: name.to_string(),
            variant: variant.map(String::from),
            file,
            text: text.to_string(),
        };
        let variants = kernel.variants();
        let variants = variants.iter().map(|v| source(Some(v.name), tenfold_suite::file_of(name, v.name), v.source));
        let peers = kernel.peers();
        let peers = peers
            .iter()
            .filter(|p| planned(name, Some(p.name)))
            .map(|p| source(Some(p.name), tenfold_suite::file_in(name, p.file), p.source));
        let beside = kernel.files().iter().map(|f| source(None, tenfold_suite::file_in(name, f.file), f.text));
        variants.chain(peers).chain(beside).collect::<Vec<Source>>()
    };
    let in_plan = kernels.iter().filter(|kernel| planned(kernel.name(), None));
    in_plan.flat_map(|kernel| of_kernel(&**kernel)).collect()
}

/// Name of a run: date and time (UTC), experiment, four digits of the seed.
fn id(experiment: &str, started_ms: i64, seed: u64) -> String {
    let plain: String = experiment.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    format!("{}-{plain}-{:04x}", stamp(started_ms), seed & 0xffff)
}

/// A moment as names of runs and nights begin, "20261121-081233" in UTC.
pub fn stamp(unix_ms: i64) -> String {
    let t = OffsetDateTime::from_unix_timestamp(unix_ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = t.to_calendar_date();
    format!("{year:04}{:02}{day:02}-{:02}{:02}{:02}", u8::from(month), t.hour(), t.minute(), t.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_the_civil_date() {
        assert_eq!(stamp(0), "19700101-000000");
        assert_eq!(stamp(951_782_400_000), "20000229-000000");
        assert_eq!(stamp(1_795_421_553_999), "20261123-081233");
    }

    #[test]
    fn an_id_is_a_plain_file_name() {
        assert_eq!(id("../my <run>", 0, 0xabcde), "19700101-000000----my--run--bcde");
    }
}
