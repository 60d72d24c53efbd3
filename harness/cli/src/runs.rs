//! `tenfold runs`: what the store holds, and what is thrown away of it.

use crate::args::{RunsList, RunsPrune, RunsShow, RunsVerb};
use crate::fault::mistake;
use crate::stored;
use crate::{args, report, slides};
use serde_json::{Value, json};
use std::process::ExitCode;
use tenfold_analysis::date::utc;
use tenfold_analysis::format::counted;
use tenfold_analysis::text::visible;
use tenfold_record::{Contents, RunState, SessionSummary, Summary};

/// Lists, shows or deletes runs.
pub fn runs(args: &args::Runs) -> anyhow::Result<ExitCode> {
    match &args.verb {
        RunsVerb::List(args) => list(args),
        RunsVerb::Show(args) => show(args),
        RunsVerb::Prune(args) => prune(args),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn list(args: &RunsList) -> anyhow::Result<()> {
    let runs = stored::open(&args.out)?.runs()?;
    if args.json {
        println!("{}", json!({ "runs": runs.iter().map(summary).collect::<Vec<Value>>() }));
        return Ok(());
    }
    for run in &runs {
        println!("{}", line(run));
    }
    if runs.is_empty() {
        println!("no run yet: `tenfold run` creates one");
    }
    Ok(())
}

fn show(args: &RunsShow) -> anyhow::Result<()> {
    let store = stored::open(&args.out)?;
    let run = stored::load(&store, args.run.as_deref())?;
    let contents = store.contents(&run.id)?;
    let cells = || run.cells.iter().map(|measured| &measured.cell).zip(&contents.cells);
    if args.json {
        let cell = |(cell, identity): (&tenfold_record::Cell, &String)| json!({ "cell": cell.to_string(), "key": cell.key, "identity": identity, "left_out": cell.left_out });
        let Contents { sessions, launches, superseded, sample_bytes, .. } = &contents;
        println!(
            "{}",
            json!({
                "id": run.id, "started_ms": run.started_ms, "state": run.state, "experiment": run.experiment.name,
                "question": run.experiment.question, "sessions": sessions, "launches": launches,
                "superseded": superseded, "sample_bytes": sample_bytes, "cells": cells().map(cell).collect::<Vec<_>>(),
            })
        );
        return Ok(());
    }
    println!("{}: {}", run.id, visible(&run.experiment.question));
    println!("{}, started {}", state(run.state), utc(run.started_ms));
    for session in &contents.sessions {
        println!("{}", told(session));
    }
    let Contents { launches, superseded, sample_bytes, .. } = contents;
    let count = if launches == 1 { "counts" } else { "count" };
    let were = if superseded == 1 { "was" } else { "were" };
    println!(
        "{} {count}, {superseded} {were} repeated; samples take {} KiB",
        counted(launches, "launch"),
        sample_bytes.div_ceil(1024)
    );
    for (cell, identity) in cells() {
        println!("  {identity}  {}", visible(&cell.to_string()));
    }
    Ok(())
}

fn prune(args: &RunsPrune) -> anyhow::Result<()> {
    // To look needs no lock, and to delete must not be in the way of who measures.
    let all = stored::open(&args.out)?.runs()?;
    let old: Vec<&Summary> = all.iter().skip(args.keep).collect();
    let ids: Vec<String> = old.iter().map(|run| run.id.clone()).collect();
    if !args.dry_run && !ids.is_empty() {
        let _alone = tenfold_runner::alone::measuring(&args.out.out).map_err(mistake)?;
        let mut store = stored::create(&args.out)?;
        store.remove(&ids)?;
        for id in &ids {
            // A run that was never reported has no page.
            let _ = std::fs::remove_file(args.out.out.join(format!("{id}.html")));
            slides::folder::remove(&args.out.out.join(format!("{id}-slides")))?;
        }
        report::index(&args.out.out, &mut store, None)?;
    }
    if args.json {
        println!("{}", json!({ "deleted": ids, "kept": all.len() - ids.len(), "dry_run": args.dry_run }));
        return Ok(());
    }
    old.iter().for_each(|run| println!("{}", line(run)));
    let verb = if args.dry_run { "would be deleted" } else { "deleted" };
    println!("{} {verb}, {} kept", counted(ids.len(), "run"), all.len() - ids.len());
    Ok(())
}

fn summary(run: &Summary) -> Value {
    json!({
        "id": run.id, "started_ms": run.started_ms, "state": run.state, "experiment": run.experiment.name,
        "machine": run.machine, "launches": run.launches,
    })
}

fn line(run: &Summary) -> String {
    let launches = counted(run.launches as usize, "launch");
    format!("{}  {}  {launches}, {}", run.id, utc(run.started_ms), state(run.state))
}

fn told(session: &SessionSummary) -> String {
    let of = |text: &Option<String>| text.as_deref().map_or("unknown".to_string(), visible);
    format!(
        "session of {}: {}, machine {}, boot {}, program {}",
        utc(session.started_ms),
        counted(session.launches as usize, "launch"),
        of(&session.machine_id),
        of(&session.boot_id),
        visible(if session.program.is_empty() { "unknown" } else { &session.program })
    )
}

fn state(state: RunState) -> &'static str {
    match state {
        RunState::Finished => "finished",
        RunState::Unfinished => "unfinished",
    }
}
