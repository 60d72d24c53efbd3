//! `tenfold history`: what is kept of the nights, checked, merged and carried elsewhere.

use crate::args::{self, HistoryExport, HistoryFolder, HistoryImport, HistoryMerge, HistoryRead, HistoryVerb};
use crate::fault::{FAILED, mistake};
use crate::lines::{COLUMNS, entry};
use crate::output::Stdout;
use crate::written::whole;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use tenfold_analysis::format::counted;
use tenfold_analysis::text::short;
use tenfold_formats::{FormatError, HISTORY_FORMATS};
use tenfold_history::{Bisected, History, HistoryError, Merged, Night, Outcome};
use tenfold_plan::listed;

/// Lists, checks, merges, exports or imports.
pub fn history(args: &args::History) -> anyhow::Result<ExitCode> {
    match &args.verb {
        HistoryVerb::List(args) => list(args),
        HistoryVerb::Check(args) => return check(args),
        HistoryVerb::Merge(args) => merge(args),
        HistoryVerb::Export(args) => export(args),
        HistoryVerb::Import(args) => import(args),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// A folder that must be there: where one is missing, its name is the mistake.
fn existing<'a>(flag: &str, folder: &'a Path) -> anyhow::Result<&'a Path> {
    match folder.is_dir() {
        true => Ok(folder),
        false => {
            let folder = folder.display();
            Err(mistake(format!("{flag}{folder}: there is no such folder: `tenfold nightly` creates a history")))
        }
    }
}

/// The history that is asked for; a folder that is missing is a mistake.
pub fn open(at: &HistoryFolder) -> anyhow::Result<History> {
    Ok(History::open(existing("--history ", &at.history)?)?)
}

fn list(args: &HistoryRead) -> anyhow::Result<()> {
    let history = open(&args.at)?;
    if args.json {
        let nights: Vec<Value> = history.nights.iter().rev().map(object).collect();
        println!("{}", json!({ "reference": history.reference, "nights": nights }));
        return Ok(());
    }
    if history.nights.is_empty() {
        println!("no night yet: `tenfold nightly` adds one");
        return Ok(());
    }
    let told: Vec<(&Night, String)> = history.nights.iter().map(|night| (night, counts(night))).collect();
    let wide = |text: fn(&(&Night, String)) -> usize| told.iter().map(text).max().unwrap_or_default();
    let (ids, outcomes) = (wide(|(night, _)| night.id.len()), wide(|(_, counts)| counts.len()));
    for (index, (night, counts)) in told.iter().enumerate().rev() {
        let about = night.void.as_ref().map_or(night.revision.subject.clone(), |why| format!("void: {why}"));
        println!("{}", short(&format!("{:ids$}  {counts:outcomes$}  {about}", night.id), COLUMNS));
        let before = index.checked_sub(1).map(|before| &history.nights[before]);
        if before.is_none_or(|before| before.machine.key != night.machine.key) {
            println!("{}", short(&format!("    since then on {}", night.machine.name), COLUMNS));
        }
        if before.is_none_or(|before| before.reference.hash != night.reference.hash) {
            let reference = &night.reference;
            let since = format!("    since then against {} ({})", reference.short(), reference.subject);
            println!("{}", short(&since, COLUMNS));
        }
    }
    let void = history.nights.iter().filter(|night| night.void.is_some()).count();
    let pinned =
        history.reference.as_ref().map_or("no reference pinned".to_string(), |hash| format!("pinned: {hash:.12}"));
    println!("{}, {void} void; {pinned}", counted(history.nights.len(), "night"));
    Ok(())
}

/// How many series have a time, a wrong answer, none.
fn outcomes(night: &Night) -> [usize; 3] {
    let mut counts = [0; 3];
    for observation in &night.observations {
        counts[match observation.outcome {
            Outcome::Measured(_) => 0,
            Outcome::Wrong(_) => 1,
            Outcome::Failed(_) => 2,
        }] += 1;
    }
    counts
}

