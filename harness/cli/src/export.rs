//! `tenfold export`: a run in the format of another program.

use crate::args::Export;
use crate::fault::{mistake, not_built};
use crate::lines::entry;
use crate::output;
use crate::stored;
use crate::written::{kept, streamed};
use anyhow::Context;
use serde_json::json;
use std::io::{BufWriter, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use tenfold_formats::{CellResult, Entry, FORMATS, Format, FormatError, Holds, LEFT_OUT, Results, Written};
use tenfold_plan::listed;
use tenfold_record::Fingerprint;

/// Writes a run in a format, or lists the formats.
pub fn export(args: &Export) -> anyhow::Result<ExitCode> {
    let Some(name) = &args.format else {
        print_formats(args.json);
        return Ok(ExitCode::SUCCESS);
    };
    let format = format(name)?;
    let to_stdout = args.to == Path::new("-");
    if to_stdout && args.json {
        return Err(mistake("--json: standard output holds the run itself: name a file with --to"));
    }
    if to_stdout && format.is_binary && std::io::stdout().is_terminal() {
        return Err(mistake(format!("{name} is not for a terminal: name a file with --to, or redirect the output")));
    }
    let run = stored::find(&args.out, args.run.as_deref())?;
    let results = Results::of(&run);
    let written = (format.write)(&results).map_err(|e| match e {
        FormatError::NoProfile { .. } | FormatError::NoCommit { .. } => mistake(e),
        other => other.into(),
    })?;
    match written {
        Written::File(write) if to_stdout => {
            let mut to = BufWriter::with_capacity(1 << 16, output::Stdout);
            write(&mut to)?;
            to.flush()?;
        }
        Written::File(write) => streamed(&args.to, |to| Ok(write(to)?))?,
        Written::Folder(_) if to_stdout || args.to.is_file() => {
            return Err(mistake(format!("{name} is read from a folder: name one, as in --to results")));
        }
        Written::Folder(entries) => {
            into_folder(&args.to, &entries)?;
            tell_uncommitted(format, &run.fingerprint);
        }
    }
    let left_out = left_out(format, &results);
    if args.json {
        let left_out: Vec<_> = left_out.iter().map(|c| json!({ "cell": c.name, "reason": c.reason() })).collect();
        println!("{}", json!({ "run": run.id, "format": name, "to": args.to, "left_out": left_out }));
    } else {
        for cell in left_out {
            eprintln!("{name} cannot say why a cell has no number: {}: {}", cell.cell, cell.reason());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes files into a folder, in which others may lie already.
fn into_folder(folder: &Path, entries: &[Entry]) -> anyhow::Result<()> {
    // All is made before anything is written: a mistake leaves the folder as it was.
    let made = entries.iter().map(|entry| {
        let file = folder.join(&entry.path);
        let there = match std::fs::read(&file) {
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            read => Some(read.with_context(|| format!("cannot read {}", file.display()))?),
        };
        let bytes = entry.over(there.as_deref()).map_err(|e| mistake(format!("--to {}: {e}", folder.display())))?;
        Ok((file, bytes))
    });
    for (file, bytes) in made.collect::<anyhow::Result<Vec<_>>>()? {
        kept(&file, &bytes)?;
    }
    Ok(())
}

fn format(name: &str) -> anyhow::Result<&'static Format> {
    if LEFT_OUT.contains(&name) {
        return Err(mistake(not_built(name)));
    }
    let names: Vec<&str> = FORMATS.iter().map(|f| f.name).collect();
    tenfold_formats::find(name)
        .ok_or_else(|| mistake(format!("there is no format '{name}' ({})", listed(name, &names))))
}

fn print_formats(as_json: bool) {
    if as_json {
        let formats: Vec<_> = FORMATS.iter().map(|f| json!({ "name": f.name, "reader": f.reader })).collect();
        println!("{}", json!({ "formats": formats }));
        return;
    }
    println!("formats, for --format:");
    for format in FORMATS {
        println!("{}", entry(2, 24, format.name, format.reader));
    }
    LEFT_OUT.iter().for_each(|name| println!("{}", not_built(name)));
}

/// Says on standard error that the commit the numbers are filed under is not quite what was measured.
fn tell_uncommitted(format: &Format, print: &Fingerprint) {
    if let Some(how) = print.get("source", "dirty").and_then(|dirty| dirty.strip_prefix("yes: ")) {
        eprintln!("{} cannot record uncommitted changes: {how}", format.name);
    }
}

/// What the format could not hold: nothing goes missing silently.
fn left_out<'r>(format: &Format, results: &'r Results<'_>) -> Vec<CellResult<'r>> {
    let all = if format.holds == Holds::Numbers { results.cells() } else { Vec::new() };
    all.into_iter().filter(|cell| cell.times().is_none()).collect()
}
