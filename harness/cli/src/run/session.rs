//! A run begun or resumed.

use crate::args::Run as Args;
use crate::fault::mistake;
use crate::stop;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tenfold_kernel::{AnyKernel, Values};
use tenfold_measure::launch::Launcher;
use tenfold_measure::{ceilings, clock, fingerprint, memory, tools};
use tenfold_plan::{Here, cells};
use tenfold_record::{Cell, Experiment, Measured, Run, RunState, Source, Store};
use time::OffsetDateTime;

/// A run with what is still to be done.
pub struct Session {
    /// The run as it stood when it was opened.
    pub run: Run,
}

impl Session {
    /// Goes on with the newest unfinished run of the same experiment, or begins a new one.
    pub fn open(
        args: &Args,
        store: &mut Store,
        kernels: &[Box<dyn AnyKernel>],
        launcher: &Launcher<'_>,
        experiment: Experiment,
    ) -> anyhow::Result<Option<Session>> {
        let seed = args.seed.unwrap_or_else(from_clock);
        let protocol = [
            ("seed", seed.to_string()),
            ("rounds", experiment.rounds.to_string()),
            ("sampling", format!("{} s a launch, batches of at least 1 ms", experiment.sampling_seconds)),
            ("order", "every cell once a round, in an order drawn anew for each round".to_string()),
            (
                "parallel time",
                "barrier before each batch, which lasts from the first rank's start to the last one's end".to_string(),
            ),
        ];
        let fingerprint = fingerprint::take(&protocol);
        let here = Here {
            no_mpi: tools::mpi().err(),
            no_external: launcher.no_external(kernels, &experiment),
            memory: memory::available().map_err(mistake)?,
        };
        let limit = Duration::from_secs_f64(experiment.limit_seconds);
        eprintln!("solving each problem by its naive variant, to know what is right");
        let mut solve = |kernel: &dyn AnyKernel, params: &Values| {
            launcher.reference(kernel, params, limit).map_err(|e| e.to_string())
        };
        let cells = cells(&experiment, kernels, &here, &mut solve);
        if stop::asked() {
            return Ok(None);
        }
        // Before anything is measured. Guesses made since an unfinished run began are for a run of their own.
        let guessed = store.close_polls(&experiment, clock::unix_ms())?;
        if guessed > 0 {
            let people = if guessed == 1 { "person" } else { "people" };
            eprintln!("guesses are closed: this run takes in what {guessed} {people} guessed");
        }
        if !args.fresh
            && guessed == 0
            && let Some(run) = unfinished(store, &experiment, &fingerprint)?
            && run.cells.iter().map(|m| planned(&m.cell)).eq(cells.iter().map(planned))
            && args.seed.is_none_or(|seed| seed == run.seed)
        {
            let done: usize = run.cells.iter().map(|m| m.launches.len()).sum();
            eprintln!("resuming {} ({done} launches are done; --fresh starts over)", run.id);
            return Ok(Some(Session { run }));
        }
        eprintln!("measuring ceilings");
        let started_ms = clock::unix_ms();
        let run = Run {
            id: id(&experiment.name, started_ms, seed),
            started_ms,
            state: RunState::Unfinished,
            seed,
            experiment,
            fingerprint,
            ceilings: ceilings::measure(),
            sources: sources(kernels, &cells),
            cells: cells.into_iter().map(|cell| Measured { cell, launches: Vec::new() }).collect(),
            profiles: Vec::new(),
            traces: Vec::new(),
            ballots: Vec::new(),
            instructions: Vec::new(),
        };
        store.begin(&run)?;
        Ok(Some(Session { run }))
    }
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

/// A cell as it counts for whether two plans are the same: why one is left out may be worded by the minute, as it tells how much
/// memory is free.
fn planned(cell: &Cell) -> Cell {
    Cell { left_out: cell.left_out.as_ref().map(|_| String::new()), ..cell.clone() }
}

/// The newest unfinished run of this experiment by this very program on this machine.
fn unfinished(
    store: &Store,
    experiment: &Experiment,
    here: &tenfold_record::Fingerprint,
) -> anyhow::Result<Option<Run>> {
    let same = |name: &str, run: &Run| run.fingerprint.get("source", name) == here.get("source", name);
    for summary in store.runs()? {
        if summary.state == RunState::Unfinished && summary.experiment == *experiment {
            let run = store.load(&summary.id)?;
            if same("program digest", &run) && run.fingerprint.machine == here.machine {
                return Ok(Some(run));
            }
        }
    }
    Ok(None)
}

/// Name of a run: date and time (UTC), experiment, four digits of the seed.
fn id(experiment: &str, started_ms: i64, seed: u64) -> String {
    let plain: String = experiment.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    format!("{}-{plain}-{:04x}", stamp(started_ms), seed & 0xffff)
}

/// "20261121-081233": UTC.
fn stamp(unix_ms: i64) -> String {
    let t = OffsetDateTime::from_unix_timestamp(unix_ms.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = t.to_calendar_date();
    format!("{year:04}{:02}{day:02}-{:02}{:02}{:02}", u8::from(month), t.hour(), t.minute(), t.second())
}

fn from_clock() -> u64 {
    // The low bits of the clock are as good as any: the seed is recorded.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64 & 0xffff_ffff)
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