fn counts(night: &Night) -> String {
    let [measured, wrong, failed] = outcomes(night);
    let mut text = format!("{measured} series");
    for (count, what) in [(wrong, "wrong"), (failed, "failed")] {
        if count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    text
}

fn object(night: &Night) -> Value {
    let [measured, wrong, failed] = outcomes(night);
    json!({
        "id": night.id, "started_ms": night.started_ms, "seconds": night.seconds, "revision": night.revision,
        "reference": night.reference, "machine": night.machine, "void": night.void, "accepted": night.accepted,
        "measured": measured, "wrong": wrong, "failed": failed, "left_out": night.left_out.len(),
        "sentinels": night.sentinels.len(), "alarms": night.sentinels.iter().filter(|s| s.alarmed).count(),
    })
}

fn check(args: &HistoryRead) -> anyhow::Result<ExitCode> {
    let (history, mut faults) = History::check(existing("--history ", &args.at.history)?);
    faults.extend(Bisected::all(&args.at.history).err());
    let series: BTreeSet<_> = history.nights.iter().flat_map(|night| &night.observations).map(|o| &o.series).collect();
    let faults: Vec<String> = faults.iter().map(HistoryError::to_string).collect();
    if args.json {
        let read = json!({
            "nights": history.nights.len(), "series": series.len(), "reference": history.reference, "faults": faults,
        });
        println!("{read}");
    } else {
        faults.iter().for_each(|fault| println!("{fault}"));
        let found = if faults.is_empty() { "no fault found".to_string() } else { counted(faults.len(), "fault") };
        println!("{} of {} series can be read; {found}", counted(history.nights.len(), "night"), series.len());
    }
    Ok(match faults.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(FAILED),
    })
}

fn merge(args: &HistoryMerge) -> anyhow::Result<()> {
    let other = History::open(existing("", &args.from)?).map_err(mistake)?;
    let bisected = Bisected::all(&args.from).map_err(mistake)?;
    tell(&merged(&args.at, &other)?, args.json);
    for found in bisected {
        found.keep(&args.at.history)?;
    }
    Ok(())
}

fn import(args: &HistoryImport) -> anyhow::Result<()> {
    let other = History::read_jsonl(&args.file).map_err(mistake)?;
    tell(&merged(&args.at, &other)?, args.json);
    Ok(())
}

fn merged(at: &HistoryFolder, other: &History) -> anyhow::Result<Merged> {
    History::merge(&at.history, other).map_err(|fault| match fault {
        HistoryError::Taken { .. } => mistake(fault),
        other => other.into(),
    })
}

fn tell(merged: &Merged, as_json: bool) {
    let Merged { added, there, other_reference } = merged;
    if as_json {
        println!("{}", json!({ "added": added, "there": there, "other_reference": other_reference }));
        return;
    }
    println!("{} added, {there} already there", counted(added.len(), "night"));
    if let Some(hash) = other_reference {
        eprintln!("the other history is pinned to {hash:.12}; this one keeps its own reference");
    }
}

fn export(args: &HistoryExport) -> anyhow::Result<()> {
    let Some(name) = &args.format else {
        print_formats(args.json);
        return Ok(());
    };
    let names: Vec<&str> = HISTORY_FORMATS.iter().map(|format| format.name).collect();
    let Some(format) = HISTORY_FORMATS.iter().find(|format| format.name == name) else {
        return Err(mistake(format!("there is no format '{name}' of a history ({})", listed(name, &names))));
    };
    let to_stdout = args.to == Path::new("-");
    if to_stdout && args.json {
        return Err(mistake("--json: standard output holds the history itself: name a file with --to"));
    }
    let history = open(&args.at)?;
    let bytes = (format.write)(&history).map_err(|fault| match fault {
        FormatError::NoNight { .. } => mistake(fault),
        other => other.into(),
    })?;
    match to_stdout {
        true => Stdout.write_all(&bytes)?,
        false => whole(&args.to, &bytes)?,
    }
    if args.json {
        println!("{}", json!({ "format": name, "to": args.to, "nights": history.nights.len() }));
    }
    Ok(())
}

fn print_formats(as_json: bool) {
    if as_json {
        let formats: Vec<_> = HISTORY_FORMATS.iter().map(|f| json!({ "name": f.name, "reader": f.reader })).collect();
        println!("{}", json!({ "formats": formats }));
        return;
    }
    println!("formats of a history, for --format:");
    for format in HISTORY_FORMATS {
        println!("{}", entry(2, 24, format.name, format.reader));
    }
}
