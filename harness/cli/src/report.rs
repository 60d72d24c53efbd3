//! `tenfold report`: writes the page of a run, and the index of all runs.

use crate::args::{Out, Report};
use crate::console;
use crate::fault::mistake;
use anyhow::Context;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tenfold_analysis::findings::{self, Findings};
use tenfold_formats::Results;
use tenfold_page::Indexed;
use tenfold_record::{CellMedian, Run, RunState, Store, StoreError};

/// The version that found what is kept.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Writes the report of a run and prints where it is.
pub fn report(args: &Report) -> anyhow::Result<ExitCode> {
    let mut store = open(&args.out)?;
    let run = load(&store, args.run.as_deref())?;
    let findings = Findings::of(&run);
    let file = (!args.terminal).then(|| args.html.clone().unwrap_or_else(|| page(&args.out.out, &run)));
    if !args.json {
        print_ladder(&findings);
    }
    let index = match &file {
        Some(file) => {
            write(&findings, file)?;
            keep(&mut store, &findings)?;
            Some(index(&args.out.out, &mut store)?)
        }
        None => None,
    };
    if args.json {
        println!("{}", json!({ "run": told(&run, file.as_deref()), "index": index }));
    } else if let (Some(file), Some(index)) = (file, index) {
        println!("report: {}", file.display());
        println!("all runs: {}", index.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The run named, or the newest, of the store in a folder that must exist.
pub fn find(out: &Out, named: Option<&str>) -> anyhow::Result<Run> {
    load(&open(out)?, named)
}

/// The store in a folder that must exist, to be read.
pub fn open(out: &Out) -> anyhow::Result<Store> {
    let path = out.store();
    if !path.exists() {
        return Err(mistake(format!(
            "{} does not exist: `tenfold run` makes it, --out names its folder",
            path.display()
        )));
    }
    Store::open(&path).map_err(|e| unusable(out, e))
}

/// The store in a folder, which is made where it is missing.
pub fn create(out: &Out) -> anyhow::Result<Store> {
    Store::create(&out.store()).map_err(|e| unusable(out, e))
}

/// Another folder is what a user can name; a file that is damaged, or a full disk, is no mistake of theirs.
fn unusable(out: &Out, why: StoreError) -> anyhow::Error {
    match why.is_wrong_place() {
        true => mistake(format!("--out {}: {why}; name a folder that can be written to", out.out.display())),
        false => anyhow::Error::new(why).context(format!("--out {}", out.out.display())),
    }
}

/// The run named, or the newest.
pub fn load(store: &Store, named: Option<&str>) -> anyhow::Result<Run> {
    let id = match named {
        Some(id) => id.to_string(),
        None => match store.runs()?.into_iter().next() {
            Some(newest) => newest.id,
            None => {
                return Err(mistake(format!("{} holds no run yet: `tenfold run` makes one", store.path().display())));
            }
        },
    };
    store.load(&id).map_err(|e| match e {
        StoreError::NoRun { .. } => mistake(e),
        other => other.into(),
    })
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

/// Writes the index of all runs of `store` into `folder`, with links to the pages that lie there; where it is.
pub fn index(folder: &Path, store: &mut Store) -> anyhow::Result<PathBuf> {
    let mut runs = Vec::new();
    for run in store.runs()? {
        let medians = if run.state == RunState::Finished { medians(store, &run.id)? } else { Vec::new() };
        let page = Some(format!("{}.html", run.id)).filter(|file| folder.join(file).exists());
        runs.push(Indexed { run, page, medians });
    }
    let file = folder.join("index.html");
    whole(&file, tenfold_page::index(runs)?.as_bytes())?;
    Ok(file)
}

/// What the run `id` gives to a history: as it was kept, or else from its samples, and then kept where that can be.
fn medians(store: &mut Store, id: &str) -> anyhow::Result<Vec<CellMedian>> {
    if let Some(kept) = store.medians(id, PROGRAM)? {
        return Ok(kept);
    }
    let run = store.load(id)?;
    let findings = Findings::of(&run);
    keep(store, &findings)?;
    Ok(findings::medians(&findings))
}

/// Keeps what a finished run gives to a history, where that can be: the index is written from it.
pub fn keep(store: &mut Store, findings: &Findings<'_>) -> anyhow::Result<()> {
    let id = &findings.run.id;
    if findings.finished() && store.is_writable() && store.medians(id, PROGRAM)?.is_none() {
        store.keep_medians(id, PROGRAM, &findings::medians(findings))?;
    }
    Ok(())
}

/// Writes `bytes` to `file`, whole or not at all.
pub fn whole(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    streamed(file, |to| Ok(to.write_all(bytes)?))
}

/// Writes to `file` what `write` writes, whole or not at all: beside it first, then renamed.
pub fn streamed(file: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let beside = file.with_extension("part");
    let written = || {
        let mut to = BufWriter::new(File::create(&beside)?);
        write(&mut to)?;
        to.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(std::fs::rename(&beside, file)?)
    };
    let done: anyhow::Result<()> = written();
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done.with_context(|| format!("cannot write {}", file.display()))
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
