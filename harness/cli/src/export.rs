//! `tenfold export`: a run in the format of another program.

use crate::args::Export;
use crate::fault::{left_out, mistake};
use crate::lines::entry;
use crate::output;
use crate::report::{self, whole};
use anyhow::Context;
use std::io::{ErrorKind, IsTerminal};
use std::path::Path;
use std::process::ExitCode;
use tenfold_formats::{Entry, FORMATS, Format, FormatError, Holds, LEFT_OUT, Results, Written};
use tenfold_plan::listed;
use tenfold_record::Fingerprint;

/// Writes a run in a format, or lists the formats.
pub fn export(args: &Export) -> anyhow::Result<ExitCode> {
    let Some(name) = &args.format else {
        print_formats();
        return Ok(ExitCode::SUCCESS);
    };
    let format = format(name)?;
    let to_stdout = args.to == Path::new("-");
    if to_stdout && format.is_binary() && std::io::stdout().is_terminal() {
        return Err(mistake(format!("{name} is not for a terminal: name a file with --to, or redirect the output")));
    }
    let run = report::find(&args.out, args.run.as_deref())?;
    let results = Results::of(&run);
    let written = format.write(&results).map_err(|e| match e {
        FormatError::NoProfile { .. } | FormatError::NoCommit { .. } => mistake(e),
        other => other.into(),
    })?;
    match written {
        Written::File(bytes) if to_stdout => output::bytes(&bytes),
        Written::File(bytes) => whole(&args.to, &bytes)?,
        Written::Folder(_) if to_stdout || args.to.is_file() => {
            return Err(mistake(format!("{name} is read from a folder: name one, as in --to results")));
        }
        Written::Folder(entries) => {
            into_folder(&args.to, &entries)?;
            tell_uncommitted(format, &run.fingerprint);
        }
    }
    tell_left_out(format, &results);
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
        let parent = file.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        whole(&file, &bytes)?;
    }
    Ok(())
}

fn format(name: &str) -> anyhow::Result<&'static dyn Format> {
    if LEFT_OUT.contains(&name) {
        return Err(mistake(left_out(name)));
    }
    let names: Vec<&str> = FORMATS.iter().map(|f| f.name()).collect();
    tenfold_formats::find(name)
        .ok_or_else(|| mistake(format!("there is no format '{name}' ({})", listed(name, &names))))
}

fn print_formats() {
    println!("formats, for --format:");
    for format in FORMATS {
        println!("{}", entry(2, 24, format.name(), format.reader()));
    }
    LEFT_OUT.iter().for_each(|name| println!("{}", left_out(name)));
}

/// Says on standard error that the commit the numbers are filed under is not quite what was measured.
fn tell_uncommitted(format: &dyn Format, print: &Fingerprint) {
    if let Some(how) = print.get("source", "dirty").and_then(|dirty| dirty.strip_prefix("yes: ")) {
        eprintln!("{} has no place for changes that were not committed: {how}", format.name());
    }
}

/// Says on standard error what the format could not hold: nothing goes missing silently.
fn tell_left_out(format: &dyn Format, results: &Results<'_>) {
    if format.holds() != Holds::Numbers {
        return;
    }
    let cells = results.cells();
    for cell in cells.iter().filter(|c| c.times().is_none()) {
        eprintln!("{} has no place for why there is no number: {}: {}", format.name(), cell.cell, cell.reason());
    }
}
