//! `tenfold run`: measures experiments.
//!
//! | question | file |
//! |---|---|
//! | is there an unfinished run to go on with? | `resume.rs` |
//! | what is known before the first launch? | `session.rs` |
//! | in which order are the cells launched? | `rounds.rs` |
//! | what becomes of a launch? | `verdict.rs` |
//! | how long will it take? | `progress.rs` |
//! | what is launched after the rounds, and how? | `afterwards.rs` |
//! | where did the time go? | `profiles.rs`, of ranks `traces.rs` |
//! | how many instructions did it take? | `instructions.rs` |

mod afterwards;
mod instructions;
pub mod profiles;
mod progress;
mod resume;
mod rounds;
mod session;
mod traces;
mod verdict;

use crate::args::Run as Args;
use crate::experiments::{self, Found};
use crate::fault::{INTERRUPTED, mistake};
use crate::{alone, report, stop};
use session::Session;
use std::process::ExitCode;
use tenfold_kernel::AnyKernel;
use tenfold_measure::launch::Launcher;
use tenfold_measure::{ceilings, memory};
use tenfold_plan::{Here, Overrides, cells, read};
use tenfold_record::{Experiment, Outcome, Run, Store};
use tenfold_reports::findings::Findings;

/// Measures every experiment named, then writes its report.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let kernels = tenfold_suite::kernels();
    let overrides = Overrides { quick: args.quick, transport: args.transport.map(Into::into), rounds: args.rounds };
    let names = if args.experiments.is_empty() { vec!["starter".to_string()] } else { args.experiments.clone() };
    // All files are read before the first is measured: a mistake in the last one must not show after an hour.
    let memory = memory::available().map_err(mistake)?;
    let experiments = names
        .iter()
        .map(|name| {
            let Found { name, file, text } = experiments::find(name)?;
            let experiment = read(&name, &file, &text, &kernels, &overrides).map_err(mistake)?;
            match none_fits(&experiment, &kernels, memory) {
                Some(why) => Err(mistake(format!("{file}: no cell can be measured: {why}"))),
                None => Ok(experiment),
            }
        })
        .collect::<anyhow::Result<Vec<Experiment>>>()?;

    let mut store = report::create(&args.out)?;
    let _alone = alone::measuring(&args.out)?;
    let stop = stop::listen();
    let launcher = Launcher::new(std::env::current_exe()?, stop);
    let mut right = true;
    for experiment in experiments {
        let run = measure(args, &mut store, &kernels, &launcher, experiment)?;
        right &= run.as_ref().is_none_or(is_right);
        if stop::asked() {
            let is_empty = run.is_none_or(|run| run.cells.iter().all(|cell| cell.launches.is_empty()));
            eprintln!(
                "{}",
                match is_empty {
                    true => "stopped before anything of it was measured",
                    false => "stopped; what was measured is kept: rerun the same command to resume",
                }
            );
            return Ok(ExitCode::from(INTERRUPTED));
        }
    }
    Ok(ExitCode::from(if right { 0 } else { 1 }))
}

/// Why none of the cells fits into memory, if that is so.
fn none_fits(experiment: &Experiment, kernels: &[Box<dyn AnyKernel>], memory: Option<f64>) -> Option<String> {
    // Nothing is solved to find out: a cell that would be has a reason that is empty.
    let here = Here { memory, ..Here::default() };
    let cells = cells(experiment, kernels, &here, &mut |_, _| Err(String::new()));
    let mut reasons = cells.into_iter().map(|cell| cell.left_out.unwrap_or_default());
    let first = reasons.next()?;
    (!first.is_empty() && reasons.all(|reason| !reason.is_empty())).then_some(first)
}

/// Measures one experiment and writes its report.
fn measure(
    args: &Args,
    store: &mut Store,
    kernels: &[Box<dyn AnyKernel>],
    launcher: &Launcher<'_>,
    experiment: Experiment,
) -> anyhow::Result<Option<Run>> {
    let Some(session) = Session::open(args, store, kernels, launcher, experiment)? else {
        return Ok(None);
    };
    let measured = rounds::all(&session, store, kernels, launcher).and_then(|()| {
        if stop::asked() {
            return Ok(());
        }
        // Right after the samples: a ceiling that a bad minute lowered at the start must not make faults of them.
        eprintln!("measuring ceilings again");
        store.add_ceilings(&session.run.id, &ceilings::measure())?;
        if !(args.no_profile || args.quick) {
            profiles::all(&session, store, kernels, launcher)?;
            traces::all(&session, store, kernels, launcher)?;
            instructions::all(&session, store, kernels, launcher)?;
        }
        Ok(store.finish(&session.run.id)?)
    });
    // Also after a failure: whatever was measured is shown.
    let run = store.load(&session.run.id)?;
    if stop::asked() && run.cells.iter().all(|cell| cell.launches.is_empty()) {
        return Ok(Some(run));
    }
    let page = report::page(&args.out.out, &run);
    report::print_ladder(&run);
    let written = report::write(&run, &page);
    measured?;
    written?;
    println!("report: {}", page.display());
    println!("all runs: {}", report::index(&args.out.out, store)?.display());
    Ok(Some(run))
}

/// Whether every launch was checked and measured, and no time is too good to be true.
fn is_right(run: &Run) -> bool {
    let mut launches = run.cells.iter().flat_map(|c| &c.launches);
    launches.all(|l| l.outcome == Outcome::Measured) && Findings::of(run).too_fast().is_empty()
}
