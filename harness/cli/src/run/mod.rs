//! `tenfold run`: measures experiments.
//!
//! | question | file |
//! |---|---|
//! | what is told while it goes on? | `telling.rs` |
//! | how long will it still take? | `progress.rs` |
//! | what would it measure? | `dry.rs` |

mod dry;
mod progress;
mod telling;

use crate::args::Run as Args;
use crate::experiments::{self, Found};
use crate::fault::{FAILED, INTERRUPTED, mistake};
use crate::stored;
use crate::{report, stop};
use serde_json::json;
use std::process::ExitCode;
use telling::Telling;
use tenfold_analysis::findings::Findings;
use tenfold_kernel::AnyKernel;
use tenfold_launch::{Launcher, memory};
use tenfold_plan::{Overrides, only, read};
use tenfold_record::{Experiment, Outcome, Run, Store};
use tenfold_runner::{Event, Options, RunError, Session, alone, none_fits};

/// Measures every experiment named, then writes its report.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let kernels = tenfold_suite::kernels();
    let overrides = Overrides { quick: args.quick, transport: args.transport.map(Into::into), rounds: args.rounds };
    let names = if args.experiments.is_empty() { vec!["starter".to_string()] } else { args.experiments.clone() };
    // All files are read before the first is measured: a mistake in the last one must not show after an hour.
    let memory = memory::available().map_err(mistake)?;
    let read = |name: &String| {
        let Found { name, file, text } = experiments::find(name)?;
        Ok((file.clone(), read(&name, &file, &text, &kernels, &overrides).map_err(mistake)?))
    };
    let (files, experiments): (Vec<String>, Vec<Experiment>) =
        names.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?.into_iter().unzip();
    if let Some((file, why)) =
        files.iter().zip(&experiments).find_map(|(file, e)| Some((file, none_fits(e, &kernels, memory)?)))
    {
        return Err(mistake(format!("{file}: no cell can be measured: {why}")));
    }
    let experiments = match &args.only[..] {
        [] => experiments,
        wanted => only(experiments, wanted).map_err(|why| mistake(format!("--only: {why}")))?,
    };
    if args.dry_run {
        return dry::tell(args, &experiments, &kernels, memory);
    }

    let mut store = stored::create(&args.out)?;
    let _alone = alone::measuring(&args.out.out).map_err(mistake)?;
    let stop = stop::listen();
    let launcher = Launcher::new(std::env::current_exe()?, stop);
    let (mut right, mut all_measured, mut told) = (true, true, Vec::new());
    for experiment in experiments {
        let run = measure(args, &mut store, &kernels, &launcher, experiment)?;
        right &= run.as_ref().is_none_or(is_right);
        if !stop::asked() && run.as_ref().is_some_and(is_empty) {
            all_measured = false;
            eprintln!("nothing was measured: every cell was left out; the report says why");
        }
        if args.json {
            let page = |run: &Run| Some(report::page(&args.out.out, run)).filter(|page| page.exists());
            told.extend(run.as_ref().map(|run| report::told(run, page(run).as_deref())));
        }
        if stop::asked() {
            eprintln!(
                "{}",
                match run.as_ref().is_none_or(is_empty) {
                    true => "stopped before anything was measured",
                    false => "stopped; what was measured is kept: rerun the same command to resume",
                }
            );
            break;
        }
    }
    if args.json {
        println!("{}", json!({ "runs": told, "right": right, "interrupted": stop::asked() }));
    }
    Ok(ExitCode::from(match (stop::asked(), right) {
        (true, _) => INTERRUPTED,
        (_, false) => 1,
        (_, true) if !all_measured => FAILED,
        (_, true) => 0,
    }))
}

/// Whether nothing was measured.
fn is_empty(run: &Run) -> bool {
    run.cells.iter().all(|cell| cell.launches.is_empty())
}

/// Measures one experiment and writes its report.
fn measure(
    args: &Args,
    store: &mut Store,
    kernels: &[Box<dyn AnyKernel>],
    launcher: &Launcher<'_>,
    experiment: Experiment,
) -> anyhow::Result<Option<Run>> {
    let options =
        Options { fresh: args.fresh, retry: args.retry, seed: args.seed, only_rounds: args.no_profile || args.quick };
    let mut telling = Telling::default();
    let tell = &mut |event: Event<'_>| telling.hear(event);
    let opened = Session::open(&options, store, kernels, launcher, experiment, tell).map_err(|e| match e {
        RunError::Memory(why) => mistake(why),
        RunError::Store(e) => e.into(),
    });
    let Some(session) = opened? else { return Ok(None) };
    let measured = session.measure(&options, store, kernels, launcher, tell);
    // Also after a failure: whatever was measured is shown.
    let run = store.load(&session.run.id)?;
    if stop::asked() && is_empty(&run) {
        return Ok(Some(run));
    }
    let page = report::page(&args.out.out, &run);
    let findings = Findings::of(&run);
    if !args.json {
        report::print_ladder(&findings);
    }
    let written = report::write(&findings, &page);
    measured?;
    written?;
    report::keep(store, &findings)?;
    let index = report::index(&args.out.out, store, Some(&findings))?;
    if !args.json {
        println!("report: {}", page.display());
        println!("all runs: {}", index.display());
    }
    Ok(Some(run))
}

/// Whether every launch was checked and measured, no time is too good to be true, and no target is missed.
fn is_right(run: &Run) -> bool {
    let findings = Findings::of(run);
    let mut launches = run.cells.iter().flat_map(|c| &c.launches);
    launches.all(|l| l.outcome == Outcome::Measured) && findings.too_fast().is_empty() && findings.missed() == 0
}
