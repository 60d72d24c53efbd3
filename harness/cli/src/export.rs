//! `tenfold export`: a run in the format of another program.

use crate::args::Export;
use crate::fault::mistake;
use crate::lines::entry;
use crate::report::{self, whole};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use tenfold_formats::{FORMATS, Format, Results};
use tenfold_plan::listed;

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
    let bytes = format.write(&results)?;
    match to_stdout {
        true => std::io::stdout().write_all(&bytes)?,
        false => whole(&args.to, &bytes)?,
    }
    tell_left_out(format, &results);
    Ok(ExitCode::SUCCESS)
}

fn format(name: &str) -> anyhow::Result<&'static dyn Format> {
    let names: Vec<&str> = FORMATS.iter().map(|f| f.name()).collect();
    tenfold_formats::find(name)
        .ok_or_else(|| mistake(format!("there is no format '{name}' ({})", listed(name, &names))))
}

fn print_formats() {
    println!("formats, for --format:");
    for format in FORMATS {
        println!("{}", entry(2, 23, format.name(), format.reader()));
    }
}

/// Says on standard error what the format could not hold: nothing goes missing silently.
fn tell_left_out(format: &dyn Format, results: &Results<'_>) {
    if format.holds_reasons() {
        return;
    }
    let cells = results.cells();
    for cell in cells.iter().filter(|c| c.times().is_none()) {
        eprintln!("left out, for {} holds no reason: {}: {}", format.name(), cell.cell, cell.reason());
    }
}
