//! `tenfold report`: writes the page of a run, and the index of all runs; or tells of a comparison or a self-test again.

use crate::args::Report;
use crate::compare;
use crate::console;
use crate::selftest;
use crate::stored;
use crate::written::whole;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tenfold_analysis::findings::Findings;
use tenfold_formats::Results;
use tenfold_launch::fingerprint::REVISION;
use tenfold_page::Indexed;
use tenfold_record::{Gist, Run, RunState, Store};

/// Writes the report of a run and prints where it is.
pub fn report(args: &Report) -> anyhow::Result<ExitCode> {
    if let Some((file, test)) = selftest::kept::named(args.run.as_deref())? {
        return selftest::again(&test, file, args);
    }
    let mut store = stored::open(&args.out)?;
    if let Some(comparison) = stored::comparison(&store, args.run.as_deref())? {
        return compare::again(&comparison, args);
    }
    let run = stored::load(&store, args.run.as_deref())?;
    let findings = Findings::of(&run);
    let file = (!args.terminal).then(|| args.html.clone().unwrap_or_else(|| page(&args.out.out, &run)));
    if !args.json {
        print_ladder(&findings);
    }
    let index = match &file {
        Some(file) => {
            write(&findings, file)?;
            keep(&mut store, &findings)?;
            // Where the page is to lie elsewhere, the folder of the store may be read-only.
            args.html.is_none().then(|| index(&args.out.out, &mut store, Some(&findings))).transpose()?
        }
        None => None,
    };
    if args.json {
        println!("{}", json!({ "run": told(&run, file.as_deref()), "index": index }));
    } else {
        file.iter().for_each(|file| println!("report: {}", file.display()));
        index.iter().for_each(|index| println!("all runs: {}", index.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the page of `run` lies.
pub fn page(folder: &Path, run: &Run) -> PathBuf {
    folder.join(format!("{}.html", run.id))
}

/// Writes the page of a run to `file`: whole or not at all.
pub fn write(findings: &Findings<'_>, file: &Path) -> anyhow::Result<()> {
    let html = tenfold_page::html(findings)?;
    whole(file, html.as_bytes())
}

/// Writes the index of all runs of `store` into `folder`, with links to the pages that lie there; where it is. What was found
/// of one of them may be `at_hand`.
pub fn index(folder: &Path, store: &mut Store, at_hand: Option<&Findings<'_>>) -> anyhow::Result<PathBuf> {
    let mut runs = Vec::new();
    for run in store.runs()? {
        let gist = match at_hand.filter(|findings| findings.run.id == run.id) {
            _ if run.state != RunState::Finished => Gist::default(),
            Some(findings) => tenfold_analysis::gist(findings),
            None => gist(store, &run.id)?,
        };
        let page = Some(format!("{}.html", run.id)).filter(|file| folder.join(file).exists());
        runs.push(Indexed { run, page, gist });
    }
    let file = folder.join("index.html");
    whole(&file, tenfold_page::index(runs)?.as_bytes())?;
    Ok(file)
}

/// What the index tells of the run `id`: as it was kept, or else from its samples, and then kept where that can be.
fn gist(store: &mut Store, id: &str) -> anyhow::Result<Gist> {
    if let Some(kept) = store.gist(id, REVISION)? {
        return Ok(kept);
    }
    let run = store.load(id)?;
    let findings = Findings::of(&run);
    keep(store, &findings)?;
    Ok(tenfold_analysis::gist(&findings))
}

/// Keeps what the index tells of a finished run, where that can be.
pub fn keep(store: &mut Store, findings: &Findings<'_>) -> anyhow::Result<()> {
    let id = &findings.run.id;
    if findings.finished() && store.is_writable() && store.gist(id, REVISION)?.is_none() {
        store.keep_gist(id, REVISION, &tenfold_analysis::gist(findings))?;
    }
    Ok(())
}

/// Prints the ladder.
pub fn print_ladder(findings: &Findings<'_>) {
    print!("{}", tenfold_analysis::terminal(findings, console::columns(), console::is_coloured()));
}

/// A run as one JSON value: what came of each cell, and where its page is, if one was written.
pub fn told(run: &Run, page: Option<&Path>) -> Value {
    json!({
        "id": run.id,
        "experiment": run.experiment.name,
        "question": run.experiment.question,
        "state": run.state,
        "report": page,
        "results": Results::of(run).cells().iter().map(tenfold_formats::result).collect::<Vec<Value>>(),
    })
}
